import type { INode } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { parseText } from './titleAndDescription';

/** Separator between two URLs, with the start of the second: a comma alone can be part of a URL. */
const NEXT_ADDRESS = /[\s,;"'\]]+https?:\/\//i;

/** Separator between two IDs. An ID contains neither whitespace nor commas. */
const BETWEEN_IDS = /[^\s,;][\s,;]+[^\s,;]/;

/**
 * Checks a field for one URL. An AI model may join several URLs, and n8n turns a list into such a text. The joined text
 * would be a wrong URL.
 *
 * @throws NodeOperationError if the value holds several
 */
export function requireOneAddress(node: INode, value: string, about: ErrorContext): void {
	if (NEXT_ADDRESS.test(value)) throw severalGiven(node, about);
}

/**
 * Checks a field for one ID, or one link that contains an ID, in the same way.
 *
 * @throws NodeOperationError if the value holds several
 */
export function requireOneId(node: INode, value: string, about: ErrorContext): void {
	requireOneAddress(node, value, about);
	if (!/^https?:/i.test(value) && BETWEEN_IDS.test(value)) throw severalGiven(node, about);
}

function severalGiven(node: INode, about: ErrorContext): Error {
	return inputError(
		node,
		'This contains several IDs or URLs, but only one is allowed',
		'Enter one for each input item, or for each call of a tool.',
		{ ...about, what: undefined },
	);
}

/**
 * Splits the value of a field for several IDs or links: a list, or text separated by commas, spaces or line breaks.
 * Neither IDs nor links contain these separators.
 *
 * @param subject names the parameter
 * @returns in the order given, without empty entries
 * @throws NodeOperationError if an entry is neither text nor a number
 */
export function splitIds(node: INode, value: unknown, subject: ErrorContext): string[] {
	const values = Array.isArray(value) ? (value as unknown[]) : [value];
	return values.flatMap((one) => parseText(node, one, subject).split(/[\s,]+/)).filter((id) => id !== '');
}
