import { albumLocator } from '../../fields/album';
import { descriptionField } from '../../fields/description';
import { fileFields } from '../../fields/files';
import { uploadOptionsField } from '../../fields/uploadOptions';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('mediaItem', 'upload');
const [files, asTool, field, url, fileName] = fileFields(shown);

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
		files,
		asTool,
		field,
		url,
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
		fileName,
		uploadOptionsField(shown, [
			'itemsWithoutFiles',
			'maximumWait',
			'parallelUploads',
			'albumPosition',
			'unsupportedFiles',
			'verify',
			'waitForVideos',
		]),
	],
};
