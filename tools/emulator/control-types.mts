import type { Switches } from './accounts/switches.mts';

/** What makes an account: one (OAuth client, Google user) pair. Everything left out is made up. */
export interface AccountRequest {
	user?: string;
	clientId?: string;
	clientSecret?: string;
	/** The client's Authorized redirect URIs. Default: every address that Google would take there. */
	redirectUris?: string[];
	/** Full scope URLs. Default: the three Library scopes and the Picker scope. */
	scopes?: string[];
	/** Settings to change, or every hostile setting that still lets requests succeed. */
	switches?: Partial<Switches> | 'hostile';
	/** Life of access tokens in seconds. Default 3599. */
	accessTokenTtl?: number;
}

/** An account with fresh tokens, as `POST /control/accounts` answers. */
export interface AccountReply {
	id: string;
	user: string;
	clientId: string;
	clientSecret: string;
	accessToken: string;
	refreshToken: string;
	/** Granted scopes, separated by spaces. */
	scope: string;
	/** Seconds. */
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

/** One planned misbehaviour: which calls it hits, and what then happens. */
export interface Fault {
	/** An API method without prefix (`mediaItems.batchCreate`), `uploads` (raw ones and every step of resumable ones), `uploads.start`, `uploads.data`, `uploads.query`, `bytes`, `token` or `*`. */
	method: string;
	kind: FaultKind;
	/** How many calls it hits. Default 1. */
	times?: number;
	/** How many matching calls pass first. Default 0. */
	skip?: number;
	/** kinds `status` and `late`: the HTTP status, and optionally body (JSON value or text) and headers. */
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	/**
	 * kinds `stall` and `pause`: seconds without a reply, or in the middle of its body; the call is served all the same.
	 * kind `late`: seconds after the refusal until what it refused is carried out all the same.
	 */
	seconds?: number;
	/** kind `reset-during`: bytes of the request's body that arrive before the connection is cut. Default half of them. */
	bytes?: number;
	/** kind `item-status`: gRPC code and message of the item with this index in the batch (all if left out). */
	code?: number;
	message?: string;
	index?: number;
}

/** One request as the emulator saw it. Times in milliseconds of the real clock. */
export interface RecordedRequest {
	/** Method id as in {@link Fault.method}. */
	method: string;
	httpMethod: string;
	host: string;
	path: string;
	query: Record<string, string | string[]>;
	/** Names of the fields that the body of a Library API call set: `filters.dateFilter.dates.year`. */
	fields?: string[];
	/** 0 when the connection was cut without a reply. */
	status: number;
	startedAt: number;
	endedAt: number;
	requestBytes: number;
	responseBytes: number;
	/** Other requests of this account in flight when this one started. */
	overlapping: number;
	hadBearer: boolean;
}

export interface Counts {
	byMethod: Record<string, number>;
	/** What Google counts against the Library requests of a day: no base URL fetches, token or Picker calls. */
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

/** A photo or video that the user has from elsewhere, as `POST …/pictures` takes it. */
export interface UserPicture {
	fileName: string;
	base64: string;
}

/** What a user does in the Google Photos app, and no API can. */
export interface UserEdit {
	favorite?: boolean;
	archived?: boolean;
	categories?: string[];
}

/** What an account holds before a test begins. */
export interface Seed {
	/** This app's media items, in the order in which they were uploaded. */
	pictures?: Array<UserPicture & { description?: string }>;
	/** This app's albums, in the order in which they were made, with pictures by their index. */
	albums?: Array<{ title: string; pictures?: number[] }>;
}

export interface Seeded {
	mediaItemIds: string[];
	albumIds: string[];
}
