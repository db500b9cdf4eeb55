/* Good replies of Google's, and the same with something wrong in them. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

export const mediaItem = {
	id: 'a',
	description: 'Sea',
	productUrl: 'https://photos.google.com/lr/photo/a',
	mimeType: 'image/jpeg',
	filename: 'a.jpg',
	mediaMetadata: { creationTime: '2026-01-01T00:00:00Z', width: '4', height: '3', photo: {}, video: { status: 'READY' } },
};
const album = { id: 'album', title: 'Holiday', productUrl: 'https://photos.google.com/lr/album/album', mediaItemsCount: '3' };
const session = {
	id: 's',
	pickerUri: 'https://photos.google.com/p',
	pollingConfig: { pollInterval: '5s', timeoutIn: '100s' },
	pickingConfig: { maxItemCount: '7' },
	mediaItemsSet: true,
};
const picked = {
	id: 'p',
	createTime: '2026-01-01T00:00:00Z',
	type: 'VIDEO',
	mediaFile: { baseUrl: 'https://lh3.googleusercontent.com/p', mimeType: 'video/mp4', filename: 'p.mp4', mediaFileMetadata: { width: 4, height: 3, videoMetadata: { processingStatus: 'READY' } } },
};

/** A good reply of each method. */
export const samples: Record<string, IDataObject> = {
	'albums.create': album,
	'albums.get': album,
	'albums.patch': album,
	'albums.list': { albums: [album] },
	'albums.addEnrichment': { enrichmentItem: { id: 'e' } },
	'albums.batchAddMediaItems': {},
	'mediaItems.list': { mediaItems: [mediaItem] },
	'mediaItems.search': { mediaItems: [mediaItem] },
	'mediaItems.patch': mediaItem,
	'mediaItems.batchGet': { mediaItemResults: [{ mediaItem }, { status: { code: 3, message: 'Invalid media item ID.' } }] },
	'mediaItems.batchCreate': {
		newMediaItemResults: [{ uploadToken: 'token', status: { message: 'Success' }, mediaItem }, { uploadToken: 'other', status: { code: 3, message: 'Failed' } }],
	},
	'picker.sessions.create': session,
	'picker.sessions.get': session,
	'picker.mediaItems.list': { mediaItems: [picked] },
};

type Path = Array<string | number>;

/** Every place in a reply, the reply itself among them. */
function placesIn(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function withValueAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
	if (key === undefined) return replacement;
	const copy = structuredClone(value) as Record<string | number, unknown>;
	copy[key] = withValueAt(copy[key], rest, replacement);
	return copy;
}

export const anything = fc.oneof(
	fc.constantFrom<unknown>(null, 0, 1, -1, '', 'text', true, false, [], {}, [null], [[]], { id: null }, { id: 7 }, { code: null }, { message: 5 }, { status: null }),
	fc.jsonValue({ maxDepth: 2 }),
);

/** Several wrong values in one good reply. */
export const oddReply = (methodId: string) =>
	fc
		.array(fc.tuple(fc.constantFrom(...placesIn(samples[methodId])), anything), { minLength: 1, maxLength: 3 })
		.map((changes) =>
			changes.reduce<unknown>((reply, [path, value]) => {
				try {
					return withValueAt(reply, path, value);
				} catch {
					return reply;
				}
			}, samples[methodId]),
		);
