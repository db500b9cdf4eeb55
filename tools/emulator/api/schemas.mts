import { pickerSchemas } from '../picker/schemas.mts';

/** One field of a message, in the terms of a discovery document. */
export interface FieldSchema {
	type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'any';
	format?: string;
	enum?: readonly string[];
	items?: FieldSchema;
	$ref?: string;
	description?: string;
}

export type MessageSchema = Readonly<Record<string, FieldSchema>>;

const text: FieldSchema = { type: 'string' };
const bool: FieldSchema = { type: 'boolean' };
const int32: FieldSchema = { type: 'integer', format: 'int32' };
const int64: FieldSchema = { type: 'string', format: 'int64' };
const float: FieldSchema = { type: 'number', format: 'float' };
const double: FieldSchema = { type: 'number', format: 'double' };
const ref = (name: string): FieldSchema => ({ $ref: name });
const list = (items: FieldSchema): FieldSchema => ({ type: 'array', items });
const choice = (names: string): FieldSchema => ({ type: 'string', enum: names.split(' ') });

const category = choice(
	'NONE LANDSCAPES RECEIPTS CITYSCAPES LANDMARKS SELFIES PEOPLE PETS WEDDINGS BIRTHDAYS DOCUMENTS TRAVEL ANIMALS FOOD SPORT NIGHT PERFORMANCES WHITEBOARDS SCREENSHOTS UTILITY ARTS CRAFTS FASHION HOUSES GARDENS FLOWERS HOLIDAYS',
);

/**
 * All messages of the Library API. The discovery document and the validation of requests are derived from them.
 * @see https://developers.google.com/photos/library/reference/rest
 */
export const schemas = {
	AddEnrichmentToAlbumRequest: {
		newEnrichmentItem: ref('NewEnrichmentItem'),
		albumPosition: ref('AlbumPosition'),
	},
	AddEnrichmentToAlbumResponse: { enrichmentItem: ref('EnrichmentItem') },
	Album: {
		id: text,
		title: text,
		productUrl: text,
		isWriteable: bool,
		mediaItemsCount: int64,
		coverPhotoBaseUrl: text,
		coverPhotoMediaItemId: text,
	},
	AlbumPosition: {
		position: choice(
			'POSITION_TYPE_UNSPECIFIED FIRST_IN_ALBUM LAST_IN_ALBUM AFTER_MEDIA_ITEM AFTER_ENRICHMENT_ITEM',
		),
		relativeMediaItemId: text,
		relativeEnrichmentItemId: text,
	},
	BatchAddMediaItemsToAlbumRequest: { mediaItemIds: list(text) },
	BatchAddMediaItemsToAlbumResponse: {},
	BatchCreateMediaItemsRequest: {
		albumId: text,
		newMediaItems: list(ref('NewMediaItem')),
		albumPosition: ref('AlbumPosition'),
	},
	BatchCreateMediaItemsResponse: { newMediaItemResults: list(ref('NewMediaItemResult')) },
	BatchGetMediaItemsResponse: { mediaItemResults: list(ref('MediaItemResult')) },
	BatchRemoveMediaItemsFromAlbumRequest: { mediaItemIds: list(text) },
	BatchRemoveMediaItemsFromAlbumResponse: {},
	ContentFilter: {
		includedContentCategories: list(category),
		excludedContentCategories: list(category),
	},
	CreateAlbumRequest: { album: ref('Album') },
	Date: { year: int32, month: int32, day: int32 },
	DateFilter: { dates: list(ref('Date')), ranges: list(ref('DateRange')) },
	DateRange: { startDate: ref('Date'), endDate: ref('Date') },
	EnrichmentItem: { id: text },
	FeatureFilter: { includedFeatures: list(choice('NONE FAVORITES')) },
	Filters: {
		dateFilter: ref('DateFilter'),
		contentFilter: ref('ContentFilter'),
		mediaTypeFilter: ref('MediaTypeFilter'),
		featureFilter: ref('FeatureFilter'),
		includeArchivedMedia: bool,
		excludeNonAppCreatedData: bool,
	},
	LatLng: { latitude: double, longitude: double },
	ListAlbumsResponse: { albums: list(ref('Album')), nextPageToken: text },
	ListMediaItemsResponse: { mediaItems: list(ref('MediaItem')), nextPageToken: text },
	Location: { locationName: text, latlng: ref('LatLng') },
	LocationEnrichment: { location: ref('Location') },
	MapEnrichment: { origin: ref('Location'), destination: ref('Location') },
	MediaItem: {
		id: text,
		description: text,
		productUrl: text,
		baseUrl: text,
		mimeType: text,
		mediaMetadata: ref('MediaMetadata'),
		filename: text,
	},
	MediaItemResult: { mediaItem: ref('MediaItem'), status: ref('Status') },
	MediaMetadata: {
		creationTime: { type: 'string', format: 'google-datetime' },
		width: int64,
		height: int64,
		photo: ref('Photo'),
		video: ref('Video'),
	},
	MediaTypeFilter: { mediaTypes: list(choice('ALL_MEDIA VIDEO PHOTO')) },
	NewEnrichmentItem: {
		textEnrichment: ref('TextEnrichment'),
		locationEnrichment: ref('LocationEnrichment'),
		mapEnrichment: ref('MapEnrichment'),
	},
	NewMediaItem: { description: text, simpleMediaItem: ref('SimpleMediaItem') },
	NewMediaItemResult: {
		uploadToken: text,
		status: ref('Status'),
		mediaItem: ref('MediaItem'),
	},
	Photo: {
		cameraMake: text,
		cameraModel: text,
		focalLength: float,
		apertureFNumber: float,
		isoEquivalent: int32,
		exposureTime: { type: 'string', format: 'google-duration' },
	},
	SearchMediaItemsRequest: {
		albumId: text,
		pageSize: int32,
		pageToken: text,
		filters: ref('Filters'),
		orderBy: text,
	},
	SearchMediaItemsResponse: { mediaItems: list(ref('MediaItem')), nextPageToken: text },
	SimpleMediaItem: { uploadToken: text, fileName: text },
	Status: { code: int32, message: text, details: list({ type: 'any' }) },
	TextEnrichment: { text },
	Video: {
		cameraMake: text,
		cameraModel: text,
		fps: double,
		status: choice('UNSPECIFIED PROCESSING READY FAILED'),
	},
} as const satisfies Record<string, MessageSchema>;

export type MessageName = keyof typeof schemas;

export function schemaOf(name: string): MessageSchema {
	return pickerSchemas[name] ?? schemas[name as MessageName];
}
