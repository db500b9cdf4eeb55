import type { INode } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { parseText } from './texts';

/** Between several addresses; a comma alone can be part of one. */
const NEXT_ADDRESS = /[\s,;"'\]]+https?:\/\//i;

/** Between several ids, which have none of these. */
const BETWEEN_IDS = /[^\s,;][\s,;]+[^\s,;]/;

/**
 * A field for one address may get several: a model joins them, and n8n makes such a text of a list. Joined they are an
 * address that nobody meant.
 *
 * @throws NodeOperationError if the value holds several
 */
export function requireOneAddress(node: INode, value: string, about: ErrorContext): void {
	if (NEXT_ADDRESS.test(value)) throw severalGiven(node, about);
}

/**
 * The same for a field that takes an id, or a link with an id in it.
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
		'Several IDs or URLs are given where one belongs',
		'Give one for each call of a tool, and in a workflow one for each input item.',
		{ ...about, what: undefined },
	);
}

/**
 * The ids or links of a field that takes several: a list, or text with commas, spaces or line breaks between them.
 * Neither ids nor links have any of those.
 *
 * @param subject names the parameter
 * @returns in the order given; empty ones are left out
 * @throws NodeOperationError if one of them is no text
 */
export function splitIds(node: INode, value: unknown, subject: ErrorContext): string[] {
	const values = Array.isArray(value) ? (value as unknown[]) : [value];
	return values.flatMap((one) => parseText(node, one, subject).split(/[\s,]+/)).filter((id) => id !== '');
}
