import type { INodeExecutionData } from 'n8n-workflow';
import { inputError, rethrow } from '../../errors/nodeError';
import type { OperationContext } from '../../execution/context';
import { destinationAlbum } from '../../properties/albumLocator';
import { requireOneId } from '../../properties/ids';
import { simplify } from '../../properties/listFields';
import { descriptionField, parseText } from '../../properties/titleAndDescription';
import { uploadOptionsField } from '../../properties/uploadOptions';
import { UploadBreaker } from '../../uploads/circuitBreaker';
import type { Entry } from '../../uploads/collectFiles';
import { CreateQueue } from '../../uploads/createQueue';
import { createdOutput, uploadOutputs } from '../../uploads/output';
import { uploadOptions, withMaximumWait } from '../../uploads/readOptions';
import { resolveAlbums } from '../../uploads/resolveAlbums';
import type { NewMediaItem } from '../../uploads/types';
import { parseMediaItemFields } from '../../uploads/validateFile';
import { requireReadScope } from '../../uploads/verifyUploads';
import { shownFor } from '../operation';
import type { CustomOperation } from '../operation';

const shown = shownFor('mediaItem', 'createFromTokens');

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
export const createFromTokens: CustomOperation = {
	option: {
		name: 'Create From Upload Tokens',
		value: 'createFromTokens',
		action: 'Create media items from upload tokens (cannot be undone)',
		description:
			"For advanced workflows: create photos and videos from files sent with 'Upload Bytes Only', 50 with each request",
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
			description: "The token that 'Upload Bytes Only' returned for the file, at most one day ago",
			displayOptions: shown,
		},
		destinationAlbum(shown),
		descriptionField({ displayOptions: shown }),
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. beach.jpg',
			description: "The name to show in Google Photos. 'Upload Bytes Only' returns it as 'fileName'.",
			displayOptions: shown,
		},
		simplify(shown),
		uploadOptionsField(shown, ['maximumWait', 'albumPosition', 'verify', 'waitForVideos']),
	],
	execute,
};

/** A file whose bytes were already sent, by Upload Bytes Only or by another program with the same credential. */
interface TokenSource extends NewMediaItem {
	uploadToken: string;
}

/**
 * Creates media items from upload tokens: up to 50 per call, in input order. Each has its own output or error.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate
 *
 * @throws NodeApiError or NodeOperationError: the first error in input order, unless Continue On Fail is on
 */
async function execute(given: OperationContext): Promise<INodeExecutionData[]> {
	if (given.items.length === 0) return [];
	const options = uploadOptions(given);
	const context = withMaximumWait(given, options);
	await requireReadScope(context, options);
	const entries = await resolveAlbums(context, context.items.map((_, position) => entryOf(context, position)));
	const breaker = new UploadBreaker(context);
	const queue = new CreateQueue<TokenSource>(context, breaker, { maximumWait: options.maximumWait });
	for (const entry of entries) {
		if ('source' in entry) queue.add({ source: entry.source, uploadToken: entry.source.uploadToken });
	}
	return await uploadOutputs(context, entries, queue, breaker, options, createdOutput);
}

function entryOf(context: OperationContext, position: number): Entry<TokenSource> {
	const item = context.indexOf(position);
	try {
		const about = { item, parameter: 'Upload Token' };
		const uploadToken = parseText(context.node, context.parameter<unknown>('uploadToken', position, ''), about).trim();
		if (uploadToken === '') throw withoutToken(context, item);
		requireOneId(context.node, uploadToken, about);
		return { position, source: { item, uploadToken, ...parseMediaItemFields(context, position, 1) } };
	} catch (error) {
		if (!context.continueOnFail) throw rethrow(error);
		return { position, error };
	}
}

function withoutToken(context: OperationContext, item: number): Error {
	return inputError(
		context.node,
		'The item has no upload token',
		"Map the 'uploadToken' that 'Upload Bytes Only' returned for the file.",
		{ item, parameter: 'Upload Token' },
	);
}
