import type { FieldSchema, MessageSchema } from '../api/schemas.mts';

const text: FieldSchema = { type: 'string' };
const time: FieldSchema = { type: 'string', format: 'google-datetime' };
const duration: FieldSchema = { type: 'string', format: 'google-duration' };
const int32: FieldSchema = { type: 'integer', format: 'int32' };
const float: FieldSchema = { type: 'number', format: 'float' };
const ref = (name: string): FieldSchema => ({ $ref: name });

/**
 * All messages of the Picker API.
 * @see https://developers.google.com/photos/picker/reference/rest
 */
export const pickerSchemas: Readonly<Record<string, MessageSchema>> = {
	Empty: {},
	ListPickedMediaItemsResponse: {
		mediaItems: { type: 'array', items: ref('PickedMediaItem') },
		nextPageToken: text,
	},
	MediaFile: {
		baseUrl: text,
		mimeType: text,
		filename: text,
		mediaFileMetadata: ref('MediaFileMetadata'),
	},
	MediaFileMetadata: {
		width: int32,
		height: int32,
		cameraMake: text,
		cameraModel: text,
		photoMetadata: ref('PhotoMetadata'),
		videoMetadata: ref('VideoMetadata'),
	},
	PhotoMetadata: {
		focalLength: float,
		apertureFNumber: float,
		isoEquivalent: int32,
		exposureTime: duration,
	},
	PickedMediaItem: {
		id: text,
		createTime: time,
		type: { type: 'string', enum: ['TYPE_UNSPECIFIED', 'PHOTO', 'VIDEO'] },
		mediaFile: ref('MediaFile'),
	},
	PickingConfig: { maxItemCount: { type: 'string', format: 'int64' } },
	PickingSession: {
		id: text,
		pickerUri: text,
		pollingConfig: ref('PollingConfig'),
		expireTime: time,
		pickingConfig: ref('PickingConfig'),
		mediaItemsSet: { type: 'boolean' },
	},
	PollingConfig: { pollInterval: duration, timeoutIn: duration },
	VideoMetadata: {
		fps: { type: 'number', format: 'double' },
		processingStatus: {
			type: 'string',
			enum: ['VIDEO_PROCESSING_STATUS_UNSPECIFIED', 'PROCESSING', 'READY', 'FAILED'],
		},
	},
};
