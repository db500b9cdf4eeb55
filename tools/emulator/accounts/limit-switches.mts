import type { Switch } from './switch-table.mts';

/** Part of the switch table: Google's limits, and what an account or a Cloud project may lack. */
export const limitSwitches = {
	dayQuota: {
		default: 10000,
		settings: [10000, 20],
		hostile: 20,
		refuses: true,
		about: 'API requests a day (midnight Pacific), uploads included',
	},
	bytesDayQuota: {
		default: 75000,
		settings: [75000, 20],
		hostile: 20,
		refuses: true,
		about: 'base URL fetches a day',
	},
	writesPerMinute: {
		default: 0,
		settings: [0, 10],
		hostile: 10,
		refuses: true,
		about: 'write requests a minute; 0 is no limit',
	},
	uploadsPerMinute: {
		default: 0,
		settings: [0, 10],
		hostile: 10,
		refuses: true,
		about: 'byte uploads a minute; 0 is no limit',
	},
	uploadsPerMinuteStatus: {
		default: 429,
		settings: [429, 400],
		hostile: 400,
		about: 'HTTP status when uploadsPerMinute is used up',
	},
	quotaRefusal: {
		default: 'text',
		settings: ['text', 'ErrorInfo'],
		hostile: 'ErrorInfo',
		about: 'where a 429 says which quota is used up: in its text, or in the metadata of its details only',
	},
	concurrentWrites: {
		default: 'refuse',
		settings: ['refuse', 'allow', 'pause'],
		hostile: 'refuse',
		about: 'write requests that overlap another one; after a refusal, "pause" refuses all writes for 25 seconds',
	},
	storageFull: {
		default: false,
		settings: [false, true],
		hostile: true,
		refuses: true,
		about: 'the storage of the user is full',
	},
	albumItems: {
		default: 20000,
		settings: [20000, 3],
		hostile: 3,
		refuses: true,
		about: 'media items that an album holds',
	},
	albumFullMessage: {
		default: 'The album has reached the maximum number of media items.',
		settings: [
			'The album has reached the maximum number of media items.',
			'Request contains an invalid argument.',
		],
		hostile: 'Request contains an invalid argument.',
		about: 'the text when an album is full',
	},
	serviceDisabled: {
		default: false,
		settings: [false, true],
		hostile: true,
		refuses: true,
		about: 'the API is not enabled in the Cloud project',
	},
	noPhotosAccount: {
		default: 'off',
		settings: ['off', 'FAILED_PRECONDITION', 'PERMISSION_DENIED'],
		hostile: 'PERMISSION_DENIED',
		refuses: true,
		about: 'the user has no Google Photos',
	},
} as const satisfies Record<string, Switch>;
