import { mediaItemLocator } from '../../fields/mediaItem';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** Not declarative: media items are asked for by 50, and each then has its bytes fetched. */
export const download: Operation = {
	option: {
		name: 'Download',
		value: 'download',
		action: 'Download a media item',
		description: 'Download a photo or video that this app uploaded, in the best quality that Google gives',
	},
	fields: [
		mediaItemLocator({ displayOptions: shownFor('mediaItem', 'download') }),
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The name of the output field to put the file in',
			displayOptions: shownFor('mediaItem', 'download'),
		},
		{
			displayName:
				'Google removes the location from photos and re-encodes videos; the original bytes cannot be had back through its API',
			name: 'downloadNotice',
			type: 'notice',
			default: '',
			displayOptions: shownFor('mediaItem', 'download'),
		},
	],
};
