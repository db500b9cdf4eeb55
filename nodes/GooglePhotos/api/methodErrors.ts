import { isAboutId } from '../errors/googleError';
import type { Failure, FailureKind } from '../errors/kinds';

/**
 * Refines the kind of a Picker API failure, as the API reference documents it for each method.
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
	// only of get and list does the reference say that a refused access means an expired session
	if (kind === 'forbidden') return id === 'picker.sessions.delete' ? 'accessRefused' : 'sessionExpired';
	if (id === 'picker.mediaItems.list' && kind === 'invalid' && statusName === 'FAILED_PRECONDITION') return 'notPickedYet';
	// of an unknown session it documents NOT_FOUND; HTTP 400 can also be about another parameter, such as the page token
	return kind === 'notFound' ? 'sessionUnknown' : kind;
}

/** Refines the failure kind of a method without a required id: denied access does not mean content of another app. */
export function kindWithoutId({ kind }: Failure): FailureKind {
	return kind === 'forbidden' ? 'accessRefused' : kind;
}

/** Refines the failure kind of `albums.get`: Google answers an unknown id with HTTP 404, or with 400 and a text about the id. */
export function kindForAlbum({ kind, message }: Failure): FailureKind {
	return kind === 'notFound' || (kind === 'invalid' && isAboutId(message)) ? 'unknownAlbum' : kind;
}

/** Refines the failure kind of `mediaItems.patch`. */
export function kindForMediaItem({ kind }: Failure): FailureKind {
	return kind === 'notFound' ? 'unknownMediaItem' : kind;
}
