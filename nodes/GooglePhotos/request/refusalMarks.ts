import type { FailureKind } from './failure';

/**
 * Texts that tell one refusal from another: statuses alone do not (storage full is a 400, so may be a quota). The
 * first that fits counts, so what is said of one thing stands before what is said of quotas in general.
 */
const texts: Array<[RegExp, FailureKind]> = [
	[/invalid_grant|needs to be reconnected|token has been expired or revoked|credentials not connected/i, 'signInEnded'],
	[/invalid_client|unauthorized_client|deleted_client|org_internal|client authentication failed/i, 'wrongClient'],
	[/storage[ _']*(quota|limit|space)|quota.{0,40}storage|(remaining|out of|not enough|insufficient) storage|storage.*(not enough|is full|exceeded)/i, 'storageFull'],
	[/^(?!.*(title|description|character)).*album.*(is full|too many (media )?items|reached (the|its)|(limit|maximum|most|more than).*(items|photos))/i, 'albumFull'],
	[/per ?day|daily ?limit|quota for the day|\b1\/d\b/i, 'dayQuota'],
	[/quota|RESOURCE_EXHAUSTED|rate[ _]?limit|too many requests/i, 'tooManyRequests'],
	[/insufficient authentication scopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficientPermissions/i, 'missingScope'],
	[/SERVICE_DISABLED|has not been used in project|accessNotConfigured|it is disabled/i, 'apiDisabled'],
	[/(active|no) google photos account|google photos is (not available|disabled|turned off)/i, 'noGooglePhotos'],
	[/no permission to add media items to this album/i, 'foreignAlbum'],
	[/invalid album id/i, 'unknownAlbum'],
	[/already (in|part of|added to|exists in) (the|this|an) album/i, 'alreadyInAlbum'],
	[/invalid media item id/i, 'unknownMediaItem'],
	[/valid upload token/i, 'uploadTokenRefused'],
	[/payload must not be empty/i, 'emptyFile'],
];

/** What Google quotes of what it was sent: a title, a file name. Names of quotas it puts into single marks. */
const quoted = /"[^"]*"|\u201c[^\u201d]*\u201d/g;

/** The kind that a text of Google's tells, if it does. */
export function kindOfText(text: string): FailureKind | undefined {
	const own = text.replace(quoted, '""');
	return texts.find(([pattern]) => pattern.test(own))?.[1];
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const listIn = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

/** Where `ErrorInfo` says which quota it is. https://cloud.google.com/docs/quotas/view-manage */
const QUOTA = ['quota_limit', 'quota_unit'];

/**
 * What tells refusals apart although it is not meant for the user: the name of the status, the reasons, and which
 * quota is used up.
 *
 * @param status a Status of Google's, with its details or with the older list of errors.
 *   https://cloud.google.com/apis/design/errors#error_model
 */
export function marksOf(status: unknown): string {
	const { status: name, errors, details } = fieldsOf(status);
	const ofErrors = listIn(errors).flatMap(({ reason, message }) => [reason, message]);
	const ofDetails = listIn(details).flatMap(({ reason, metadata, violations }) => [
		reason,
		...QUOTA.map((key) => fieldsOf(metadata)[key]),
		...listIn(violations).map(({ description }) => description),
	]);
	return [name, ...ofErrors, ...ofDetails].filter((mark) => typeof mark === 'string').join(' ');
}

/** Milliseconds that `RetryInfo` asks to wait: `"36s"`. */
export function retryDelayOf(status: unknown): number | undefined {
	const delays = listIn(fieldsOf(status).details).map(({ retryDelay }) => /^(\d+(?:\.\d+)?)s$/.exec(String(retryDelay)));
	const seconds = Number(delays.find(Boolean)?.[1]);
	return seconds > 0 ? seconds * 1000 : undefined;
}
