import type { Switch } from '../accounts/switch-table.mts';

/** Switches for what users have reported about media bytes and their metadata. */
export const bytesSwitches = {
	bytesPacked: {
		default: 'off',
		settings: ['off', 'gzip', 'br'],
		hostile: 'gzip',
		about: 'media bytes come packed, with the length of the packed ones, as through a proxy that packs',
	},
	videoBytes: {
		default: 'video',
		settings: ['video', 'still'],
		hostile: 'still',
		refuses: true,
		about: '=dv answers with a picture',
	},
	describedFields: {
		default: 'all',
		settings: ['all', 'few', 'none'],
		hostile: 'none',
		refuses: true,
		about: 'media items come without mimeType, filename and mediaMetadata; few: with the filename',
	},
} as const satisfies Record<string, Switch>;
