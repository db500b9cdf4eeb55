import type { INode, INodeProperties } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { textOf } from './text';

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems#MediaItem */
const LONGEST_DESCRIPTION = 1000;

/** The description of a media item. */
export function descriptionField(property: Partial<INodeProperties>): INodeProperties {
	return {
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. Sunset over the bay',
		description:
			'Shown with the photo, up to 1,000 characters. Google asks that descriptions are only what a person wrote.',
		...property,
	};
}

/**
 * @returns the description as it is; nothing is an empty one
 * @throws NodeOperationError if it is no text, or longer than Google takes (1,000 characters, an emoji being one)
 */
export function checkedDescription(node: INode, value: unknown, about: Subject): string {
	const description = textOf(node, value, { ...about, parameter: 'Description' });
	const { length } = [...description];
	if (length <= LONGEST_DESCRIPTION) return description;
	throw refusal(
		node,
		`The description is longer than ${LONGEST_DESCRIPTION} characters`,
		`Google takes descriptions of up to ${LONGEST_DESCRIPTION} characters; this one has ${length}.`,
		{ ...about, parameter: 'Description' },
	);
}
