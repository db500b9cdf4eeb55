import type { Text } from './explain';
import type { Failure, FailureKind } from './failure';

/** What can go wrong with the Picker only. */
export type PickerFailureKind =
	| 'missingPickerScope'
	| 'pickerApiDisabled'
	| 'tooManySessions'
	| 'sessionUnknown'
	| 'sessionExpired'
	| 'notPickedYet';

export const pickerTexts: Record<PickerFailureKind, Text> = {
	missingPickerScope: {
		message: 'The credential lacks the permission to let you pick photos from your whole library',
		advice:
			'Open the credential in n8n, switch Pick From My Whole Library on, then reconnect: sign in with Google again and tick every box on Google\'s page.',
	},
	pickerApiDisabled: {
		message: 'The Google Photos Picker API is not enabled in your Google Cloud project',
		advice:
			'Enable "Google Photos Picker API" (not "Google Picker API", which is for Drive) in the Google Cloud console, in the project of this Client ID, wait a few minutes and run again.',
	},
	tooManySessions: {
		message: 'This Google account has too many picking sessions',
		advice: 'Delete those that are no longer needed with Picker: Delete Session, or wait until they expire.',
	},
	sessionUnknown: {
		message: 'Google Photos knows no such picking session',
		advice:
			'It was deleted, or belongs to another Google account or Client ID. Make a new one with Picker: Create Session.',
	},
	sessionExpired: {
		message: 'The picking session has expired',
		advice: 'Google no longer gives access to what was picked in it. Make a new one with Picker: Create Session.',
	},
	notPickedYet: {
		message: 'The user has not finished picking',
		advice:
			'Open the pickerUri of the session, choose photos and press Done. Picker: Wait for Selection waits for that, and Picker: Get Session tells when it is done.',
	},
};

/**
 * What a failure means for a request to the Picker, as the API's reference says for each method.
 * https://developers.google.com/photos/picker/reference/rest/v1/sessions
 *
 * @param id of the method
 */
export function pickerKind({ kind, statusName, message }: Failure, id: string): FailureKind {
	if (kind === 'missingScope') return 'missingPickerScope';
	if (kind === 'apiDisabled') return 'pickerApiDisabled';
	if (id === 'picker.sessions.create') {
		if (kind === 'invalid' && statusName === 'FAILED_PRECONDITION') return 'noGooglePhotos';
		if (kind === 'forbidden') return 'accessRefused';
		return kind === 'tooManyRequests' && /session/i.test(message) ? 'tooManySessions' : kind;
	}
	if (!id.startsWith('picker.')) return kind;
	if (kind === 'forbidden') return 'sessionExpired';
	if (kind === 'invalid' && statusName === 'FAILED_PRECONDITION') return 'notPickedYet';
	return kind === 'notFound' || kind === 'invalid' ? 'sessionUnknown' : kind;
}
