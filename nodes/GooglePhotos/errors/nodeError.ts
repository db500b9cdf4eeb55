import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { isOfConnection, isTerminal } from './kinds';
import type { Failure, FailureKind } from './kinds';
import { texts } from './messages';
import { textsFor } from './wording';
import type { ErrorContext } from './wording';

/** Failures that, without a status, do not come from a reply of Google's API: their text is n8n's or this node's. */
const notFromGoogle: ReadonlySet<FailureKind> = new Set([
	'connectionLost',
	'strangeReply',
	'notTheFile',
	'missingScope',
	'missingPickerScope',
	'wrongClient',
	'renewalFailed',
	'noUserSignIn',
]);

/** Failures that the same file has each time. */
const permanent: ReadonlySet<FailureKind> = new Set(['emptyFile', 'unsupportedFile', 'fileTooLarge']);

function quoteOf({ kind, message, status, foreign }: Failure): string {
	if (foreign) return ` The response, which is not from Google's API, has HTTP status ${status}${message && ` and says: ${message}`}`;
	if (message === '' || kind === 'signInEnded') return '';
	if (isOfConnection(kind)) return ` Cause: ${message.replace(/\.$/, '')}.`;
	const own = status === undefined && notFromGoogle.has(kind);
	const sentence = /[.!?…]$/.test(message) ? message : `${message}.`;
	return own ? ` ${sentence}` : ` Google says: ${sentence}`;
}

/** The end of what happened where something other than Google answered: only the status tells what it refused. */
function statusOf({ foreign, status }: Failure): string {
	return foreign ? ` (HTTP status ${status})` : '';
}

/** Advice for status 413 of a proxy: Google's own 413 is about the file. */
const TOO_LARGE_FOR_PROXY =
	'Increase the maximum body size of the proxy: the body of this request is larger. Or use a smaller file, or a network without this proxy.';

/**
 * Creates the error shown to the user: what happened, to what, and what to do. It is built from the failure alone,
 * since the error of n8n's helper holds the request with its bearer token as its `cause`.
 */
export function apiError(node: INode, failure: Failure, subject: ErrorContext = {}): NodeApiError {
	const { message: what, advice: usual } = texts[failure.kind];
	const whatever = failure.foreign && failure.status === 413 ? TOO_LARGE_FOR_PROXY : usual;
	// an earlier attempt may have been sent
	const advice = failure.outcomeUnknown || subject.mayBeInLibrary ? whatever.replace(/ Nothing was sent\.$/, '') : whatever;
	const wording = {
		message: subject.message ?? `${what}${statusOf(failure)}`,
		advice,
		quote: quoteOf(failure),
		quoteIsEssential: failure.kind === 'invalid' && subject.message === undefined,
		isPermanent: permanent.has(failure.kind),
	};
	const { message, description } = textsFor(node, wording, subject);
	const error = new NodeApiError(
		node,
		{ message: failure.message || message },
		{
			message,
			description,
			httpCode: failure.status === undefined ? undefined : String(failure.status),
			itemIndex: subject.item,
		},
	);
	restoreTexts(error, message, description);
	details.set(error, { failure, subject, rebuild: (other) => apiError(node, failure, { ...subject, ...other }) });
	return error;
}

/**
 * Undoes two replacements by n8n: it overwrites an empty description, and a message that contains an error code of
 * Node.js, which a file name can do: "preexisting.jpg" contains EEXIST.
 */
function restoreTexts(error: NodeApiError | NodeOperationError, message: string, description: string): void {
	error.message = message;
	error.description = description || undefined;
}

/** The errors created here, with their failure, if any, and a function that creates the same error again. */
const details = new WeakMap<Error, { failure?: Failure; subject: ErrorContext; rebuild: (other: ErrorContext) => Error }>();

/**
 * Creates the same error for another context: n8n shows an error with the item that it names.
 *
 * @param subject properties that differ; an error not created here is returned unchanged
 */
export function withContext(error: Error, subject: ErrorContext): Error {
	return details.get(error)?.rebuild(subject) ?? error;
}

/** Source of the file that an error is about; empty if unknown. */
export function sourceFileOf(error: Error): NonNullable<ErrorContext['file']> {
	return details.get(error)?.subject.file ?? {};
}

/** Whether an error only says that something was not sent because the execution had ended before. */
export function isSkipped(error: Error): boolean {
	return details.get(error)?.subject.notSent === true;
}

/** Whether an error was created here. Such an error is complete and is passed on unchanged. */
export function isUserFacing(error: Error): boolean {
	return details.has(error);
}

/** The failure from which `apiError` created an error; undefined for any other value. */
export function failureOf(error: unknown): Failure | undefined {
	return error instanceof Error ? details.get(error)?.failure : undefined;
}

/**
 * Creates an error of input validation: nothing was sent.
 *
 * @param message what is wrong, in one sentence without a period
 * @param advice in its first sentence what to do, then why
 */
export function inputError(node: INode, message: string, advice: string, subject: ErrorContext = {}): NodeOperationError {
	const texts = textsFor(node, { message, advice }, { ...subject, mayBeDone: false });
	const error = new NodeOperationError(node, texts.message, { description: texts.description, itemIndex: subject.item });
	restoreTexts(error, texts.message, texts.description);
	details.set(error, { subject, rebuild: (other) => inputError(node, message, advice, { ...subject, ...other }) });
	return error;
}

/** Returns the error unchanged: n8n's linter lets a `catch` throw only what a function returns. */
export function rethrow(error: Error): Error {
	return error;
}

/** Whether no further request of the execution can succeed after this error. */
export function isFatal(error: Error): boolean {
	const failure = failureOf(error);
	return failure !== undefined && isTerminal(failure);
}

/**
 * Creates the error of something not sent after the execution ended: the error that ended it, for another item.
 *
 * @param end the error that ended the execution
 * @param file source of the file, if it is one
 */
export function skippedError(end: Error, item: number, what?: string, file?: ErrorContext['file']): Error {
	return withContext(end, { item, what, file, mayBeDone: false, mayBeInLibrary: false, notSent: true });
}

/**
 * Creates the error of something that was not finished because the execution was cancelled.
 *
 * @param outcomeUnknown whether Google may have carried out the request
 */
export function cancelledError(node: INode, about: ErrorContext = {}, outcomeUnknown = false): NodeApiError {
	return apiError(node, { kind: 'cancelled', message: '', outcomeUnknown }, about);
}
