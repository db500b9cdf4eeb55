import type { INode } from 'n8n-workflow';
import type { Subject } from '../request/explain';
import { textOf } from './text';

/**
 * The ids or links of a field that takes several: a list, or text with commas, spaces or line breaks between them.
 * Neither ids nor links have any of those.
 *
 * @param subject names the parameter
 * @returns in the order given; empty ones are left out
 * @throws NodeOperationError if one of them is no text
 */
export function splitIds(node: INode, value: unknown, subject: Subject): string[] {
	const values = Array.isArray(value) ? (value as unknown[]) : [value];
	return values.flatMap((one) => textOf(node, one, subject).split(/[\s,]+/)).filter((id) => id !== '');
}
