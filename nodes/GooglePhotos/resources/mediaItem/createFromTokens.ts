import { albumLocator } from '../../fields/album';
import { descriptionField } from '../../fields/description';
import { uploadOptionsField } from '../../fields/uploadOptions';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('mediaItem', 'createFromTokens');

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate; see upload/tokens */
export const createFromTokens: Operation = {
	option: {
		name: 'Create From Upload Tokens',
		value: 'createFromTokens',
		action: 'Create media items from upload tokens (cannot be undone)',
		description:
			'For advanced flows: make photos and videos of files that Upload Bytes Only has sent, 50 with each request',
	},
	fields: [
		{
			displayName: 'Upload Token',
			name: 'uploadToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.uploadToken }}',
			description: 'What Upload Bytes Only gave for the file, not more than a day ago',
			displayOptions: shown,
		},
		albumLocator(
			{
				displayOptions: shown,
				description:
					'The album to put the files into. Google lets apps use only albums that they created themselves.',
				hint: 'If empty, the files go into the library only',
			},
			'Is created if this app has no album of this title yet',
		),
		descriptionField({ displayOptions: shown }),
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. beach.jpg',
			description: 'The name to show in Google Photos. Upload Bytes Only gives it as fileName.',
			displayOptions: shown,
		},
		uploadOptionsField(shown, ['maximumWait', 'albumPosition', 'verify', 'waitForVideos']),
	],
};
