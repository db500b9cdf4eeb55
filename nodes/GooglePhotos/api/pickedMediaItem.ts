import type { IDataObject } from 'n8n-workflow';
import { kindOfFile } from '../files/fileType';
import type { MediaKind } from '../files/fileType';
import { readResource } from './fieldTypes';
import type { Shape } from './fieldTypes';

/**
 * A picked media item as Google sends it. Unlike the Library API's, it has sizes as numbers, and neither description
 * nor albums.
 * https://developers.google.com/photos/picker/reference/rest/v1/mediaItems
 */
export interface PickedMediaItem {
	id: string;
	createTime?: string;
	type?: string;
	mediaFile?: {
		baseUrl?: string;
		mimeType?: string;
		filename?: string;
		mediaFileMetadata?: {
			width?: number;
			height?: number;
			cameraMake?: string;
			cameraModel?: string;
			photoMetadata?: IDataObject;
			videoMetadata?: IDataObject & { processingStatus?: string };
		};
	};
}

const shape: Shape = {
	createTime: 'text',
	type: 'text',
	mediaFile: {
		baseUrl: 'text',
		mimeType: 'text',
		filename: 'text',
		mediaFileMetadata: {
			width: 'number',
			height: 'number',
			photoMetadata: {},
			videoMetadata: { processingStatus: 'text' },
		},
	},
};

/** @returns the picked media item in a value of a reply; undefined if the value is not an object with an id */
export function pickedMediaItemIn(json: unknown): PickedMediaItem | undefined {
	return readResource<PickedMediaItem>(json, shape);
}

/**
 * Whether Google stores the media item as a photo or a video. The type takes precedence, then the metadata, the MIME
 * type and the file name. Each of them can be missing.
 *
 * @returns undefined if none of them tells
 */
export function pickedKindOf({ type, mediaFile }: PickedMediaItem): MediaKind | undefined {
	if (type === 'VIDEO' || type === 'PHOTO') return type === 'VIDEO' ? 'video' : 'photo';
	const { videoMetadata, photoMetadata } = mediaFile?.mediaFileMetadata ?? {};
	if (videoMetadata) return 'video';
	return photoMetadata ? 'photo' : kindOfFile(mediaFile);
}

/** Processing status of a video, such as `PROCESSING` or `READY`. */
export function videoStatusOf({ mediaFile }: PickedMediaItem): string | undefined {
	return mediaFile?.mediaFileMetadata?.videoMetadata?.processingStatus;
}

/** Whether Google still processes a video; it has no bytes before. */
export function isPickProcessing(item: PickedMediaItem): boolean {
	return videoStatusOf(item) === 'PROCESSING';
}

/**
 * Simplified picked media item for the node's output. It omits the camera details and the base URL, which expires
 * after 60 minutes and requires the credential's token.
 *
 * @param sessionId session in which it was picked: Google finds the media item only there
 * @returns only keys whose values Google sent, and `sessionId`
 */
export function simplifiedPickedItem(item: PickedMediaItem, sessionId: string): IDataObject {
	const { mediaFile } = item;
	const { width, height } = mediaFile?.mediaFileMetadata ?? {};
	const simple: IDataObject = {
		id: item.id,
		filename: mediaFile?.filename,
		mimeType: mediaFile?.mimeType,
		type: pickedKindOf(item),
		createTime: item.createTime,
		width,
		height,
		videoStatus: videoStatusOf(item),
		sessionId,
	};
	return Object.fromEntries(Object.entries(simple).filter(([, value]) => value !== undefined));
}
