import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { isOfConnection, isTerminal } from './kinds';
import type { Failure, FailureKind } from './kinds';
import { texts } from './messages';
import { textsFor } from './wording';
import type { ErrorContext } from './wording';

/** Failures that, without a status, no reply of Google's API has told: their words are n8n's or our own. */
const notFromGoogle: ReadonlySet<FailureKind> = new Set([
	'connectionLost',
	'strangeReply',
	'missingScope',
	'missingPickerScope',
	'wrongClient',
]);

function quoteOf({ kind, message, status, foreign }: Failure): string {
	if (foreign) return ` The reply, which is not from Google's API, has HTTP status ${status}${message && ` and says: ${message}`}`;
	if (message === '' || kind === 'signInEnded') return '';
	if (isOfConnection(kind)) return ` Cause: ${message.replace(/\.$/, '')}.`;
	const own = status === undefined && notFromGoogle.has(kind);
	const sentence = /[.!?…]$/.test(message) ? message : `${message}.`;
	return own ? ` ${sentence}` : ` Google says: ${sentence}`;
}

/**
 * The error that a user sees: what happened, to what, and what to do. It is made anew from the plain reply,
 * since the error of n8n's helper carries the request with its bearer token as its cause.
 */
export function apiError(node: INode, failure: Failure, subject: ErrorContext = {}): NodeApiError {
	const { message: what, advice: whatever } = texts[failure.kind];
	// of several tries, one may have been sent before
	const advice = failure.outcomeUnknown || subject.mayBeInLibrary ? whatever.replace(/^Nothing was sent\. /, '') : whatever;
	const saying = { message: what, advice, quote: quoteOf(failure), quoteIsEssential: failure.kind === 'invalid' };
	const { message, description } = textsFor(node, saying, subject);
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
	made.set(error, { failure, subject, again: (other) => apiError(node, failure, { ...subject, ...other }) });
	return error;
}

/**
 * n8n puts a text of its own in the place of a message that holds an error code of Node's, which a file name
 * can do: "preexisting.jpg" holds EEXIST; and in the place of an empty description.
 */
function restoreTexts(error: NodeApiError | NodeOperationError, message: string, description: string): void {
	error.message = message;
	error.description = description || undefined;
}

/** The errors made here, with the failure behind them where there is one, and how to make the same anew. */
const made = new WeakMap<Error, { failure?: Failure; subject: ErrorContext; again: (other: ErrorContext) => Error }>();

/**
 * The same error about something else, since n8n shows an error with the item that it names.
 *
 * @param subject what differs
 */
export function withContext(error: Error, subject: ErrorContext): Error {
	return made.get(error)?.again(subject) ?? error;
}

/** Where the file that an error is about came from, as far as it says so. */
export function sourceFileOf(error: Error): NonNullable<ErrorContext['file']> {
	return made.get(error)?.subject.file ?? {};
}

/** Whether an error says only that something was left because the run ended before. */
export function isSkipped(error: Error): boolean {
	return made.get(error)?.subject.notSent === true;
}

/** Whether an error was made here: it says all there is to say, and is handed on as it is. */
export function isUserFacing(error: Error): boolean {
	return made.has(error);
}

/** The failure that an error of `explain` was made from, if it is one. */
export function failureOf(error: unknown): Failure | undefined {
	return error instanceof Error ? made.get(error)?.failure : undefined;
}

/**
 * A refusal at home: nothing was sent.
 *
 * @param message what is wrong, in one sentence without a period
 * @param advice what to do
 */
export function inputError(node: INode, message: string, advice: string, subject: ErrorContext = {}): NodeOperationError {
	const texts = textsFor(node, { message, advice }, { ...subject, mayBeDone: false });
	const error = new NodeOperationError(node, texts.message, { description: texts.description, itemIndex: subject.item });
	restoreTexts(error, texts.message, texts.description);
	made.set(error, { subject, again: (other) => inputError(node, message, advice, { ...subject, ...other }) });
	return error;
}

/** Throws an error on unchanged: n8n's linter lets a `catch` throw only what a function gives it. */
export function rethrow(error: Error): Error {
	return error;
}

/** Whether no further request of the run can succeed after this error. */
export function isFatal(error: Error): boolean {
	const failure = failureOf(error);
	return failure !== undefined && isTerminal(failure);
}

/**
 * The error of something that was left because the run ended before: what ended it, for another item.
 *
 * @param end an error for which `endsTheRun` holds
 * @param file where it came from, if it is a file
 */
export function skippedError(end: Error, item: number, what?: string, file?: ErrorContext['file']): Error {
	return withContext(end, { item, what, file, mayBeDone: false, mayBeInLibrary: false, notSent: true });
}

/**
 * The error of something that was not finished because the execution was cancelled.
 *
 * @param outcomeUnknown whether Google may have carried it out
 */
export function cancelledError(node: INode, about: ErrorContext = {}, outcomeUnknown = false): NodeApiError {
	return apiError(node, { kind: 'cancelled', message: '', outcomeUnknown }, about);
}
