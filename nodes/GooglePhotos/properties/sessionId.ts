import type { IDisplayOptions, INode, INodeProperties } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { isUsableId } from './albumLocator';
import { requireOneId } from './ids';
import { displayText } from './parseValues';
import { parseText } from './titleAndDescription';

const NAME = 'Session ID';

/** The Session ID field of operations on a picking session. */
export function sessionIdField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: NAME,
		name: 'sessionId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. AbCdEfGh...',
		description: "The ID that 'Create Session' returned, not the link that the user opens",
		displayOptions,
	};
}

/** Error context of requests about a picking session. */
export function sessionErrorContext(id: string): ErrorContext {
	return { parameter: NAME, what: `picking session "${id}"` };
}

/**
 * Reads the ID from the Session ID field.
 *
 * @throws NodeOperationError if it is empty, not text, several IDs, a link, or cannot be a path segment
 */
export function parseSessionId(node: INode, value: unknown, about: ErrorContext): string {
	const subject = { ...about, parameter: NAME };
	const id = parseText(node, value, subject).trim();
	if (id === '') {
		throw inputError(
			node,
			"'Session ID' is empty",
			"Enter the ID that 'Picker: Create Session' returned, such as {{ $json.id }}.",
			subject,
		);
	}
	requireOneId(node, id, subject);
	if (!/^https?:/i.test(id) && isUsableId(id)) return id;
	throw inputError(
		node,
		'This is not the ID of a picking session',
		"Enter the 'id' that 'Picker: Create Session' returned, not its 'pickerUri'.",
		{ ...subject, what: `"${displayText(id)}"` },
	);
}
