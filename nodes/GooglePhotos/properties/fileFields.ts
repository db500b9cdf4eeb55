import type { IDataObject, IDisplayOptions, INodeProperties } from 'n8n-workflow';
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
					description: 'Every file of the input item, whatever its field is called',
				},
				{
					name: 'Named Fields',
					value: 'named',
					description: 'Only the files in the fields whose names you enter',
				},
				{
					name: 'URL',
					value: 'url',
					description: 'A file on the web, fetched from its URL',
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
			hint: 'The name of the input field that contains the file. Separate several names with commas.',
			displayOptions: { show: { ...show, files: ['named'] } },
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/beach.jpg',
			description:
				'The URL of the photo or video itself, not of a page that shows it. It is fetched without signing in.',
			displayOptions: { show: { ...show, files: ['url'] } },
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. beach.jpg',
			description: 'The name to show in Google Photos, if the item has only one file. Leave empty to keep the name of the file.',
			displayOptions: { show },
		},
	];
}

const FIELD_NAME = 'Put Output File in Field';

/** The option for the name of the output field that receives a downloaded file; under Options as in n8n's Google Drive node. */
export function outputField(displayOptions?: IDisplayOptions): INodeProperties {
	return {
		displayName: FIELD_NAME,
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output field to put the file in',
		...(displayOptions && { displayOptions }),
	};
}

/**
 * Name of the output field for files; `data` if the option is empty or not added.
 *
 * @throws NodeOperationError if it is neither text nor a number
 */
export function parseOutputField(context: OperationContext, position: number): string {
	const about = { item: context.indexOf(position), parameter: FIELD_NAME };
	const options = context.parameter<IDataObject>('options', position, {});
	return parseText(context.node, options.binaryPropertyName, about).trim() || 'data';
}
