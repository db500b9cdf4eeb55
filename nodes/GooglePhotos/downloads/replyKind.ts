import { UnexpectedResponseError } from '../errors/kinds';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { kindOfType } from '../files/fileType';
import type { MediaKind } from '../files/fileType';
import { typeOfContent } from '../files/signatures';

/** Formats that others are based on, so that first bytes are ambiguous, with the MIME types that may refine them. */
const families: Record<string, RegExp> = {
	'image/tiff': /^image\/(tiff$|x-)/,
	'image/heif': /^image\/(heic|heif)$/,
	'video/mp4': /^video\//,
	'video/x-ms-asf': /^video\/x-ms-/,
};

/**
 * MIME type of a downloaded file. Its first bytes decide, if they identify a type.
 *
 * @param head the first bytes
 * @param served type in the response; empty if it is unspecific
 * @param described type of the file as it was uploaded
 */
export function typeOfReply(head: Buffer, served: string, described: string | undefined): string | undefined {
	const declared = served || described || undefined;
	const content = typeOfContent(head);
	if (kindOfType(content) === undefined) return declared;
	return declared !== undefined && families[content as string]?.test(declared) ? declared : content;
}

/** A downloaded file, and the kind that was requested. */
interface ReceivedFile {
	head: Buffer;
	/** type in the response; empty if it is unspecific */
	served: string;
	/** undefined: any kind */
	wanted?: MediaKind;
}

const wrongKinds = new WeakSet<Error>();

/**
 * @throws UnexpectedResponseError if HTML, JSON or XML came instead of a file; NodeOperationError if a photo came
 *   instead of a video, or the other way round, or a file that is neither
 */
export function requireKind(context: OperationContext, { head, served, wanted }: ReceivedFile, subject: ErrorContext): void {
	const content = typeOfContent(head);
	// plain text may be a format that is unknown here; HTML, JSON and XML cannot
	if (content && /^(text\/html|application\/(json|xml))/.test(content)) {
		throw new UnexpectedResponseError('The response is a text or web page, not a file');
	}
	const neither = content !== undefined && content !== 'text/plain' && kindOfType(content) === undefined;
	const received = neither ? 'other' : (kindOfType(content) ?? kindOfType(served));
	if (received === undefined || received === wanted || (wanted === undefined && received !== 'other')) return;
	const error = inputError(
		context.node,
		'Google returned a different type of file than requested',
		`Run this item again later, or choose another variant. ${wanted === undefined ? 'Google returned neither a photo nor a video' : `Google did not return a ${wanted}`}, but ${kindOfType(content) || neither ? content : served}. It may still be processing the file.`,
		subject,
	);
	wrongKinds.add(error);
	throw error;
}

/** Whether an error says that a file of another kind came. */
export function isWrongKind(error: Error): boolean {
	return wrongKinds.has(error);
}
