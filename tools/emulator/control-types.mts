import type { Switches } from './accounts/switches.mts';

/** Describes an account: one pair of OAuth client and Google user. Missing values are generated. */
export interface AccountRequest {
	user?: string;
	clientId?: string;
	clientSecret?: string;
	/** The client's Authorized redirect URIs. Default: every address that Google would accept in the list. */
	redirectUris?: string[];
	/** Full scope URLs. Default: the three Library scopes and the Picker scope. */
	scopes?: string[];
	/** Switches to change, or every hostile setting that still lets requests succeed. */
	switches?: Partial<Switches> | 'hostile';
	/** Lifetime of access tokens in seconds. Default 3599. */
	accessTokenTtl?: number;
}

/** An account with new tokens, as `POST /control/accounts` returns it. */
export interface AccountReply {
	id: string;
	user: string;
	clientId: string;
	clientSecret: string;
	accessToken: string;
	refreshToken: string;
	/** Granted scopes, separated by spaces. */
	scope: string;
	/** Seconds until the access token expires. */
	expiresIn: number;
}

export type AccountSummary = Pick<AccountReply, 'id' | 'user' | 'clientId'> & {
	mediaItems: number;
	albums: number;
};

export type FaultKind =
	| 'status'
	| 'late'
	| 'reset-before'
	| 'reset-during'
	| 'reset-after'
	| 'stall'
	| 'pause'
	| 'truncate'
	| 'html'
	| 'empty'
	| 'item-status';

/** One planned fault: which calls it affects, and how. */
export interface Fault {
	/**
	 * An API method without prefix (`mediaItems.batchCreate`), `uploads` (raw uploads and all requests of resumable
	 * ones), `uploads.start`, `uploads.data`, `uploads.query`, `bytes`, `token` or `*`.
	 */
	method: string;
	kind: FaultKind;
	/** Number of calls it affects. Default 1. */
	times?: number;
	/** Number of matching calls to let pass first. Default 0. */
	skip?: number;
	/** Kinds `status` and `late`: HTTP status, and optionally body (JSON value or text) and headers. */
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	/**
	 * Kinds `stall` and `pause`: seconds without a reply, or between the halves of its body; the call is carried out.
	 * Kind `late`: seconds between the error reply and the execution of the call.
	 */
	seconds?: number;
	/**
	 * Kind `reset-during`: bytes of the request's body to receive before the connection is cut. Default: half of them.
	 */
	bytes?: number;
	/**
	 * Kind `item-status`: gRPC code and message for the item at this index of the batch (for all items without index).
	 */
	code?: number;
	message?: string;
	index?: number;
}

/** One request as recorded by the emulator. Times in milliseconds of the real clock. */
export interface RecordedRequest {
	/** Method id as in {@link Fault.method}. */
	method: string;
	httpMethod: string;
	host: string;
	path: string;
	query: Record<string, string | string[]>;
	/** Paths of the fields set in the body of a Library API call: `filters.dateFilter.dates.year`. */
	fields?: string[];
	/** 0 if the connection was cut without a reply. */
	status: number;
	startedAt: number;
	endedAt: number;
	requestBytes: number;
	responseBytes: number;
	/** Other requests of this account that were in flight when this one started. */
	overlapping: number;
	hadBearer: boolean;
}

export interface Counts {
	byMethod: Record<string, number>;
	/**
	 * Requests that count against Google's daily quota of the Library API: no base URL fetches, token or Picker calls.
	 */
	total: number;
	maxParallel: { reads: number; writes: number; uploads: number };
}

export interface LibraryItem {
	id: string;
	filename: string;
	description: string;
	mimeType: string;
	/** Bytes. */
	size: number;
	/** Hex. */
	sha256: string;
	creationTime: string;
	albumIds: string[];
}

export type AlbumEntry =
	| { mediaItemId: string }
	| { enrichmentId: string; enrichment: Record<string, unknown> };

export interface LibraryAlbum {
	id: string;
	title: string;
	entries: AlbumEntry[];
}

export interface LibraryContents {
	mediaItems: LibraryItem[];
	albums: LibraryAlbum[];
}

/** A photo or video from outside this app, as `POST …/pictures` accepts it. */
export interface UserPicture {
	fileName: string;
	base64: string;
}

/** What a user can do in the Google Photos app, but no API can. */
export interface UserEdit {
	favorite?: boolean;
	archived?: boolean;
	categories?: string[];
}

/** Contents to put into an account before a test. */
export interface Seed {
	/** This app's media items, in order of upload. */
	pictures?: Array<UserPicture & { description?: string }>;
	/** This app's albums, in order of creation; `pictures` are indexes into the list above. */
	albums?: Array<{ title: string; pictures?: number[] }>;
}

export interface Seeded {
	mediaItemIds: string[];
	albumIds: string[];
}
