import type { IDataObject } from 'n8n-workflow';
import { kindOfFile } from '../files/fileType';
import type { MediaKind } from '../files/fileType';
import { readResource } from './shapes';
import type { Shape } from './shapes';

/**
 * A picked media item as Google sends it; unlike the Library API's it has sizes as numbers, and neither
 * description nor albums.
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

/** @returns undefined if the value, which came in a reply, is no picked item with an id */
export function pickedMediaItemIn(json: unknown): PickedMediaItem | undefined {
	return readResource<PickedMediaItem>(json, shape);
}

/**
 * What Google keeps this as. The type says so first, then the metadata, the MIME type and the name; any of them can
 * be missing.
 *
 * @returns undefined if nothing says it
 */
export function pickedKindOf({ type, mediaFile }: PickedMediaItem): MediaKind | undefined {
	if (type === 'VIDEO' || type === 'PHOTO') return type === 'VIDEO' ? 'video' : 'photo';
	const { videoMetadata, photoMetadata } = mediaFile?.mediaFileMetadata ?? {};
	if (videoMetadata) return 'video';
	return photoMetadata ? 'photo' : kindOfFile(mediaFile);
}

/** What Google says of the processing of a video, such as `PROCESSING` or `READY`. */
export function videoStatusOf({ mediaFile }: PickedMediaItem): string | undefined {
	return mediaFile?.mediaFileMetadata?.videoMetadata?.processingStatus;
}

/**
 * The simplified picked item that the node hands on. Left out are the camera's details and the base URL,
 * which lives for 60 minutes only and opens only with the credential's token.
 *
 * @param sessionId of the session in which it was picked: Google finds it nowhere else
 * @returns keys that Google did not send are left out
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
