import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { positionFields } from './albumPosition';
import { captureDateOption } from './captureDate';

/** All options of the operations that upload files or create media items. */
const all: INodeProperties[] = [
	captureDateOption,
	{
		displayName: 'Items Without Files',
		name: 'itemsWithoutFiles',
		type: 'options',
		default: 'error',
		description: 'What to do with input items that have no file',
		options: [
			{ name: 'Fail', value: 'error', description: 'The item fails' },
			{ name: 'Pass Through', value: 'passThrough', description: 'The item is returned unchanged' },
		],
	},
	{
		displayName: 'Maximum Wait (Minutes)',
		name: 'maximumWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 15,
		description:
			'How long to keep trying while Google reports too many requests, before the remaining files fail',
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
		displayName: 'Position in Album',
		name: 'albumPosition',
		type: 'fixedCollection',
		default: { place: { position: 'LAST_IN_ALBUM' } },
		description: 'Where in the album to add the files, in the order of the input items. An album must be chosen.',
		options: [{ displayName: 'Position', name: 'place', values: positionFields() }],
	},
	{
		displayName: 'Unsupported Files',
		name: 'unsupportedFiles',
		type: 'options',
		default: 'error',
		description: 'What to do with files that are neither photos nor videos',
		options: [
			{ name: 'Fail', value: 'error', description: 'The file fails and is not sent' },
			{ name: 'Skip', value: 'skip', description: 'The file is left out' },
		],
	},
	{
		displayName: 'Verify After Upload',
		name: 'verify',
		type: 'boolean',
		default: true,
		description:
			'Whether to retrieve each media item after the upload, to make sure that Google has stored it. Do not delete an original before that.',
	},
	{
		displayName: 'Wait for Videos (Minutes)',
		name: 'waitForVideos',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			"How long to wait for Google to process videos. The output field 'videoStatus' says how far they are: READY, FAILED or still PROCESSING.",
	},
];

/** @param names internal names of the options to offer */
export function uploadOptionsField(displayOptions: IDisplayOptions, names: string[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: all.filter(({ name }) => names.includes(name)),
	};
}
