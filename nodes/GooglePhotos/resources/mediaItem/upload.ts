import { albumLocator } from '../../fields/album';
import { descriptionField } from '../../fields/description';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('mediaItem', 'upload');

/** Not declarative: many files become media items in one call. See upload/. */
export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		// of all texts, n8n shows this one to the model that has the operation as a tool
		action: 'Upload media items (cannot be undone)',
		description:
			'Upload photos and videos into the library, and into an album if one is chosen. This cannot be undone: the API cannot delete.',
	},
	fields: [
		{
			displayName:
				'Uploads count against the storage of the Google account, and the API cannot delete them. Leave Retry On Fail off: the node itself repeats what can be repeated.',
			name: 'uploadNotice',
			type: 'notice',
			default: '',
			displayOptions: shown,
		},
		{
			displayName: 'Files',
			name: 'files',
			type: 'options',
			default: 'all',
			displayOptions: shown,
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
			],
		},
		{
			displayName: 'Input Data Field Name',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The name of the input field that holds the file; several names with commas between them',
			displayOptions: { show: { ...shown.show, files: ['named'] } },
		},
		albumLocator(
			{
				displayOptions: shown,
				description:
					'The album to put the files into. Leave empty to put them into the library only. Google lets apps use only albums that they created themselves.',
			},
			'Is created if this app has no album of this title yet',
		),
		descriptionField({
			description:
				'Shown with the photo, up to 1,000 characters. Google asks that descriptions are only what a person wrote.',
			displayOptions: shown,
		}),
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. beach.jpg',
			description: 'The name to show in Google Photos, if the item has one file. Leave empty to keep its own name.',
			displayOptions: shown,
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: shown,
			options: [
				{
					displayName: 'Items Without Files',
					name: 'itemsWithoutFiles',
					type: 'options',
					default: 'error',
					description: 'What to do with input items that have no file',
					options: [
						{ name: 'Fail', value: 'error', description: 'The item fails' },
						{ name: 'Pass Through', value: 'passThrough', description: 'The item is handed on as it is' },
					],
				},
				{
					displayName: 'Maximum Wait (Minutes)',
					name: 'maximumWait',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 15,
					description:
						'How long to go on when Google says that it receives too many requests, before the files that are left fail',
				},
				{
					displayName: 'Parallel Uploads',
					name: 'parallelUploads',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 10 },
					default: 5,
					description: 'How many files to send at the same time',
				},
				{
					displayName: 'Unsupported Files',
					name: 'unsupportedFiles',
					type: 'options',
					default: 'error',
					description: 'What to do with files that are neither photos nor videos',
					options: [
						{ name: 'Fail', value: 'error', description: 'The file fails, and nothing of it is sent' },
						{ name: 'Skip', value: 'skip', description: 'The file is left out' },
					],
				},
			],
		},
	],
};
