import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { shortenedText, shownText } from './shownText';

/**
 * Whether the node runs as a tool of an AI agent: n8n appends "Tool" to the type of such a node.
 * https://docs.n8n.io/integrations/creating-nodes/plan/choose-node-method/
 */
export function isTool(node: INode): boolean {
	return node.type.endsWith('Tool');
}

/** What a request is about, for its error message. */
export interface ErrorContext extends Unsure {
	/** index of the input item */
	item?: number;
	/** for the user: `file "beach.jpg"`, `album "Holiday"` */
	what?: string;
	/** source of the file, if it is about a file */
	file?: { field?: string; fileName?: string };
	/** display name of the parameter to look at */
	parameter?: string;
	/** replaces the usual message where that does not fit; set the advice, too */
	message?: string;
	/** replaces the usual advice where that does not fit */
	advice?: string;
	/** whether nothing was sent, since the error of another request would have occurred here as well */
	notSent?: boolean;
}

/** Length of a word that only a wrong value has: file names have at most 255 characters, IDs of Google fewer. */
const LONG_WORD = /[^\s"]{256,}/g;

/** `The album is full: album "Holiday" [item 3]` */
export function naming(message: string, { what, item, notSent }: ErrorContext): string {
	return `${notSent ? 'Not sent: ' : ''}${message}${what ? `: ${what.replace(LONG_WORD, shortenedText)}` : ''}${item === undefined ? '' : ` [item ${item}]`}`;
}

/**
 * Names the parameter in a message that begins with "This", which stands for the parameter's value:
 * `This is neither true nor false` becomes `'Simplify' is neither true nor false`.
 */
function namingParameter(message: string, { parameter }: ErrorContext): string {
	return parameter ? message.replace(/^This (?=(?:is|has|contains) )/, `'${parameter}' `) : message;
}

/** Text that follows the advice of an error whose message does not name the parameter. */
function parameterOf({ parameter }: ErrorContext, message: string): string {
	return parameter && !message.includes(`'${parameter}'`) ? ` Parameter: '${parameter}'.` : '';
}

/** What is unknown about a failed request, since no reply of Google's says it. */
export interface Unsure {
	/** whether Google may have carried it out */
	mayBeDone?: boolean;
	/** whether it is idempotent */
	repeatable?: boolean;
	/** whether the file may be in the library: Google did not answer a request that contained it */
	mayBeInLibrary?: boolean;
}

/** Texts for `Unsure`: the end of what happened, and the first sentences of the advice. */
const TEXTS = {
	none: { ending: '', first: '' },
	done: {
		ending: ', but it may have been carried out',
		first: 'Check in Google Photos before running it again. ',
	},
	doneOnce: {
		ending: ', but it may have been carried out',
		first: 'Running it again does no harm. ',
	},
	library: {
		ending: ', but the file may be in the library',
		first: 'Running it again creates no second copy. Google did not say what became of a request that contained the file. ',
	},
};

/** @returns the end of an error's message and the first sentences of its advice; empty if nothing is unknown */
export function textsOfUnsure({ mayBeDone, repeatable, mayBeInLibrary }: Unsure): { ending: string; first: string } {
	if (mayBeInLibrary) return TEXTS.library;
	if (!mayBeDone) return TEXTS.none;
	return repeatable ? TEXTS.doneOnce : TEXTS.done;
}

/** Texts of an error: its message, and the parts of its description. */
interface Texts {
	/** what happened, in one sentence without a period */
	message: string;
	/** its first sentence says what to do, the others explain */
	advice: string;
	/** text of Google, a proxy or n8n about it, with a leading space */
	quote?: string;
	/** whether only the quote tells what is wrong */
	quoteIsEssential?: boolean;
	/** whether running it again cannot help: what is unknown then follows the advice */
	isPermanent?: boolean;
}

/**
 * Message and description of an error. With On Error: Continue, the next nodes often show only the message, so it ends with what to
 * do: the first sentence of the advice, or Google's text where only that tells what is wrong. The model of an agent
 * reads only the message as well, which then has more of the advice. A tool is called for one item, so the item's
 * index is omitted.
 */
export function textsFor(
	node: INode,
	{ message, advice: usual, quote = '', quoteIsEssential = false, isPermanent = false }: Texts,
	subject: ErrorContext,
): { message: string; description: string } {
	const given = subject.advice ?? usual;
	const { ending: unknown, first: caution } = textsOfUnsure(subject);
	const unsure = { ending: unknown, first: isPermanent ? '' : caution };
	const advice = isPermanent ? `${given} ${caution}`.trim() : given;
	const what = `${namingParameter(message, subject)}${unsure.ending}`;
	const parameter = parameterOf(subject, what);
	const [above, below] = quoteIsEssential ? [quote, ''] : ['', quote];
	const [opening, rest] = isTool(node) ? openingOf(advice) : openingOf(`${unsure.first}${advice}`, 0);
	if (isTool(node)) {
		return {
			message: shownText(`${naming(what, { ...subject, item: undefined })}. ${unsure.first}${opening}${above}`),
			description: shownText(`${rest}${parameter}${below}`.trim()),
		};
	}
	const endsWithQuote = above !== '' && unsure.first === '';
	const [ending, ...others] = endsWithQuote ? [above, opening, rest] : [opening, rest];
	return {
		message: shownText(`${naming(what, subject)}. ${ending.trim()}`),
		description: shownText([...others, parameter, endsWithQuote ? '' : quote].map((text) => text.trim()).filter(Boolean).join(' ')),
	};
}

/** Maximum length of the advice in a tool's message, in characters. */
const MAX_OPENING = 250;

/**
 * Splits a text after its first sentences.
 *
 * @param most maximum length of the first part, in characters; it has at least one sentence
 * @returns both parts, trimmed
 */
export function openingOf(text: string, most = MAX_OPENING): [opening: string, rest: string] {
	let end = 0;
	for (const { index, 0: mark } of text.trim().matchAll(/[.!?]["')]*(?=\s|$)/g)) {
		const next = index + mark.length;
		if (end > 0 && next > most) break;
		end = next;
	}
	return end === 0 ? [text.trim(), ''] : [text.trim().slice(0, end), text.trim().slice(end).trim()];
}

/** An error of this node, or any other error, which may lack these properties. */
type ErrorWithTexts = Error & Partial<Pick<NodeApiError | NodeOperationError, 'node' | 'description'>>;

/**
 * Adds a text to an error's description; for a tool to the end of its message, all that the model of an agent reads.
 *
 * @param text complete sentences
 * @param place before or after the advice; ignored for a tool
 * @returns the same error
 */
export function appendText(error: ErrorWithTexts, text: string, place: 'before' | 'after' = 'after'): Error {
	const added = shownText(text);
	if (error.node && isTool(error.node)) {
		error.message = `${error.message} ${added}`;
		return error;
	}
	const parts = place === 'before' ? [added, error.description] : [error.description, added];
	error.description = parts.filter(Boolean).join(' ');
	return error;
}
