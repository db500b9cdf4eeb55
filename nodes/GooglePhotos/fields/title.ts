import type { INode, INodeProperties } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { textOf } from './text';

/** https://developers.google.com/photos/library/reference/rest/v1/albums#Album */
const LONGEST_TITLE = 500;

/** The title field of operations that make an album. */
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
 * @throws NodeOperationError if it is no text, empty or longer than Google takes (500 characters)
 */
export function checkedTitle(node: INode, value: unknown, about: Subject, parameter = 'Title'): string {
	const subject = { ...about, parameter };
	const title = textOf(node, value, subject).trim();
	if (title === '') throw refusal(node, 'The album has no title', 'Enter a title.', subject);
	if ([...title].length > LONGEST_TITLE) {
		throw refusal(
			node,
			`The title is longer than ${LONGEST_TITLE} characters`,
			`Google takes titles of up to ${LONGEST_TITLE} characters; this one has ${[...title].length}.`,
			subject,
		);
	}
	return title;
}
