import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { connectionTexts, isOfConnection } from './connection';
import type { Failure, FailureKind } from './failure';
import { pickerTexts } from './pickerFailure';
import type { Subject } from './subject';
import { replyTexts } from './whoseReply';
import { textsFor } from './wording';

export type { Subject };

/** What a failure is called, and what to do about it. */
export interface Text {
	message: string;
	advice: string;
}

const RECONNECT = 'Open the credential in n8n and sign in with Google again';

const texts: Record<FailureKind, Text> = {
	...connectionTexts,
	...pickerTexts,
	...replyTexts,
	cancelled: { message: 'The execution was cancelled', advice: 'Nothing more was sent.' },
	connectionLost: {
		message: 'The connection to Google Photos was lost',
		advice: 'No complete reply came. Check the network of the machine that runs n8n, then run this item again.',
	},
	strangeReply: {
		message: 'Google Photos gave a reply that is not from its API',
		advice: 'A proxy or a sign-in page of the network may have answered in its place. Check the network of the machine that runs n8n.',
	},
	serverFault: {
		message: 'Google Photos could not process the request',
		advice: 'Google has a fault that usually passes. Run this item again later.',
	},
	conflict: {
		message: 'Google Photos aborted the request because of another change at the same time',
		advice: 'Leave changes to one workflow at a time, then run this item again.',
	},
	tooManyRequests: {
		message: 'Google Photos is receiving too many requests for this account',
		advice: 'Google has refused them for as long as the node may wait. Run what is left later, and leave other programs that write to the same account idle meanwhile.',
	},
	tooManyDownloads: {
		message: 'Google Photos gives out no more files for now',
		advice:
			'Google has refused them for as long as the node may wait. Either too many files were asked for at once, then run what is left later; or the 75,000 downloads a day of your Google Cloud project are used up, then run it after midnight Pacific Time.',
	},
	dayQuota: {
		message: 'The daily request quota of your Google Cloud project is used up',
		advice:
			'It is shared by every credential with the same Client ID and starts anew at midnight Pacific Time. Run what is left after that.',
	},
	storageFull: {
		message: 'The storage of the Google account is full',
		advice: 'Free space at one.google.com/storage or buy more, then run what is left.',
	},
	signInEnded: {
		message: 'Google no longer accepts the sign-in of this credential',
		advice: `${RECONNECT}. If this happens every 7 days, set the publishing status of your OAuth consent screen in the Google Cloud console to "In production".`,
	},
	unauthenticated: {
		message: 'Google did not accept the access token of this credential',
		advice: `${RECONNECT} and tick every box on Google's page: uploads answer like this also when the permission to add photos is missing.`,
	},
	wrongClient: {
		message: 'Google does not know the Client ID or the Client Secret of this credential',
		advice: 'Compare both with the OAuth client in the Google Cloud console, then sign in with Google again.',
	},
	missingScope: {
		message: 'The credential lacks a permission that this operation needs',
		advice: `${RECONNECT} and tick every box on Google's page.`,
	},
	apiDisabled: {
		message: 'The Photos Library API is not enabled in your Google Cloud project',
		advice:
			'Enable "Photos Library API" in the Google Cloud console, in the project of this Client ID, wait a few minutes and run again.',
	},
	noGooglePhotos: {
		message: 'This Google account has no Google Photos',
		advice: 'Open photos.google.com once with this account. In a company or school, the administrator may have to switch Google Photos on.',
	},
	forbidden: {
		message: 'Google Photos refused access',
		advice: 'Apps reach only what they created themselves, under the same Client ID. Check the credential and the ID.',
	},
	foreignAlbum: {
		message: 'The album was not created by this app',
		advice:
			'Google lets an app change only albums that it created itself, under the same Client ID. Choose an album From List, or create one with Album: Create.',
	},
	unknownAlbum: {
		message: 'Google Photos knows no such album',
		advice:
			'Apps reach only albums that they created themselves, under the same Client ID, and IDs in addresses of photos.google.com/album/… are not API IDs. Choose the album From List.',
	},
	albumFull: {
		message: 'The album is full',
		advice: 'An album holds at most 20,000 items. Use another album.',
	},
	alreadyInAlbum: {
		message: 'The media item is already in the album',
		advice: 'There is nothing to do.',
	},
	unknownMediaItem: {
		message: 'Google Photos knows no such media item',
		advice: 'Apps reach only photos and videos that they uploaded themselves, under the same Client ID. Check the ID.',
	},
	notFound: {
		message: 'Google Photos could not find what was asked for',
		advice: 'Apps reach only what they created themselves, under the same Client ID. Check the ID.',
	},
	uploadTokenRefused: {
		message: 'Google Photos did not accept the uploaded bytes',
		advice: 'The upload token is wrong or older than a day. Upload the file again.',
	},
	emptyFile: {
		message: 'The file is empty',
		advice: 'Check the node that made the file.',
	},
	unsupportedFile: {
		message: 'Google Photos could not make a photo or video of the file',
		advice: 'It is damaged or of a format that Google Photos does not take. Open it on your computer, or convert it to JPEG or MP4.',
	},
	alreadyThere: {
		message: 'Google Photos says that it already has this file, but not as what',
		advice: 'Look in Google Photos, also in the bin. The API cannot tell more.',
	},
	fileTooLarge: {
		message: 'The file is too large for Google Photos',
		advice: 'Google takes photos up to 200 MB and videos up to 20 GB.',
	},
	invalid: {
		message: 'Google Photos did not accept the request',
		advice: 'Check the parameters of this operation.',
	},
};

/** Failures that, without a status, no reply of Google's API has told: their words are n8n's or our own. */
const notFromGoogle: ReadonlySet<FailureKind> = new Set([
	'connectionLost',
	'strangeReply',
	'missingScope',
	'missingPickerScope',
	'wrongClient',
]);

function sayingOf({ kind, message, status, foreign }: Failure): string {
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
export function explain(node: INode, failure: Failure, subject: Subject = {}): NodeApiError {
	const { message: what, advice: whatever } = texts[failure.kind];
	// of several tries, one may have been sent before
	const advice = failure.mayHaveActed || subject.mayBeInLibrary ? whatever.replace(/^Nothing was sent\. /, '') : whatever;
	const saying = { message: what, advice, words: sayingOf(failure), wordsTell: failure.kind === 'invalid' };
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
	made.set(error, { failure, subject, again: (other) => explain(node, failure, { ...subject, ...other }) });
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
const made = new WeakMap<Error, { failure?: Failure; subject: Subject; again: (other: Subject) => Error }>();

/**
 * The same error about something else, since n8n shows an error with the item that it names.
 *
 * @param subject what differs
 */
export function sameFor(error: Error, subject: Subject): Error {
	return made.get(error)?.again(subject) ?? error;
}

/** Where the file that an error is about came from, as far as it says so. */
export function fileOf(error: Error): NonNullable<Subject['file']> {
	return made.get(error)?.subject.file ?? {};
}

/** Whether an error says only that something was left because the run ended before. */
export function isNotSent(error: Error): boolean {
	return made.get(error)?.subject.notSent === true;
}

/** Whether an error was made here: it says all there is to say, and is handed on as it is. */
export function isForTheUser(error: Error): boolean {
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
export function refusal(node: INode, message: string, advice: string, subject: Subject = {}): NodeOperationError {
	const texts = textsFor(node, { message, advice }, { ...subject, mayBeDone: false });
	const error = new NodeOperationError(node, texts.message, { description: texts.description, itemIndex: subject.item });
	restoreTexts(error, texts.message, texts.description);
	made.set(error, { subject, again: (other) => refusal(node, message, advice, { ...subject, ...other }) });
	return error;
}

/** Throws an error on unchanged: n8n's linter lets a `catch` throw only what a function gives it. */
export function asItIs(error: Error): Error {
	return error;
}
