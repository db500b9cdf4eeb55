import { UnexpectedResponseError } from '../errors/kinds';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { extensionFor } from '../files/extensions';
import { safeFileName } from '../files/fileNames';
import { kindOfType } from '../files/fileType';
import type { MediaKind } from '../files/fileType';
import { typeOfContent } from '../files/signatures';

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
interface ReceivedFile {
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
export function requireKind(context: OperationContext, { head, served, wanted }: ReceivedFile, subject: ErrorContext): void {
	const content = typeOfContent(head);
	// words can be bytes of a format that nobody here knows; pages and JSON cannot
	if (content && /^(text\/html|application\/(json|xml))/.test(content)) {
		throw new UnexpectedResponseError('The reply is a text or web page, not a file');
	}
	const neither = content !== undefined && content !== 'text/plain' && kindOfType(content) === undefined;
	const came = neither ? 'other' : (kindOfType(content) ?? kindOfType(served));
	if (came === undefined || came === wanted || (wanted === undefined && came !== 'other')) return;
	const error = inputError(
		context.n8n.getNode(),
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

/** Extensions of the MIME types that Google's media hosts answer with, the usual one first. */
const extensions: Record<string, string[]> = {
	'image/avif': ['avif'],
	'image/bmp': ['bmp'],
	'image/gif': ['gif'],
	'image/heic': ['heic', 'heif', 'hif'],
	'image/heif': ['heif', 'heic', 'hif'],
	'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
	'image/png': ['png'],
	'image/tiff': ['tif', 'tiff'],
	'image/webp': ['webp'],
	'video/3gpp': ['3gp'],
	'video/mp4': ['mp4', 'm4v'],
	'video/mpeg': ['mpg', 'mpeg'],
	'video/quicktime': ['mov', 'qt'],
	'video/webm': ['webm'],
	'video/x-matroska': ['mkv'],
	'video/x-msvideo': ['avi'],
};

/** Formats that Google takes and gives out as another one, in a size or as a video that plays anywhere. */
const others =
	'ico 3fr arw cr2 cr3 crw dng erf nef nrw orf pef raf raw rw2 srw x3f 3g2 asf divx m2t m2ts mmv mod mts tod wmv';

const known = new Set([...Object.values(extensions).flat(), ...others.split(' ')]);

/** An extension of other files, such as programs: a picture must not look like one. */
const foreign = /^[a-z][a-z0-9]{1,4}$/i;

/**
 * The name of a file as it came: Google's own, as far as it can be a file's name, with another extension only where
 * the type contradicts it: in the place of that of a photo or video, behind any other. A video's thumbnail is a picture,
 * and Google re-encodes videos.
 *
 * @param name as the media item has it
 * @param type MIME type of the bytes, without parameters
 * @returns an empty text if there is no such name
 */
export function fileNameFor(name: string, type: string): string {
	const safe = safeFileName(name);
	const fitting = extensions[type];
	const [, stem, extension] = /^(.+)\.([^.\s]+)$/s.exec(safe) ?? [];
	if (!fitting || !extension || fitting.includes(extension.toLowerCase())) return safe;
	if (known.has(extension.toLowerCase())) return `${stem}.${fitting[0]}`;
	return foreign.test(extension) ? safeFileName(`${safe}.${fitting[0]}`) : safe;
}

/** Google's ids are shorter; of a longer one the end tells it from others, in characters. */
const MAX_ID = 150;

/** A name for a file that has none: that of the media item's id, which no other has. @param type as above */
export function inventedName(id: string, type: string): string {
	return `${safeFileName(id.slice(-MAX_ID)) || 'file'}${extensionFor(type)}`;
}
