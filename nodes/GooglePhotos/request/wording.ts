import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { isTool } from './asTool';
import { naming, parameterOf } from './subject';
import type { Subject } from './subject';
import { textsOfUnsure } from './unsure';

/** What an error says: in its message, and below it what to do. */
interface Saying {
	/** what happened, in one sentence without a period */
	message: string;
	advice: string;
	/** what others say about it, with a space before */
	words?: string;
	/** whether nothing but these words tells what is wrong */
	wordsTell?: boolean;
}

/**
 * The texts of an error. The model of an agent reads the message alone, so as a tool the beginning of the advice stands in
 * it; a tool is called for one item, so its index is left out.
 */
export function textsFor(
	node: INode,
	{ message, advice: usual, words = '', wordsTell = false }: Saying,
	subject: Subject,
): { message: string; description: string } {
	const advice = subject.advice ?? usual;
	const unsure = textsOfUnsure(subject);
	const what = `${message}${unsure.ending}`;
	if (!isTool(node)) {
		return { message: naming(what, subject), description: `${unsure.first}${advice}${parameterOf(subject)}${words}` };
	}
	const [opening, rest] = openingOf(advice);
	const [above, below] = wordsTell ? [words, ''] : ['', words];
	return {
		message: `${naming(message, { ...subject, item: undefined })}. ${unsure.first}${opening}${above}`,
		description: `${rest}${parameterOf(subject)}${below}`.trim(),
	};
}

/** As long as a model is to read in a message, in characters; a first sentence may be longer. */
const LONGEST_OPENING = 250;

/** Divides a text after as many whole sentences as are short enough, at least one. @returns both parts, trimmed */
export function openingOf(text: string): [opening: string, rest: string] {
	let end = 0;
	for (const { index, 0: mark } of text.trim().matchAll(/[.!?]["')]*(?=\s|$)/g)) {
		const next = index + mark.length;
		if (end > 0 && next > LONGEST_OPENING) break;
		end = next;
	}
	return end === 0 ? [text.trim(), ''] : [text.trim().slice(0, end), text.trim().slice(end).trim()];
}

/** An error of the node with all its texts, or one of somebody else's that may lack them. */
type Told = Error & Partial<Pick<NodeApiError | NodeOperationError, 'node' | 'description'>>;

/**
 * Adds to what an error says, beside its advice; as a tool in the message, where the model of an agent reads it.
 *
 * @param text whole sentences
 * @param place before or after the advice
 * @returns the same error
 */
export function alsoSaying(error: Told, text: string, place: 'before' | 'after' = 'after'): Error {
	if (error.node && isTool(error.node)) {
		error.message = `${error.message} ${text}`;
		return error;
	}
	const parts = place === 'before' ? [text, error.description] : [error.description, text];
	error.description = parts.filter(Boolean).join(' ');
	return error;
}
