import type { IDisplayOptions, INode, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { requireOneId } from './ids';
import { displayText } from './parseValues';
import { parseText, validateTitle } from './titleAndDescription';

/** Regex of links to app-created albums, also with `/u/N/` for users with several accounts. */
const ALBUM_LINK = '^\\s*https://photos\\.google\\.com/(?:u/\\d+/)?lr/album/([\\w.~-]+)(?:[/?#]\\S*)?\\s*$';

/** What By Title does in operations that need an album. */
export const ALBUM_MUST_EXIST = 'An album with this title must exist. If there are several, the first one that Google lists is used.';

/**
 * The album field with its four modes.
 *
 * @param property overrides: name, display options, description, whether it is required
 * @param titleHint what By Title does in this operation if no album has the title
 */
export function albumLocator(
	property: Partial<INodeProperties>,
	titleHint: string,
): INodeProperties {
	return {
		displayName: 'Album',
		name: 'album',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...property,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an album...',
				typeOptions: { searchListMethod: 'searchAlbums', searchable: true },
			},
			{
				displayName: 'By Title',
				name: 'title',
				type: 'string',
				placeholder: 'e.g. Holiday 2026',
				hint: titleHint,
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://photos.google.com/lr/album/AbCd...',
				hint: "The 'productUrl' of an album. Addresses like photos.google.com/album/... do not work.",
				extractValue: { type: 'regex', regex: ALBUM_LINK },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: ALBUM_LINK,
							errorMessage: "Not a link to an album of this app. Choose the album 'From List' instead.",
						},
					},
				],
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. AbCdEfGh...',
				// link shown beside the field, in the form of Google's productUrl
				url: '=https://photos.google.com/lr/album/{{$value}}',
			},
		],
	};
}

/** The album field of operations that add files to the library. */
export const destinationAlbum = (displayOptions: IDisplayOptions): INodeProperties =>
	albumLocator(
		{
			displayOptions,
			description: 'The album to add the files to. Google lets apps use only albums that they created themselves.',
			hint: 'If empty, the files are added to the library only',
		},
		'The album is created if this app has no album with this title yet',
	);

/** Whether an ID can be a path segment: "." and ".." would change the path, and a lone surrogate cannot be encoded. */
export function isUsableId(id: string): boolean {
	return !/^\.{1,2}$/.test(id) && !/\p{Surrogate}/u.test(id);
}

/**
 * Reads the album ID from a locator without sending a request.
 *
 * @returns undefined for a title
 * @throws NodeOperationError if the value is empty, not text, several IDs, a link without an API ID, or not an ID
 */
export function parseAlbumId(node: INode, locator: unknown, about: ErrorContext): string | undefined {
	const { mode } = locatorParts(locator);
	const value = locatorText(node, locator, { ...about, parameter: 'Album' });
	const subject = { ...about, parameter: 'Album', what: value ? `album "${displayText(value)}"` : undefined };
	if (value === '') throw withoutAlbum(node, subject);
	if (mode === 'title') return undefined;
	requireOneId(node, value, subject);
	const id = /^https?:/i.test(value) ? albumIdFromLink(node, value, subject) : value;
	if (isUsableId(id)) return id;
	throw inputError(node, 'This is not the ID of an album', "Choose the album 'From List'.", subject);
}

/** Checks a locator without a request. @throws NodeOperationError if it has no usable ID, link or title */
export function validateAlbum(node: INode, locator: unknown, about: ErrorContext): void {
	if (parseAlbumId(node, locator, about) !== undefined) return;
	validateTitle(node, locatorParts(locator).value, { item: about.item });
}

/** Whether the album field was left empty. An expression that yields nothing is a mistake, not an empty field. */
export function isEmptyField(node: INode, locator: unknown): boolean {
	const value = valueOf(locator) ?? '';
	return typeof value === 'string' && value.trim() === '' && !holdsExpression(node);
}

/** Whether the album field is an expression, as a whole or in its value. */
function holdsExpression({ parameters }: INode): boolean {
	const field: unknown = parameters.album;
	const value = isObject(field) ? field.value : field;
	return typeof value === 'string' && /^=\s*\S/.test(value);
}

function withoutAlbum(node: INode, subject: ErrorContext): Error {
	if (!holdsExpression(node)) {
		return inputError(node, 'No album is chosen', 'Choose an album, or enter its title, URL or ID.', subject);
	}
	const advice =
		'Check the expression: it returned nothing for this item. Files that go into no album need a Google Photos node of their own, in which the field is empty.';
	return inputError(node, "The expression in 'Album' returns no album", advice, subject);
}

/** The value of a locator, or the value itself if an expression replaced the whole locator. */
function valueOf(locator: unknown): unknown {
	const isLocator = isObject(locator) && ['__rl', 'mode', 'value'].some((key) => key in locator);
	return isLocator ? locator.value : locator;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/**
 * The value of a locator as text, trimmed.
 *
 * @param subject names the parameter
 * @throws NodeOperationError if an expression yields neither text nor a number
 */
export function locatorText(node: INode, locator: unknown, subject: ErrorContext): string {
	return parseText(node, valueOf(locator), subject).trim();
}

/** The mode and trimmed value of a locator from the editor. Plain text from an expression has the mode `id`. */
export function locatorParts(locator: unknown): { mode: string; value: string } {
	if (typeof locator === 'object' && locator !== null) {
		const { mode = 'id', value } = locator as Partial<INodeParameterResourceLocator>;
		return { mode, value: String(value ?? '').trim() };
	}
	return { mode: 'id', value: String(locator ?? '').trim() };
}

function albumIdFromLink(node: INode, link: string, subject: ErrorContext): string {
	const id = new RegExp(ALBUM_LINK).exec(link)?.[1];
	if (id) return id;
	throw inputError(
		node,
		'This is not a link to an album of this app',
		"Choose the album 'From List'. Addresses in the browser contain IDs that the API does not know; only links like photos.google.com/lr/album/… work.",
		subject,
	);
}
