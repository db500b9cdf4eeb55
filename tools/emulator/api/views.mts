import type { Account } from '../accounts/account.mts';
import { baseUrlOf } from '../bytes/base-url.mts';
import { mediaItemIds } from '../library/album-entries.mts';
import { creationTime } from '../library/library.mts';
import type { AlbumRecord, FileFacts, ItemRecord } from '../library/records.mts';
import { googleHosts } from '../network/google-hosts.mts';

/** An album as the API returns it. An empty album has neither a count nor a cover id. */
export function albumView(account: Account, album: AlbumRecord) {
	const items = mediaItemIds(album);
	const count = items.length + account.switches.unlistedItemCount;
	const cover = album.coverPhotoMediaItemId ?? items[0];
	return {
		id: album.id,
		title: album.title,
		productUrl: `https://${googleHosts.app}/lr/album/${album.id}`,
		isWriteable: true,
		mediaItemsCount: count > 0 ? String(count) : undefined,
		coverPhotoBaseUrl: baseUrlOf(account, cover ?? ''),
		coverPhotoMediaItemId: cover,
	};
}

/** A media item as the API returns it. */
export function mediaItemView(account: Account, item: ItemRecord, album?: AlbumRecord) {
	const place = album ? `album/${album.id}/photo` : 'photo';
	return described(account, {
		id: item.id,
		description: item.description,
		productUrl: `https://${googleHosts.app}/lr/${place}/${item.id}`,
		baseUrl: baseUrlOf(account, item.id),
		mimeType: item.facts.mimeType,
		mediaMetadata: {
			creationTime: timestamp(creationTime(item)),
			width: String(item.facts.width),
			height: String(item.facts.height),
			...kindOf(account, item),
		},
		filename: item.filename,
	});
}

/** Removes the fields of a media item that the switch `describedFields` leaves out. */
export function described<T extends { filename: string }>(account: Account, view: T): T {
	const { describedFields } = account.switches;
	if (describedFields === 'all') return view;
	const missing = ['mimeType', 'mediaMetadata', 'mediaFileMetadata', ...(describedFields === 'none' ? ['filename'] : [])];
	return Object.fromEntries(Object.entries(view).filter(([name]) => !missing.includes(name))) as T;
}

/** The item as batchCreate returns it: without base URL, and if switched on without dimensions. */
export function freshMediaItemView(account: Account, item: ItemRecord) {
	const { baseUrl: _none, ...view } = mediaItemView(account, item);
	const { freshDimensionsMissing } = account.switches;
	return freshDimensionsMissing ? { ...view, mediaMetadata: kindOf(account, item) } : view;
}

/** Whether the video has been processed, so that its bytes can be downloaded. */
export function isReady(account: Account, item: ItemRecord): boolean {
	return account.now() >= item.uploadedAt + account.switches.videoProcessingSeconds * 1000;
}

function kindOf(account: Account, item: ItemRecord): object {
	const { facts } = item;
	const camera = { cameraMake: facts.cameraMake, cameraModel: facts.cameraModel };
	if (facts.kind === 'photo') return { photo: { ...camera, ...exposure(facts) } };
	const ready = isReady(account, item);
	return {
		video: {
			...camera,
			fps: ready ? facts.fps : undefined,
			status: ready ? 'READY' : 'PROCESSING',
		},
	};
}

function exposure(facts: FileFacts): object {
	const { focalLength, apertureFNumber, isoEquivalent, exposureTime } = facts;
	return {
		focalLength,
		apertureFNumber,
		isoEquivalent,
		exposureTime: exposureTime === undefined ? undefined : `${Number(exposureTime.toFixed(9))}s`,
	};
}

/** RFC 3339, with milliseconds only if they are not zero. */
function timestamp(time: number): string {
	return new Date(time).toISOString().replace('.000Z', 'Z');
}

/**
 * Leaves out what proto3 JSON leaves out: empty strings and lists, zeros, false. Keeps empty messages.
 * @see https://protobuf.dev/programming-guides/json/#presence
 */
export function withoutDefaults(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutDefaults);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, part]) => !isDefault(part))
			.map(([name, part]) => [name, withoutDefaults(part)]),
	);
}

function isDefault(value: unknown): boolean {
	const isEmptyList = Array.isArray(value) && value.length === 0;
	return isEmptyList || [undefined, null, '', '0', 0, false].includes(value as string);
}
