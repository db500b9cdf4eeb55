import type { INodeExecutionData } from 'n8n-workflow';
import { requireOneId } from '../fields/onlyOne';
import { textOf } from '../fields/text';
import { asItIs, refusal } from '../request/explain';
import type { Run } from '../request/run';
import { requireLooking } from './afterwards';
import type { Entry } from './collect';
import { Creation } from './creation';
import { withDestinations } from './destination';
import { Ending } from './ending';
import { uploadOptions, withMaximumWait } from './options';
import { createdOutput } from './output';
import { outputsOf } from './outputs';
import type { NewMediaItem } from './source';
import { wishesFor } from './texts';

/** A file that was sent before, by Upload Bytes Only or by another program with the same credential. */
interface TokenSource extends NewMediaItem {
	uploadToken: string;
}

/**
 * Upload tokens in, media items out: 50 a call, in input order, each with an outcome of its own.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate
 *
 * @throws NodeApiError or NodeOperationError, without Continue On Fail the first failure
 */
export async function createFromUploadTokens(given: Run): Promise<INodeExecutionData[]> {
	if (given.items.length === 0) return [];
	const options = uploadOptions(given);
	const run = withMaximumWait(given, options);
	await requireLooking(run, options);
	const entries = await withDestinations(run, run.items.map((_, position) => entryOf(run, position)));
	const ending = new Ending(run);
	const creation = new Creation<TokenSource>(run, ending, { maximumWait: options.maximumWait });
	for (const entry of entries) {
		if ('source' in entry) creation.add({ source: entry.source, uploadToken: entry.source.uploadToken });
	}
	return await outputsOf(run, entries, creation, ending, options, createdOutput);
}

function entryOf(run: Run, position: number): Entry<TokenSource> {
	const item = run.indexOf(position);
	try {
		const about = { item, parameter: 'Upload Token' };
		const uploadToken = textOf(run.caller.getNode(), run.parameter<unknown>('uploadToken', position, ''), about).trim();
		if (uploadToken === '') throw withoutToken(run, item);
		requireOneId(run.caller.getNode(), uploadToken, about);
		return { position, source: { item, uploadToken, ...wishesFor(run, position, 1) } };
	} catch (error) {
		if (!run.continueOnFail) throw asItIs(error);
		return { position, error };
	}
}

function withoutToken(run: Run, item: number): Error {
	return refusal(
		run.caller.getNode(),
		'The item has no upload token',
		'Map the uploadToken that Upload Bytes Only gave for the file.',
		{ item, parameter: 'Upload Token' },
	);
}
