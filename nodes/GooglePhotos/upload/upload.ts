import type { INodeExecutionData } from 'n8n-workflow';
import type { Run } from '../request/run';
import { requireLooking } from './afterwards';
import { collect, withoutSkipped } from './collect';
import { Creation } from './creation';
import { Delivery } from './delivery';
import { withDestinations } from './destination';
import { Ending } from './ending';
import { uploadOptions, withMaximumWait } from './options';
import { uploadOutput } from './output';
import { outputsOf } from './outputs';
import type { Source } from './source';

/**
 * Files in, media items out: every file comes out as one media item or one error, in input order and paired.
 *
 * Bytes go out in parallel; media items are created in input order, up to 50 a call, one call at a time,
 * while later files are still being sent.
 * https://developers.google.com/photos/library/guides/upload-media
 *
 * @throws NodeApiError or NodeOperationError, without Continue On Fail the first failure in input order
 */
export async function uploadFiles(given: Run): Promise<INodeExecutionData[]> {
	if (given.items.length === 0) return [];
	const options = uploadOptions(given);
	const run = withMaximumWait(given, options);
	await requireLooking(run, options);
	const entries = await withDestinations(run, await collect(run, options));

	const ending = new Ending(run);
	const limits = {
		...options,
		stillWanted: (source: Source) => ending.stillWanted(source),
		failed: (error: Error) => ending.note(error),
	};
	const delivery = new Delivery(run, limits);
	const creation = new Creation<Source>(run, ending, {
		maximumWait: options.maximumWait,
		sendAgain: async (file) => {
			Object.assign(file, await delivery.again(file.source as Source));
		},
	});
	const sources = entries.flatMap((entry) => ('source' in entry ? [entry.source] : []));
	const sending = sources.map(async (source) => {
		try {
			const bytes = await delivery.of(source);
			return bytes && { source, ...bytes };
		} catch (error) {
			creation.fail(source, error);
			return undefined;
		}
	});
	for (const sent of sending) {
		const file = await sent;
		if (file) creation.add(file);
	}
	return await outputsOf(run, withoutSkipped(run, entries), creation, ending, options, uploadOutput);
}
