import type { IDataObject } from 'n8n-workflow';
import { kindOfFile } from '../files/fileType';
import type { MediaKind } from '../files/fileType';
import { readResource, readShape } from './shapes';
import type { Shape } from './shapes';

/**
 * A media item as Google sends it. `width` and `height` are int64 and come as strings.
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

/** One entry of a `batchGet` or `batchCreate` reply: a media item, or why there is none. */
export interface MediaItemResult {
	uploadToken?: string;
	status?: ItemStatus;
	mediaItem?: MediaItem;
}

/** google.rpc.Status; `code` is a gRPC code and is left out when it is 0, which means success. */
export interface ItemStatus {
	code?: number;
	message?: string;
	/** the call was refused with it alone, for a reason that need not be the media item */
	unclear?: true;
}

/** The most media items in one page. https://developers.google.com/photos/library/reference/rest/v1/mediaItems/list */
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

/** @returns undefined if the value, which came in a reply, is no media item with an id */
export function mediaItemIn(json: unknown): MediaItem | undefined {
	return readResource<MediaItem>(json, shape);
}

/** One entry of a batch's reply; where the value is something else, it says nothing of its media item. */
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
 * What Google keeps this as. The metadata says so first, then the MIME type, then the name; any of them can be
 * missing.
 *
 * @returns undefined if nothing says it
 */
export function mediaKindOf(item: MediaItem): MediaKind | undefined {
	if (item.mediaMetadata?.video) return 'video';
	return item.mediaMetadata?.photo ? 'photo' : kindOfFile(item);
}

/** Whether Google is known to keep this as a video. */
export function isVideo(item: MediaItem): boolean {
	return mediaKindOf(item) === 'video';
}

function pixels(value: string | undefined): number | undefined {
	const count = Number(value);
	return value !== undefined && Number.isFinite(count) ? count : undefined;
}

/**
 * The simplified media item that the node hands on: flat, with numbers as numbers. Left out are the
 * camera's details and the base URL, which lives for 60 minutes only and would be stored by accident.
 *
 * @param item as Google sent it
 * @returns keys that Google did not send are left out
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
