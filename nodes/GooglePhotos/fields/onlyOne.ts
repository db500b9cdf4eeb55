import type { INode } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';

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
export function requireOneAddress(node: INode, value: string, about: Subject): void {
	if (NEXT_ADDRESS.test(value)) throw severalGiven(node, about);
}

/**
 * The same for a field that takes an id, or a link with an id in it.
 *
 * @throws NodeOperationError if the value holds several
 */
export function requireOneId(node: INode, value: string, about: Subject): void {
	requireOneAddress(node, value, about);
	if (!/^https?:/i.test(value) && BETWEEN_IDS.test(value)) throw severalGiven(node, about);
}

function severalGiven(node: INode, about: Subject): Error {
	return refusal(
		node,
		'Several IDs or URLs are given where one belongs',
		'Give one for each call of a tool, and in a workflow one for each input item.',
		{ ...about, what: undefined },
	);
}
