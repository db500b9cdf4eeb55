import { bytesSwitches } from '../bytes/switches.mts';
import { pickerSwitches } from '../picker/switches.mts';
import { limitSwitches } from './limit-switches.mts';

/** One behavior of Google that is unconfirmed or was reported by users, with its possible settings. */
export interface Switch {
	default: boolean | number | string;
	/** The settings to test; numbers and texts may have other values too. */
	settings: ReadonlyArray<boolean | number | string>;
	/** The setting that is hardest on a client. */
	hostile: boolean | number | string;
	/** Set if calls fail permanently under the hostile setting; the profile "hostile" then leaves the switch out. */
	refuses?: true;
	about: string;
}

/**
 * Behaviors of Google Photos that no documentation confirms or that users reported, as switches. The defaults are the
 * most regular ones.
 */
export const switchTable = {
	mixedStatus: {
		default: 200,
		settings: [200, 207],
		hostile: 207,
		about: 'HTTP status of batchCreate when some items failed',
	},
	unknownIdStatus: {
		default: 400,
		settings: [400, 404],
		hostile: 404,
		about: 'HTTP status of get for an unknown id',
	},
	malformedId: {
		default: 'status',
		settings: ['status', 'refuse'],
		hostile: 'refuse',
		about: 'batchGet with an id that cannot be one: a status of its own, or the whole call refused',
	},
	unlistedItemCount: {
		default: 0,
		settings: [0, 7],
		hostile: 7,
		about: 'photos that the owner has added to each album by hand: counted in mediaItemsCount, listed nowhere',
	},
	emptyPages: {
		default: 0,
		settings: [0, 2, 80],
		hostile: 2,
		about: 'empty pages with a token before every real page',
	},
	repeatedPageTokens: {
		default: false,
		settings: [false, true],
		hostile: true,
		refuses: true,
		about: 'the last page has the token of the first one, and so on without an end',
	},
	repeatFirstItem: {
		default: false,
		settings: [false, true],
		hostile: true,
		about: 'a page begins with the last item of the page before',
	},
	shortPages: {
		default: false,
		settings: [false, true],
		hostile: true,
		about: 'pages hold half of what was asked for',
	},
	pageSizeAboveMax: {
		default: 'clamp',
		settings: ['clamp', '400'],
		hostile: '400',
		about: 'a pageSize above the maximum',
	},
	addExistingItem: {
		default: 'noop',
		settings: ['noop', 'error'],
		hostile: 'error',
		about: 'adding an item that is in the album already',
	},
	longTitles: {
		default: 'refuse',
		settings: ['refuse', 'take'],
		hostile: 'take',
		about: 'an album title of more than 500 characters',
	},
	removeTwice: {
		default: 'refuse',
		settings: ['refuse', 'take'],
		hostile: 'take',
		about: 'batchRemoveMediaItems with the same id twice',
	},
	baseUrlNeedsBearer: {
		default: false,
		settings: [false, true],
		hostile: true,
		about: 'base URLs open only with the access token',
	},
	baseUrlMinutes: {
		default: 60,
		settings: [60, 30],
		hostile: 30,
		about: 'life of base URLs in minutes',
	},
	bytesChunked: {
		default: false,
		settings: [false, true],
		hostile: true,
		about: 'media bytes come without Content-Length',
	},
	videoProcessingSeconds: {
		default: 0,
		settings: [0, 10],
		hostile: 10,
		about: 'how long a new video stays PROCESSING',
	},
	videoRedirect: {
		default: false,
		settings: [false, true],
		hostile: true,
		about: '=dv redirects to video-downloads.googleusercontent.com, which ignores Range',
	},
	freshDimensionsMissing: {
		default: false,
		settings: [false, true],
		hostile: true,
		about: 'batchCreate replies without width, height and creationTime',
	},
	filteredSearchDelaySeconds: {
		default: 0,
		settings: [0, 5],
		hostile: 5,
		about: 'how long a fresh upload is missing from filtered search',
	},
	granularity: {
		default: 262144,
		settings: [262144, 524288],
		hostile: 524288,
		about: 'chunk granularity of resumable uploads in bytes',
	},
	queryOnFinalReturnsToken: {
		default: true,
		settings: [true, false],
		hostile: false,
		about: 'a query on a final upload session answers the upload token again',
	},
	offsetMismatch: {
		default: 412,
		settings: [412, 409],
		hostile: 409,
		about: 'HTTP status for a wrong upload offset',
	},
	finalizeAlone: {
		default: true,
		settings: [true, false],
		hostile: false,
		about: 'a bare finalize closes an upload session',
	},
	retryAfter: {
		default: 0,
		settings: [0, 2],
		hostile: 0,
		about: 'Retry-After in seconds on 429; 0 sends none',
	},
	scopeErrorDetails: {
		default: false,
		settings: [false, true],
		hostile: false,
		about: 'missing scope says ACCESS_TOKEN_SCOPE_INSUFFICIENT in details',
	},
	latencyMs: {
		default: 0,
		settings: [0, 50],
		hostile: 0,
		about: 'delay of every request in milliseconds',
	},
	createLatencyMs: {
		default: 0,
		settings: [0, 240000],
		hostile: 0,
		about: 'delay of batchCreate in milliseconds',
	},
	...bytesSwitches,
	...pickerSwitches,
	nullEntries: {
		default: false,
		settings: [false, true],
		hostile: true,
		about: 'lists hold an entry that is null, and the status of a result that went well is null',
	},
	usedToken: {
		default: 'success',
		settings: ['success', 'code 6'],
		hostile: 'code 6',
		about: 'creating once more with an upload token that a media item was made of',
	},
	failingItem: {
		default: '',
		settings: ['', 'faulty.jpg'],
		hostile: 'faulty.jpg',
		refuses: true,
		about: 'calls for several media items that carry this id or file name answer 500',
	},
	verifyMissing: {
		default: false,
		settings: [false, true],
		hostile: true,
		refuses: true,
		about: 'batchCreate reports success, but the item can never be read',
	},
	existingBytes: {
		default: 'success',
		settings: ['success', 'code 3', 'unreadable'],
		hostile: 'code 3',
		refuses: true,
		about: 'what uploading bytes again answers',
	},
	...limitSwitches,
} as const satisfies Record<string, Switch>;
