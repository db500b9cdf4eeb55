import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The field that says where a downloaded file goes. */
export function outputField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output field to put the file in',
		displayOptions,
	};
}
