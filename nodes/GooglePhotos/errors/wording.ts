import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Whether an agent decides what is asked for: n8n appends the word to the type of a node that it runs as a tool.
 * https://docs.n8n.io/integrations/creating-nodes/plan/choose-node-method/
 */
export function isTool(node: INode): boolean {
	return node.type.endsWith('Tool');
}

/** What a request was about, so that its error can name it. */
export interface ErrorContext extends Unsure {
	/** index of the input item */
	item?: number;
	/** for people: `file "beach.jpg"`, `album "Holiday"` */
	what?: string;
	/** of a file, where it came from */
	file?: { field?: string; fileName?: string };
	/** display name of the parameter to look at */
	parameter?: string;
	/** what to do about it, where the usual advice does not fit */
	advice?: string;
	/** whether it was left, since what ended another request would have ended it as well */
	notSent?: boolean;
}

/** `The album is full: album "Holiday" [item 3]` */
export function naming(message: string, { what, item, notSent }: ErrorContext): string {
	return `${notSent ? 'Not sent: ' : ''}${message}${what ? `: ${what}` : ''}${item === undefined ? '' : ` [item ${item}]`}`;
}

/** Behind the advice of an error. */
export function parameterOf({ parameter }: ErrorContext): string {
	return parameter ? ` Parameter: "${parameter}".` : '';
}

/** What is not known of something that failed, since no reply of Google's says it. */
export interface Unsure {
	/** whether Google may have done it */
	mayBeDone?: boolean;
	/** whether doing it twice comes to the same as doing it once */
	repeatable?: boolean;
	/** whether the file may be in the library: Google did not answer a request that carried it */
	mayBeInLibrary?: boolean;
}

/** How that is said: the end of the message, and the first sentences of the advice. */
const TEXTS = {
	none: { ending: '', first: '' },
	done: {
		ending: ', but it may have been carried out',
		first: 'It may have been carried out all the same: look before you run it again. ',
	},
	doneOnce: {
		ending: ', but it may have been carried out',
		first: 'It may have been carried out all the same; to run it again does no harm. ',
	},
	library: {
		ending: ', but the file may be in the library',
		first: 'Google did not say what became of a request that carried the file: it may be in the library all the same. To run it again makes no second copy. ',
	},
};

/** @returns the end of an error's message and the first sentences of its advice; empty texts where all is known */
export function textsOfUnsure({ mayBeDone, repeatable, mayBeInLibrary }: Unsure): { ending: string; first: string } {
	if (mayBeInLibrary) return TEXTS.library;
	if (!mayBeDone) return TEXTS.none;
	return repeatable ? TEXTS.doneOnce : TEXTS.done;
}

/** What an error says: in its message, and below it what to do. */
interface Texts {
	/** what happened, in one sentence without a period */
	message: string;
	advice: string;
	/** what others say about it, with a space before */
	quote?: string;
	/** whether nothing but these words tells what is wrong */
	quoteIsEssential?: boolean;
}

/**
 * The texts of an error. The model of an agent reads the message alone, so as a tool the beginning of the advice stands in
 * it; a tool is called for one item, so its index is left out.
 */
export function textsFor(
	node: INode,
	{ message, advice: usual, quote = '', quoteIsEssential = false }: Texts,
	subject: ErrorContext,
): { message: string; description: string } {
	const advice = subject.advice ?? usual;
	const unsure = textsOfUnsure(subject);
	const what = `${message}${unsure.ending}`;
	if (!isTool(node)) {
		return { message: naming(what, subject), description: `${unsure.first}${advice}${parameterOf(subject)}${quote}` };
	}
	const [opening, rest] = openingOf(advice);
	const [above, below] = quoteIsEssential ? [quote, ''] : ['', quote];
	return {
		message: `${naming(message, { ...subject, item: undefined })}. ${unsure.first}${opening}${above}`,
		description: `${rest}${parameterOf(subject)}${below}`.trim(),
	};
}

/** As long as a model is to read in a message, in characters; a first sentence may be longer. */
const MAX_OPENING = 250;

/** Divides a text after as many whole sentences as are short enough, at least one. @returns both parts, trimmed */
export function openingOf(text: string): [opening: string, rest: string] {
	let end = 0;
	for (const { index, 0: mark } of text.trim().matchAll(/[.!?]["')]*(?=\s|$)/g)) {
		const next = index + mark.length;
		if (end > 0 && next > MAX_OPENING) break;
		end = next;
	}
	return end === 0 ? [text.trim(), ''] : [text.trim().slice(0, end), text.trim().slice(end).trim()];
}

/** An error of the node with all its texts, or one of somebody else's that may lack them. */
type ErrorWithTexts = Error & Partial<Pick<NodeApiError | NodeOperationError, 'node' | 'description'>>;

/**
 * Adds to what an error says, beside its advice; as a tool in the message, where the model of an agent reads it.
 *
 * @param text whole sentences
 * @param place before or after the advice
 * @returns the same error
 */
export function appendText(error: ErrorWithTexts, text: string, place: 'before' | 'after' = 'after'): Error {
	if (error.node && isTool(error.node)) {
		error.message = `${error.message} ${text}`;
		return error;
	}
	const parts = place === 'before' ? [text, error.description] : [error.description, text];
	error.description = parts.filter(Boolean).join(' ');
	return error;
}
