import { NodeApiError } from 'n8n-workflow';
import { clock } from './clock';
import { connectionKind, isOfConnection } from './connection';
import type { ConnectionFailureKind } from './connection';
import { PICKER_API } from './hosts';
import type { ApiMethod } from './methods';
import { pickerKind } from './pickerFailure';
import type { PickerFailureKind } from './pickerFailure';
import { formOf, parsedBody, quotable, textOf } from './refusalBody';
import type { RefusalForm } from './refusalBody';
import { kindOfText, marksOf, retryDelayOf } from './refusalMarks';
import { bytesKind, foreignFailure, isGoogles, namesAnId } from './whoseReply';
import type { ReplyFailureKind } from './whoseReply';

/** What a request came to, as far as it makes a difference to what is done next or to what the user is told. */
export type FailureKind =
	| 'cancelled'
	| 'connectionLost'
	| 'strangeReply'
	| 'serverFault'
	| 'conflict'
	| 'tooManyRequests'
	| 'tooManyDownloads'
	| 'dayQuota'
	| 'storageFull'
	| 'signInEnded'
	| 'unauthenticated'
	| 'wrongClient'
	| 'missingScope'
	| 'apiDisabled'
	| 'noGooglePhotos'
	| 'forbidden'
	| 'foreignAlbum'
	| 'unknownAlbum'
	| 'albumFull'
	| 'alreadyInAlbum'
	| 'unknownMediaItem'
	| 'notFound'
	| 'uploadTokenRefused'
	| 'emptyFile'
	| 'unsupportedFile'
	| 'alreadyThere'
	| 'fileTooLarge'
	| 'invalid'
	| ConnectionFailureKind
	| PickerFailureKind
	| ReplyFailureKind;

export interface Failure {
	kind: FailureKind;
	/** HTTP status; none if no reply came */
	status?: number;
	/** name of that status in Google's reply, such as FAILED_PRECONDITION */
	statusName?: string;
	/** which of Google's services the reply has the form of, if it has one; see whoseReply */
	form?: RefusalForm;
	/** a reply of somebody else, such as a proxy */
	foreign?: true;
	/** words of the reply, shortened; never a token or file content */
	message: string;
	/** milliseconds that Google asked to wait */
	retryAfter?: number;
	/** whether Google may have done what was asked, although the reply does not say so */
	mayHaveActed: boolean;
	/** "too many requests", but not in a minute: something else is writing to this account just now */
	anotherWrites?: boolean;
	/** what could not be reached is one of several hosts of the same service */
	ofOneHost?: boolean;
}

/** A reply with a success status that is not what the method answers, such as a proxy's HTML page. */
export class StrangeReplyError extends Error {}

function kindOfStatus(status: number): FailureKind {
	// Google's API does not redirect; the sign-in page of a network does
	if (status < 400) return 'strangeReply';
	if (status === 401) return 'unauthenticated';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'notFound';
	if (status === 409) return 'conflict';
	if (status === 413) return 'fileTooLarge';
	if (status === 429) return 'tooManyRequests';
	if (status === 408) return 'connectionLost';
	return status >= 500 ? 'serverFault' : 'invalid';
}

interface HttpReply {
	status?: unknown;
	data?: unknown;
	headers?: Record<string, unknown>;
}

/** The parts of an error of n8n's HTTP helper that are read here. n8n 1.x has no `cause`. */
interface HttpError {
	name?: string;
	code?: unknown;
	message?: string;
	description?: unknown;
	httpCode?: unknown;
	messages?: unknown;
	context?: { data?: unknown };
	cause?: { code?: unknown; message?: unknown; body?: unknown; response?: HttpReply };
	/** what the helper without credentials throws is not wrapped, and has its reply here; for n8n 1.x see requestWithToken */
	response?: HttpReply;
}

/** The Status in a body: under `error`, or the body itself, as the uploads endpoint answers. */
function statusIn(body: unknown): unknown {
	const error = (body as { error?: unknown } | null | undefined)?.error;
	return typeof error === 'object' && error !== null ? error : body;
}

function statusNameOf(body: unknown): string | undefined {
	const status = (body as { error?: { status?: unknown } } | undefined)?.error?.status;
	return typeof status === 'string' ? status : undefined;
}

function replyOf({ cause, response }: HttpError): HttpReply | undefined {
	return cause?.response ?? response;
}

/** Words as long as tokens and ids are, and passwords in addresses: a reply may quote what was sent. */
const longWords = /[\w\-+=]{40,}|(?<=Bearer )\S+|(?<=:\/\/)[^\s/@]+(?=@)/g;

function retryAfterOf(error: HttpError): number | undefined {
	const value = replyOf(error)?.headers?.['retry-after'];
	const seconds = Number(value);
	const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(String(value)) - clock.now();
	return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

/**
 * Reads what went wrong out of whatever was thrown by n8n's request helpers.
 *
 * Error shapes and messages: https://developers.google.com/photos/library/guides/best-practices and the
 * gRPC mapping of https://cloud.google.com/apis/design/errors
 */
export function readFailure(thrown: unknown): Failure {
	if (thrown instanceof StrangeReplyError) {
		return { kind: 'strangeReply', message: thrown.message, mayHaveActed: true };
	}
	const error = (thrown ?? {}) as HttpError;
	const reply = replyOf(error);
	const data = parsedBody(error.context?.data ?? reply?.data ?? error.cause?.body);
	const body: unknown = Array.isArray(data) ? data[0] : data;
	const shown = String(error.httpCode ?? reply?.status);
	const status = /^[1-5]\d\d$/.test(shown) ? Number(shown) : undefined;
	const own = thrown instanceof NodeApiError ? error.description : error.message;
	// with a status, what is not in the body is n8n's wording, not Google's
	const text = status === undefined && typeof own === 'string' ? quotable(own) : '';
	const message = (textOf(body) || text).replace(longWords, '…');
	const code = String(error.cause?.code ?? error.code ?? error.httpCode ?? '');
	const hay = [message, marksOf(statusIn(body)), error.message].join(' ');

	if (code === 'ERR_CANCELED' || error.name === 'AbortError') {
		return { kind: 'cancelled', message, mayHaveActed: true };
	}
	const told = kindOfText(hay);
	if (status === undefined) {
		if (code === 'EAUTH' && !told) return { kind: 'signInEnded', message, mayHaveActed: false };
		if (told === 'signInEnded' || told === 'wrongClient') return { kind: told, message, mayHaveActed: false };
		return withoutReply(error, code, message);
	}
	// behind a fault or a conflict only the quota is believed: it tells how long to wait
	const passing = (status >= 500 || status === 409) && told !== 'tooManyRequests' && told !== 'dayQuota';
	const kind = passing ? kindOfStatus(status) : (told ?? kindOfStatus(status));
	return {
		kind,
		...(kind === 'tooManyRequests' && /concurrent write/i.test(hay) && { anotherWrites: true }),
		status,
		statusName: statusNameOf(body),
		form: formOf(body, reply?.headers),
		message,
		retryAfter: retryAfterOf(error) ?? retryDelayOf(statusIn(body)),
		mayHaveActed: status >= 500 || status === 409 || status === 408 || status < 400,
	};
}

/** No reply came. What n8n says of it is less exact than what it was told. */
function withoutReply(error: HttpError, code: string, message: string): Failure {
	const messages = Array.isArray(error.messages) ? (error.messages as unknown[]) : [];
	const told = [error.cause?.message, ...messages, error.message].filter((text): text is string => typeof text === 'string' && text !== '');
	const kind = connectionKind([code, ...told].join(' '));
	if (!kind) return { kind: 'connectionLost', message, mayHaveActed: true };
	const cause = told.find((text) => connectionKind(text) === kind) ?? [code, told[0]].join(' ');
	return { kind, message: quotable(cause).replace(longWords, '…'), mayHaveActed: false };
}

/**
 * A refusal in the light of the method that was called: whose reply it is, and what it means there. An id that
 * Google does not know is a 400 or a 404, and where an id is all there is to be wrong, it is the id.
 */
export function refined(failure: Failure, method: ApiMethod): Failure {
	const { id, api, traffic } = method;
	const bytes = traffic === 'bytes';
	if (bytes && isOfConnection(failure.kind)) return { ...failure, ofOneHost: true };
	if (!bytes && !isGoogles(failure, traffic)) return foreignFailure(failure);
	const told = bytes ? { ...failure, kind: bytesKind(failure) } : failure;
	if (api === PICKER_API) return { ...told, kind: pickerKind(told, id) };
	if (bytes) return told;
	if (failure.kind === 'forbidden' && !namesAnId(method)) return { ...failure, kind: 'accessRefused' };
	if (failure.kind !== 'notFound' && failure.kind !== 'invalid') return failure;
	if (id === 'albums.get') return { ...failure, kind: 'unknownAlbum' };
	if (id === 'mediaItems.patch' && failure.kind === 'notFound') return { ...failure, kind: 'unknownMediaItem' };
	return failure;
}

/** Whether Google has looked at the request and refused it for another reason than a quota. */
export function saysThatItTakesRequests({ kind, status = 0, foreign }: Failure): boolean {
	return !foreign && status >= 400 && status < 500 && ![401, 407, 408, 409, 429].includes(status) && kind !== 'dayQuota';
}

/** Conditions under which no further request of the run can succeed: what is left is not sent. */
const terminal: ReadonlySet<FailureKind> = new Set([
	'cancelled',
	'tooManyRequests',
	'tooManyDownloads',
	'noConnection',
	'unknownHost',
	'untrustedCertificate',
	'proxyRefused',
	'dayQuota',
	'storageFull',
	'signInEnded',
	'unauthenticated',
	'wrongClient',
	'missingScope',
	'missingPickerScope',
	'apiDisabled',
	'pickerApiDisabled',
	'tooManySessions',
	'noGooglePhotos',
]);

export function isTerminal(failure: Failure): boolean {
	return terminal.has(failure.kind) && !failure.ofOneHost;
}
