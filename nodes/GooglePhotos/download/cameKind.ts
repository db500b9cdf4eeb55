import { kindOfType } from '../model/mediaKind';
import type { MediaKind } from '../model/mediaKind';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { StrangeReplyError } from '../request/failure';
import type { Run } from '../request/run';
import { typeOfContent } from '../upload/signatures';

/** Formats that others are made of, which first bytes alone do not tell apart: the types that then say more. */
const families: Record<string, RegExp> = {
	'image/tiff': /^image\/(tiff$|x-)/,
	'image/heif': /^image\/(heic|heif)$/,
	'video/mp4': /^video\//,
	'video/x-ms-asf': /^video\/x-ms-/,
};

/**
 * The MIME type of what came: as its first bytes say, where they do.
 *
 * @param head the first bytes
 * @param served type that the reply tells; empty if it says nothing
 * @param described type of the file as it was uploaded
 */
export function typeOfReply(head: Buffer, served: string, described: string | undefined): string | undefined {
	const told = served || described || undefined;
	const content = typeOfContent(head);
	if (kindOfType(content) === undefined) return told;
	return told !== undefined && families[content as string]?.test(told) ? told : content;
}

/** What came, and what was to come. */
interface Came {
	head: Buffer;
	/** type that the reply tells; empty if it says nothing */
	served: string;
	/** nothing if anything will do */
	wanted?: MediaKind;
}

const wrongKinds = new WeakSet<Error>();

/**
 * @throws StrangeReplyError if a page or text came in place of a file; NodeOperationError if a photo came in place
 *   of a video, or the other way round, or a file that is neither
 */
export function requireKind(run: Run, { head, served, wanted }: Came, subject: Subject): void {
	const content = typeOfContent(head);
	// words can be bytes of a format that nobody here knows; pages and JSON cannot
	if (content && /^(text\/html|application\/(json|xml))/.test(content)) {
		throw new StrangeReplyError('The reply is a text or web page, not a file');
	}
	const neither = content !== undefined && content !== 'text/plain' && kindOfType(content) === undefined;
	const came = neither ? 'other' : (kindOfType(content) ?? kindOfType(served));
	if (came === undefined || came === wanted || (wanted === undefined && came !== 'other')) return;
	const error = refusal(
		run.caller.getNode(),
		'Google gave another kind of file than was asked for',
		`${wanted === undefined ? 'Neither a photo nor a video' : `Not a ${wanted}`} came, but ${kindOfType(content) || neither ? content : served}. Google may still be processing it: run this item again later, or choose another variant.`,
		subject,
	);
	wrongKinds.add(error);
	throw error;
}

/** Whether an error says that another kind of file came. */
export function isWrongKind(error: Error): boolean {
	return wrongKinds.has(error);
}
