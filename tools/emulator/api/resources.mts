/** Requests of the Library API after validation by their schemas: any field may be missing. */
export interface AlbumPosition {
	position?:
		| 'POSITION_TYPE_UNSPECIFIED'
		| 'FIRST_IN_ALBUM'
		| 'LAST_IN_ALBUM'
		| 'AFTER_MEDIA_ITEM'
		| 'AFTER_ENRICHMENT_ITEM';
	relativeMediaItemId?: string;
	relativeEnrichmentItemId?: string;
}

export interface NewMediaItem {
	description?: string;
	simpleMediaItem?: { uploadToken?: string; fileName?: string };
}

export interface BatchCreateRequest {
	albumId?: string;
	albumPosition?: AlbumPosition;
	newMediaItems?: NewMediaItem[];
}

export interface Location {
	locationName?: string;
	latlng?: { latitude?: number; longitude?: number };
}

export interface AddEnrichmentRequest {
	newEnrichmentItem?: {
		textEnrichment?: { text?: string };
		locationEnrichment?: { location?: Location };
		mapEnrichment?: { origin?: Location; destination?: Location };
	};
	albumPosition?: AlbumPosition;
}

export interface GoogleDate {
	year?: number;
	month?: number;
	day?: number;
}

export interface Filters {
	dateFilter?: {
		dates?: GoogleDate[];
		ranges?: Array<{ startDate?: GoogleDate; endDate?: GoogleDate }>;
	};
	contentFilter?: { includedContentCategories?: string[]; excludedContentCategories?: string[] };
	mediaTypeFilter?: { mediaTypes?: string[] };
	featureFilter?: { includedFeatures?: string[] };
	includeArchivedMedia?: boolean;
	excludeNonAppCreatedData?: boolean;
}

export interface SearchRequest {
	albumId?: string;
	pageSize?: number;
	pageToken?: string;
	filters?: Filters;
	orderBy?: string;
}
