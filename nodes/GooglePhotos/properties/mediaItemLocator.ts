import type { INode, INodeProperties } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { isUsableId, locatorText } from './albumLocator';
import { requireOneId, splitIds } from './ids';
import { displayText } from './parseValues';

const MEDIA_ITEM_LINK =
	'^\\s*https://photos\\.google\\.com/(?:u/\\d+/)?lr/(?:album/[\\w.~-]+/)?photo/([\\w.~-]+)(?:[/?#]\\S*)?\\s*$';

/** The media item field with its three modes. */
export function mediaItemLocator(property: Partial<INodeProperties>): INodeProperties {
	return {
		displayName: 'Media Item',
		name: 'mediaItem',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The photo or video. Only those uploaded by this app can be used.',
		...property,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a photo or video...',
				typeOptions: { searchListMethod: 'searchMediaItems', searchable: true },
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://photos.google.com/lr/photo/AbCd...',
				hint: "The 'productUrl' of a media item. Addresses like photos.google.com/photo/... do not work.",
				extractValue: { type: 'regex', regex: MEDIA_ITEM_LINK },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: MEDIA_ITEM_LINK,
							errorMessage: "Not a link to a media item of this app. Choose it 'From List' instead.",
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
				url: '=https://photos.google.com/lr/photo/{{$value}}',
			},
		],
	};
}

/** Display name of the field of `severalMediaItems`. */
export const MEDIA_ITEMS = 'Media Items';

/** The media item field of operations that take several media items per input item. */
export function severalMediaItems(property: Partial<INodeProperties>): INodeProperties {
	return mediaItemLocator({
		displayName: MEDIA_ITEMS,
		hint: "One media item per input item is enough: the node sends them together. 'By ID' also accepts several, separated by commas, spaces or line breaks.",
		...property,
	});
}

/**
 * Reads the ID from a media item field.
 *
 * @param parameter display name of the field
 * @throws NodeOperationError if the value is empty, not text, several IDs, a link without an API ID, or not an ID
 */
export function parseMediaItemId(
	node: INode,
	locator: unknown,
	about: ErrorContext,
	parameter = 'Media Item',
): string {
	const value = locatorText(node, locator, { ...about, parameter });
	const subject = { ...about, parameter, what: value ? `"${displayText(value)}"` : undefined };
	if (value === '') {
		throw inputError(node, 'No media item is chosen', 'Choose a photo or video, or enter its URL or ID.', subject);
	}
	requireOneId(node, value, subject);
	if (!/^https?:/i.test(value)) {
		if (isUsableId(value)) return value;
		throw inputError(node, 'This is not the ID of a media item', "Choose the photo or video 'From List'.", subject);
	}
	const id = new RegExp(MEDIA_ITEM_LINK).exec(value)?.[1];
	if (id) return id;
	throw inputError(
		node,
		'This is not a link to a media item of this app',
		"Choose the photo or video 'From List'. Addresses in the browser contain IDs that the API does not know; only links like photos.google.com/lr/photo/… work.",
		subject,
	);
}

/**
 * Reads the IDs from a media item field that takes several. An expression may yield text or a list, which n8n passes
 * on as an array.
 *
 * @throws NodeOperationError if there is no ID, or if `parseMediaItemId` rejects one of them
 */
export function parseMediaItemIds(node: INode, locator: unknown, about: ErrorContext): string[] {
	const given = typeof locator === 'object' && locator !== null ? (locator as { value?: unknown }).value : locator;
	const values = splitIds(node, given, { ...about, parameter: MEDIA_ITEMS });
	return (values.length ? values : ['']).map((one) => parseMediaItemId(node, one, about, MEDIA_ITEMS));
}
