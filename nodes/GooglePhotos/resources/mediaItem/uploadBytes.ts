import { fileFields } from '../../fields/files';
import { uploadOptionsField } from '../../fields/uploadOptions';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('mediaItem', 'uploadBytes');

/** https://developers.google.com/photos/library/guides/upload-media#uploading-bytes; see upload/bytesOnly */
export const uploadBytes: Operation = {
	option: {
		name: 'Upload Bytes Only',
		value: 'uploadBytes',
		action: 'Upload bytes of media items only',
		description:
			'For advanced flows: send files without putting them into the library yet. Gives an upload token for each, good for one day, which Create From Upload Tokens takes.',
	},
	fields: [
		...fileFields(shown),
		uploadOptionsField(shown, ['itemsWithoutFiles', 'maximumWait', 'parallelUploads', 'unsupportedFiles']),
	],
};
