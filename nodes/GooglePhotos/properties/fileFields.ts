import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { OperationContext } from '../execution/context';
import { parseText } from './titleAndDescription';

/**
 * The fields that select the files of an operation. An AI agent passes no files to its tools, so as a tool the node
 * only takes URLs. No field is required: with an expression for Files, n8n would require all of them.
 *
 * @param shown the operation for which the fields are shown
 */
export function fileFields({ show }: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Files',
			name: 'files',
			type: 'options',
			default: 'all',
			displayOptions: { show, hide: { '@tool': [true] } },
			options: [
				{
					name: 'All Files of the Item',
					value: 'all',
					description: 'Every file that the input item has, whatever its field is called',
				},
				{
					name: 'Named Fields',
					value: 'named',
					description: 'Only the files in the fields that you name',
				},
				{
					name: 'URL',
					value: 'url',
					description: 'A file on the web, fetched from its address',
				},
			],
		},
		{
			displayName: 'Files',
			name: 'files',
			type: 'hidden',
			default: 'url',
			displayOptions: { show: { ...show, '@tool': [true] } },
		},
		{
			displayName: 'Input Data Field Name',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The name of the input field that holds the file; several names with commas between them',
			displayOptions: { show: { ...show, files: ['named'] } },
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/beach.jpg',
			description:
				'The address of the photo or video itself, not of a page that shows it. It is fetched without any sign-in.',
			displayOptions: { show: { ...show, files: ['url'] } },
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. beach.jpg',
			description: 'The name to show in Google Photos, if the item has one file. Leave empty to keep its own name.',
			displayOptions: { show },
		},
	];
}

const FIELD_NAME = 'Put Output File in Field';

/** The field for the name of the output field that receives a downloaded file. */
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
 * Name of the output field for files; `data` if the parameter is empty.
 *
 * @throws NodeOperationError if it is neither text nor a number
 */
export function parseOutputField(context: OperationContext, position: number): string {
	const about = { item: context.indexOf(position), parameter: FIELD_NAME };
	return parseText(context.node, context.parameter<unknown>('binaryPropertyName', position, 'data'), about).trim() || 'data';
}
