import type { IDataObject } from 'n8n-workflow';
import { kindOfFile } from '../files/fileType';
import type { MediaKind } from '../files/fileType';
import { readResource, readShape } from './fieldTypes';
import type { Shape } from './fieldTypes';

/**
 * A media item as Google sends it. `width` and `height` are int64, sent as strings.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems
 */
export interface MediaItem {
	id: string;
	description?: string;
	productUrl?: string;
	baseUrl?: string;
	mimeType?: string;
	filename?: string;
	mediaMetadata?: {
		creationTime?: string;
		width?: string;
		height?: string;
		photo?: IDataObject;
		video?: IDataObject & { status?: string };
	};
}

/** One entry of a `batchGet` or `batchCreate` reply: a media item, or the status that says why there is none. */
export interface MediaItemResult {
	uploadToken?: string;
	status?: ItemStatus;
	mediaItem?: MediaItem;
}

/** google.rpc.Status. `code` is a gRPC code. Google omits it when it is 0, which means success. */
export interface ItemStatus {
	code?: number;
	message?: string;
	/** set by this node: Google rejected a call with this id alone, but the media item need not be the cause */
	unclear?: true;
}

/** Maximum page size. https://developers.google.com/photos/library/reference/rest/v1/mediaItems/list */
export const MAX_MEDIA_ITEM_PAGE = 100;

const shape: Shape = {
	description: 'text',
	productUrl: 'text',
	baseUrl: 'text',
	mimeType: 'text',
	filename: 'text',
	mediaMetadata: {
		creationTime: 'text',
		width: 'int64',
		height: 'int64',
		photo: {},
		video: { status: 'text' },
	},
};

/** @returns the media item in a value of a reply; undefined if the value is not an object with an id */
export function mediaItemIn(json: unknown): MediaItem | undefined {
	return readResource<MediaItem>(json, shape);
}

/** Reads one entry of a batch reply. An invalid value becomes an empty result: the outcome is unknown. */
export function resultIn(json: unknown): MediaItemResult {
	const entry = readShape(json, { uploadToken: 'text', status: { code: 'number', message: 'text' } }) ?? {};
	const { uploadToken, status } = entry as Pick<MediaItemResult, 'uploadToken' | 'status'>;
	const mediaItem = mediaItemIn(entry.mediaItem);
	return {
		...(uploadToken !== undefined && { uploadToken }),
		...(status && { status }),
		...(mediaItem && { mediaItem }),
	};
}

/**
 * Whether Google stores the media item as a photo or a video. The metadata takes precedence, then the MIME type, then
 * the file name. Each of them can be missing.
 *
 * @returns undefined if none of them tells
 */
export function mediaKindOf(item: MediaItem): MediaKind | undefined {
	if (item.mediaMetadata?.video) return 'video';
	return item.mediaMetadata?.photo ? 'photo' : kindOfFile(item);
}

/** Whether Google is known to store the media item as a video. */
export function isVideo(item: MediaItem): boolean {
	return mediaKindOf(item) === 'video';
}

/** Whether Google still processes a video; its base URL must not be used before it is ready. */
export function isProcessing({ mediaMetadata }: MediaItem): boolean {
	return mediaMetadata?.video?.status === 'PROCESSING';
}

function pixels(value: string | undefined): number | undefined {
	const count = Number(value);
	return value !== undefined && Number.isFinite(count) ? count : undefined;
}

/**
 * Simplified media item for the node's output: flat, with numbers as numbers. It omits the camera details and the
 * base URL, which expires after 60 minutes and would be stored by accident.
 *
 * @param item as Google sent it
 * @returns only keys whose values Google sent
 */
export function simplifiedMediaItem(item: MediaItem): IDataObject {
	const { mediaMetadata } = item;
	const simple: IDataObject = {
		id: item.id,
		filename: item.filename,
		mimeType: item.mimeType,
		type: mediaKindOf(item),
		description: item.description,
		creationTime: mediaMetadata?.creationTime,
		width: pixels(mediaMetadata?.width),
		height: pixels(mediaMetadata?.height),
		videoStatus: mediaMetadata?.video?.status,
		productUrl: item.productUrl,
	};
	return Object.fromEntries(Object.entries(simple).filter(([, value]) => value !== undefined));
}
