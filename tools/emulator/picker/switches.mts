import type { Switch } from '../accounts/switch-table.mts';

/** Switches for the Picker's limits and for behavior that no documentation confirms. */
export const pickerSwitches = {
	pickerPollSeconds: {
		default: 1,
		settings: [1, 5],
		hostile: 1,
		about: 'how often a picking session asks to be polled',
	},
	pickerTimeoutSeconds: {
		default: 1800,
		settings: [1800, 60, 0],
		hostile: 0,
		refuses: true,
		about: 'how long a picking session asks to be polled; 0 is to stop at once',
	},
	pickerSessions: {
		default: 0,
		settings: [0, 1],
		hostile: 1,
		refuses: true,
		about: 'picking sessions that a user may have; 0 is no limit',
	},
	pickerRequestsPerMinute: {
		default: 0,
		settings: [0, 10],
		hostile: 10,
		refuses: true,
		about: 'Picker requests a minute; 0 is no limit',
	},
	pickerServiceDisabled: {
		default: false,
		settings: [false, true],
		hostile: true,
		refuses: true,
		about: 'the Picker API is not enabled in the Cloud project',
	},
	pickerPages: {
		default: 50,
		settings: [50, 2],
		hostile: 2,
		about: 'default page size of picked items',
	},
} as const satisfies Record<string, Switch>;
