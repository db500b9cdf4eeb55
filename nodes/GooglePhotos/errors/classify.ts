import { NodeApiError } from 'n8n-workflow';
import { clock } from '../concurrency/clock';
import { formOf, kindOfText, marksOf, parsedBody, quotable, retryDelayOf, textOf } from './googleError';
import { isOfConnection, TokenRenewalError, UnexpectedResponseError } from './kinds';
import type { Failure, FailureKind, Unreached } from './kinds';

function kindOfStatus(status: number): FailureKind {
	// Google's API does not redirect; the sign-in page of a network (captive portal) does
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

/** The properties read from an error of n8n's HTTP helper. n8n 1.x has no `cause`. */
interface HttpError {
	name?: string;
	code?: unknown;
	message?: string;
	description?: unknown;
	httpCode?: unknown;
	messages?: unknown;
	context?: { data?: unknown };
	cause?: { code?: unknown; message?: unknown; body?: unknown; response?: HttpReply };
	/** reply in unwrapped errors of the helper without credentials; `authenticatedRequest` adds headers for n8n 1.x */
	response?: HttpReply;
}

/** The Status in a body: under `error`, or the body itself in replies of the uploads endpoint. */
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

/** Failures to get or renew a token, of which n8n tells without the status of a reply. */
const credentialKinds: ReadonlySet<FailureKind> = new Set(['signInEnded', 'wrongClient', 'noUserSignIn']);

/** Words as long as tokens and IDs, bearer tokens, and passwords in URLs: a reply may quote the request. */
const longWords = /[\w\-+=]{40,}|(?<=Bearer )\S+|(?<=:\/\/)[^\s/@]+(?=@)/g;

function retryAfterOf(error: HttpError): number | undefined {
	const value = replyOf(error)?.headers?.['retry-after'];
	const seconds = Number(value);
	const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(String(value)) - clock.now();
	return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

/**
 * Classifies an error that n8n's request helpers threw.
 *
 * Sources of the error formats and messages: https://developers.google.com/photos/library/guides/best-practices and the
 * gRPC mapping of https://cloud.google.com/apis/design/errors
 */
export function classifyError(thrown: unknown): Failure {
	if (thrown instanceof UnexpectedResponseError) {
		return { kind: 'strangeReply', message: thrown.message, outcomeUnknown: true };
	}
	if (thrown instanceof TokenRenewalError) return renewalFailure(classifyError(thrown.cause));
	const error = (thrown ?? {}) as HttpError;
	const reply = replyOf(error);
	const data = parsedBody(error.context?.data ?? reply?.data ?? error.cause?.body);
	const body: unknown = Array.isArray(data) ? data[0] : data;
	const shown = String(error.httpCode ?? reply?.status);
	const status = /^[1-5]\d\d$/.test(shown) ? Number(shown) : undefined;
	const own = thrown instanceof NodeApiError ? error.description : error.message;
	// if there is a status, the error's own text is n8n's wording, not Google's
	const text = status === undefined && typeof own === 'string' ? quotable(own) : '';
	const message = (textOf(body) || text).replace(longWords, '…');
	const code = String(error.cause?.code ?? error.code ?? error.httpCode ?? '');
	const searched = [message, marksOf(statusIn(body)), error.message].join(' ');

	if (code === 'ERR_CANCELED' || error.name === 'AbortError') {
		return { kind: 'cancelled', message, outcomeUnknown: true };
	}
	const kindByText = kindOfText(searched);
	if (status === undefined) {
		if (code === 'EAUTH' && !kindByText) return { kind: 'signInEnded', message, outcomeUnknown: false };
		if (kindByText && credentialKinds.has(kindByText)) return { kind: kindByText, message, outcomeUnknown: false };
		return withoutReply(error, code, message);
	}
	// the head of a success arrived, and its body broke off or could not be decompressed
	if (status >= 200 && status < 300) return { kind: 'connectionLost', message: '', outcomeUnknown: true };
	// of a 5xx or 409 only a quota named in the text is trusted: it determines how long to wait
	const isTemporary = (status >= 500 || status === 409) && kindByText !== 'tooManyRequests' && kindByText !== 'dayQuota';
	const kind = isTemporary ? kindOfStatus(status) : (kindByText ?? kindOfStatus(status));
	return {
		kind,
		...(kind === 'tooManyRequests' && /concurrent write/i.test(searched) && { writeContention: true }),
		status,
		statusName: statusNameOf(body),
		form: formOf(body, reply?.headers),
		message,
		retryAfter: retryAfterOf(error) ?? retryDelayOf(statusIn(body)),
		outcomeUnknown: status >= 500 || status === 409 || status === 408 || status < 400,
	};
}

/** Failure to renew the access token. What tells the user to sign in again, or that a host is unreachable, stays as it is. */
function renewalFailure(failure: Failure): Failure {
	const { kind, message } = failure;
	const isKept = credentialKinds.has(kind) || kind === 'unauthenticated' || kind === 'cancelled' || isOfConnection(kind);
	return isKept ? { ...failure, outcomeUnknown: false } : { kind: 'renewalFailed', message, outcomeUnknown: false };
}

/** Classifies an error without a reply. Prefers the messages of its cause: n8n's own message is less exact. */
function withoutReply(error: HttpError, code: string, message: string): Failure {
	const messages = Array.isArray(error.messages) ? (error.messages as unknown[]) : [];
	const texts = [error.cause?.message, ...messages, error.message].filter((text): text is string => typeof text === 'string' && text !== '');
	const kind = connectionKind([code, ...texts].join(' '));
	if (!kind) return { kind: 'connectionLost', message, outcomeUnknown: true };
	const cause = texts.find((text) => connectionKind(text) === kind) ?? [code, texts[0]].join(' ');
	return { kind, message: quotable(cause).replace(longWords, '…'), outcomeUnknown: false };
}

/** Codes and messages of Node.js and proxy agents for connections that were not established. The first match wins. */
const patterns: Array<[RegExp, Unreached]> = [
	[/407 Proxy|ERR_PROXY_TUNNEL.* 4\d\d |statusCode=4\d\d/i, 'proxyRefused'],
	[/ENOTFOUND/, 'unknownHost'],
	[/CERT|SELF_SIGNED|UNABLE_TO_|self-signed certificate|unable to verify/i, 'untrustedCertificate'],
	[/ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EPROTO/i, 'noConnection'],
	[/connect ETIMEDOUT|before secure TLS connection|before receiving CONNECT|ERR_PROXY_TUNNEL|tunneling socket/i, 'noConnection'],
];

/**
 * Why no connection was established.
 *
 * @param text codes and messages of the error
 * @returns undefined if a connection may have been established
 */
export function connectionKind(text: string): Unreached | undefined {
	return patterns.find(([sign]) => sign.test(text))?.[1];
}
