import type { IDisplayOptions, INode, INodeProperties } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { isUsableId } from './album';
import { requireOneId } from './onlyOne';
import { shownText } from './shownText';
import { textOf } from './text';

const NAME = 'Session ID';

/** The field of operations on a picking session. */
export function sessionIdField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: NAME,
		name: 'sessionId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. the ID that Create Session gave',
		description: 'The ID that Create Session gave out, not the link that the user opens',
		displayOptions,
	};
}

/** What a request about a picking session is about, for its error. */
export function sessionSubject(id: string): Subject {
	return { parameter: NAME, what: `picking session "${id}"` };
}

/**
 * The id that the field means.
 *
 * @throws NodeOperationError if it is empty, a link, or nothing that can be part of an address
 */
export function sessionIdOf(node: INode, value: unknown, about: Subject): string {
	const subject = { ...about, parameter: NAME };
	const id = textOf(node, value, subject).trim();
	if (id === '') {
		throw refusal(
			node,
			'The picking session is not named',
			'Enter the ID that Picker: Create Session gave out, such as {{ $json.id }}.',
			subject,
		);
	}
	requireOneId(node, id, subject);
	if (!/^https?:/i.test(id) && isUsableId(id)) return id;
	throw refusal(
		node,
		'This is not the ID of a picking session',
		'Enter the field "id" that Picker: Create Session gave out, not its pickerUri.',
		{ ...subject, what: `"${shownText(id)}"` },
	);
}
