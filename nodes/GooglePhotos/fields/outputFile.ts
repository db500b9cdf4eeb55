import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { Run } from '../request/run';
import { textOf } from './text';

const FIELD_NAME = 'Put Output File in Field';

/** The field that says where a downloaded file goes. */
export function outputField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: FIELD_NAME,
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output field to put the file in',
		displayOptions,
	};
}

/**
 * The output field for files; it cannot be empty.
 *
 * @throws NodeOperationError if it is no text
 */
export function outputFieldOf(run: Run, position: number): string {
	const about = { item: run.indexOf(position), parameter: FIELD_NAME };
	return textOf(run.caller.getNode(), run.parameter<unknown>('binaryPropertyName', position, 'data'), about).trim() || 'data';
}
