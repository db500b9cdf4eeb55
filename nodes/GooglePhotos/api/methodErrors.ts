import type { Failure, FailureKind } from '../errors/kinds';

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

/** What a failure means for a method that takes no id, or not always: a refusal of access is not about who created what. */
export function kindWithoutId({ kind }: Failure): FailureKind {
	return kind === 'forbidden' ? 'accessRefused' : kind;
}

/** What a failure means for `albums.get`: Google answers an id that it does not know with a 400 or a 404. */
export function kindForAlbum({ kind }: Failure): FailureKind {
	return kind === 'notFound' || kind === 'invalid' ? 'unknownAlbum' : kind;
}

/** What a failure means for `mediaItems.patch`. */
export function kindForMediaItem({ kind }: Failure): FailureKind {
	return kind === 'notFound' ? 'unknownMediaItem' : kind;
}
