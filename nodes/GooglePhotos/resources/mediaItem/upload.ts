import type { INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../../execution/context';
import { destinationAlbum } from '../../properties/albumLocator';
import { fileFields } from '../../properties/fileFields';
import { simplify } from '../../properties/listFields';
import { descriptionField } from '../../properties/titleAndDescription';
import { uploadOptionsField } from '../../properties/uploadOptions';
import { UploadBreaker } from '../../uploads/circuitBreaker';
import { collectFiles, withoutSkipped } from '../../uploads/collectFiles';
import { CreateQueue } from '../../uploads/createQueue';
import { FileSender } from '../../uploads/fileSender';
import { uploadOutput, uploadOutputs } from '../../uploads/output';
import { uploadOptions, withMaximumWait } from '../../uploads/readOptions';
import { resolveAlbums } from '../../uploads/resolveAlbums';
import type { Source } from '../../uploads/types';
import { hintUndated } from '../../uploads/undatedHint';
import { requireReadScope } from '../../uploads/verifyUploads';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('mediaItem', 'upload');
const [files, asTool, field, url, fileName] = fileFields(shown);

/** Not declarative: one call creates the media items of many files. */
export const upload: CustomOperation = {
	option: {
		name: 'Upload',
		value: 'upload',
		// the only text of the operation that n8n shows to a model that uses it as a tool
		action: 'Upload media items (cannot be undone)',
		description:
			'Upload photos and videos to the library, and to an album if one is chosen. This cannot be undone: the API cannot delete.',
	},
	fields: [
		{
			displayName:
				"Uploads count against the storage of the Google account, and the API cannot delete them. Leave 'Retry On Fail' off: the node retries by itself.",
			name: 'uploadNotice',
			type: 'notice',
			default: '',
			displayOptions: shown,
		},
		files,
		asTool,
		field,
		url,
		destinationAlbum(shown),
		descriptionField({ displayOptions: shown }),
		fileName,
		simplify(shown),
		uploadOptionsField(shown, [
			'captureDate',
			'itemsWithoutFiles',
			'maximumWait',
			'parallelUploads',
			'albumPosition',
			'unsupportedFiles',
			'verify',
			'waitForVideos',
		]),
	],
	execute,
};

/**
 * Uploads files. Each file results in one media item or one error, in input order and paired.
 *
 * Bytes are sent in parallel. Media items are created in input order, up to 50 per call, one call at a time, while
 * later files are still being sent.
 * https://developers.google.com/photos/library/guides/upload-media
 *
 * @throws NodeApiError or NodeOperationError: the first error in input order, unless Continue On Fail is on
 */
async function execute(given: OperationContext): Promise<INodeExecutionData[]> {
	if (given.items.length === 0) return [];
	const options = uploadOptions(given);
	const context = withMaximumWait(given, options);
	await requireReadScope(context, options);
	const entries = await resolveAlbums(context, await collectFiles(context, options));

	const breaker = new UploadBreaker(context);
	const sender = new FileSender(context, options, breaker);
	const queue = new CreateQueue<Source>(context, breaker, {
		maximumWait: options.maximumWait,
		sendAgain: async (file) => {
			Object.assign(file, await sender.resend(file.source as Source));
		},
	});
	const sources = entries.flatMap((entry) => ('source' in entry ? [entry.source] : []));
	const sending = sources.map(async (source) => {
		try {
			const bytes = await sender.send(source);
			return bytes && { source, ...bytes };
		} catch (error) {
			queue.fail(source, error);
			return undefined;
		}
	});
	for (const sent of sending) {
		const file = await sent;
		if (file) queue.add(file);
	}
	const kept = withoutSkipped(context, entries);
	const outputs = await uploadOutputs(context, kept, queue, breaker, options, uploadOutput);
	hintUndated(context, kept, outputs);
	return outputs;
}
