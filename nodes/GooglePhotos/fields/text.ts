import type { INode } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';

/**
 * The text of a parameter. Google cannot delete what an expression that went wrong makes, such as an album called
 * "[object Object]", and refuses a whole call for half a character.
 *
 * @param value what n8n gives for the parameter: text or a number; nothing (null, undefined) is an empty text
 * @param subject names the parameter
 * @throws NodeOperationError if it is anything else, or has half a character in it
 */
export function textOf(node: INode, value: unknown, subject: Subject): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return wellFormed(node, value, subject);
	if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
	throw refusal(node, 'This is neither text nor a number', `The value is ${kindOf(value)}. ${advice(value)}`, subject);
}

/** UTF-16 writes some characters as two halves, which mean nothing alone. */
function wellFormed(node: INode, text: string, subject: Subject): string {
	if (!/\p{Surrogate}/u.test(text)) return text;
	throw refusal(
		node,
		'The text has half a character in it',
		'It was probably cut in the middle of an emoji. Cut it by characters, as in {{ [...$json.text].slice(0, 100).join("") }}.',
		subject,
	);
}

function kindOf(value: unknown): string {
	if (typeof value === 'boolean') return `"${value}", a boolean`;
	if (typeof value === 'number') return 'not a number that can be written';
	if (Array.isArray(value)) return 'a list';
	return isDate(value) ? 'a date' : typeof value === 'object' ? 'an object' : `of the type ${typeof value}`;
}

function advice(value: unknown): string {
	if (isDate(value)) return 'Give its text, as in {{ $now.toISODate() }}.';
	if (Array.isArray(value)) return 'Give one of its entries: one for each input item, or for each call of a tool.';
	return 'Check the expression: give one of its fields, or put text around it.';
}

/** JavaScript's, or Luxon's, which n8n's expressions give. */
function isDate(value: unknown): boolean {
	return value instanceof Date || typeof (value as { toISODate?: unknown } | null)?.toISODate === 'function';
}
