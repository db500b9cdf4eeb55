import type { INode, INodeProperties } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';

/**
 * Reads a parameter as text. The API cannot delete what a wrong expression creates, such as an album called
 * "[object Object]", and it rejects a whole call for a lone surrogate.
 *
 * @param value the parameter as n8n returns it: text or a number; null and undefined become an empty text
 * @param subject names the parameter
 * @throws NodeOperationError if it is anything else, or contains a lone surrogate
 */
export function parseText(node: INode, value: unknown, subject: ErrorContext): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return wellFormed(node, value, subject);
	if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
	throw inputError(node, 'This is neither text nor a number', `${advice(value)} The value is ${kindOf(value)}.`, subject);
}

/** Rejects a lone surrogate: UTF-16 encodes some characters as two surrogates, neither of which is valid alone. */
function wellFormed(node: INode, text: string, subject: ErrorContext): string {
	if (!/\p{Surrogate}/u.test(text)) return text;
	throw inputError(
		node,
		'This contains half of a character',
		'Cut the text by characters, as in {{ [...$json.text].slice(0, 100).join("") }}. It was probably cut in the middle of an emoji.',
		subject,
	);
}

function kindOf(value: unknown): string {
	if (typeof value === 'boolean') return `"${value}", a boolean`;
	if (typeof value === 'number') return 'not a finite number';
	if (Array.isArray(value)) return 'a list';
	return isDate(value) ? 'a date' : typeof value === 'object' ? 'an object' : `of the type ${typeof value}`;
}

function advice(value: unknown): string {
	if (isDate(value)) return 'Use its text, as in {{ $now.toISODate() }}.';
	if (Array.isArray(value)) return 'Use one of its entries: one for each input item, or for each call of a tool.';
	return 'Check the expression: use one of the fields of the object, or put text around it.';
}

/** Whether a value is a JavaScript Date, or a Luxon DateTime, which n8n expressions yield. */
function isDate(value: unknown): boolean {
	return value instanceof Date || typeof (value as { toISODate?: unknown } | null)?.toISODate === 'function';
}

/** https://developers.google.com/photos/library/reference/rest/v1/albums#Album */
const MAX_TITLE = 500;

/** The title field of operations that create an album. */
export function titleField(property: Partial<INodeProperties>): INodeProperties {
	return {
		displayName: 'Title',
		name: 'title',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Holiday 2026',
		...property,
	};
}

/**
 * @param parameter display name of the field
 * @returns the title, trimmed
 * @throws NodeOperationError if it is neither text nor a number, is empty, or exceeds Google's limit of 500 characters
 */
export function validateTitle(node: INode, value: unknown, about: ErrorContext, parameter = 'Title'): string {
	const subject = { ...about, parameter };
	const title = parseText(node, value, subject).trim();
	if (title === '') throw inputError(node, 'The album has no title', 'Enter a title.', subject);
	if ([...title].length > MAX_TITLE) {
		throw inputError(
			node,
			`The title is longer than ${MAX_TITLE} characters`,
			`Enter a shorter title. Google accepts up to ${MAX_TITLE} characters; this one has ${[...title].length}.`,
			subject,
		);
	}
	return title;
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems#MediaItem */
const MAX_DESCRIPTION = 1000;

/** The description field of a media item. */
export function descriptionField(property: Partial<INodeProperties>): INodeProperties {
	return {
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. Sunset over the bay',
		description:
			'Shown with the photo, up to 1,000 characters. Google asks apps to set only descriptions written by a person.',
		...property,
	};
}

/**
 * @returns the description unchanged; an empty text for null and undefined
 * @throws NodeOperationError if it is neither text nor a number, or exceeds Google's limit of 1,000 characters, counted
 *   in code points, so that a simple emoji counts as one
 */
export function validateDescription(node: INode, value: unknown, about: ErrorContext): string {
	const description = parseText(node, value, { ...about, parameter: 'Description' });
	const { length } = [...description];
	if (length <= MAX_DESCRIPTION) return description;
	throw inputError(
		node,
		`The description is longer than ${MAX_DESCRIPTION} characters`,
		`Enter a shorter description. Google accepts up to ${MAX_DESCRIPTION} characters; this one has ${length}.`,
		{ ...about, parameter: 'Description' },
	);
}
