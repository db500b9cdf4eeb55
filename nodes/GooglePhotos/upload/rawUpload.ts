import type { Run } from '../request/run';
import type { SendingLimits } from './bytes';
import type { FileReader } from './fileReader';
import type { Source } from './source';
import { headerType, sendUpload, UPLOADS_URL, uploadTokenOf } from './uploadRequest';

/**
 * One request with all bytes. https://developers.google.com/photos/library/guides/upload-media
 *
 * @param mended whether a connection that is lost is not tried again here
 * @returns the upload token
 */
export async function sendRaw(
	run: Run,
	source: Source,
	limits: SendingLimits,
	file: FileReader,
	mended: boolean,
): Promise<string> {
	const reply = await sendUpload(run, source, limits, {
		url: UPLOADS_URL,
		headers: {
			'X-Goog-Upload-Protocol': 'raw',
			'X-Goog-Upload-Content-Type': headerType(source.mimeType),
		},
		part: { file, length: source.size, open: async () => await file.rest(0) },
		mendedByCaller: ({ kind }) => mended && kind === 'connectionLost',
		check: uploadTokenOf,
	});
	return uploadTokenOf(reply);
}
