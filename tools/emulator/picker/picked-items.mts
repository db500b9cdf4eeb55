import type { Account } from '../accounts/account.mts';
import { scopes } from '../accounts/scopes.mts';
import type { ApiCall, ApiReply } from '../api/api-call.mts';
import { described, isReady } from '../api/views.mts';
import { baseUrlOf } from '../bytes/base-url.mts';
import { GoogleError } from '../http/google-error.mts';
import { creationTime } from '../library/library.mts';
import { pageOf, type PageRequest } from '../library/pages.mts';
import type { FileFacts, ItemRecord } from '../library/records.mts';
import { sessionOf } from './picking-session.mts';
import { itemAnywhere } from './whole-library.mts';

/**
 * The picked items, page by page. A page size above 100 counts as 100.
 * @throws GoogleError FAILED_PRECONDITION until the user has pressed Done
 * @see https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list
 */
export function listPicked({ account, parameters }: ApiCall): ApiReply {
	const session = sessionOf(account, parameters.sessionId ?? '');
	if (!session.picked)
		throw new GoogleError(
			'FAILED_PRECONDITION',
			'The user has not finished selecting media items.',
		);
	const items = session.picked.flatMap((id) => itemAnywhere(account, id) ?? []);
	const { switches } = account;
	const { entries, nextPageToken } = pageOf(
		items.slice(0, session.maxItemCount),
		parameters as PageRequest,
		{ default: switches.pickerPages, max: 100 },
		['picker.mediaItems.list', session.id],
		{ switches: { ...switches, pageSizeAboveMax: 'clamp' } },
	);
	return { message: { mediaItems: entries.map((item) => view(account, item)), nextPageToken } };
}

function view(account: Account, item: ItemRecord): object {
	const { facts } = item;
	return {
		id: item.id,
		createTime: new Date(creationTime(item)).toISOString(),
		...(account.switches.describedFields === 'all' && { type: facts.kind.toUpperCase() }),
		mediaFile: described(account, {
			baseUrl: baseUrlOf(account, item.id, scopes.picker),
			mimeType: facts.mimeType,
			filename: item.filename,
			mediaFileMetadata: {
				width: facts.width,
				height: facts.height,
				cameraMake: facts.cameraMake,
				cameraModel: facts.cameraModel,
				...(facts.kind === 'video'
					? { videoMetadata: videoView(account, item) }
					: { photoMetadata: photoView(facts) }),
			},
		}),
	};
}

function videoView(account: Account, item: ItemRecord): object {
	const processingStatus = isReady(account, item) ? 'READY' : 'PROCESSING';
	return { fps: item.facts.fps, processingStatus };
}

function photoView({ focalLength, apertureFNumber, isoEquivalent, exposureTime }: FileFacts): object {
	return {
		focalLength,
		apertureFNumber,
		isoEquivalent,
		exposureTime: exposureTime === undefined ? undefined : `${exposureTime}s`,
	};
}
