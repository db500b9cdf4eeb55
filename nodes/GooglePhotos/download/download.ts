import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { mediaItemIdOf } from '../fields/mediaItem';
import { sizeOfFile } from '../model/file';
import type { Content } from '../model/file';
import type { MediaItem, MediaItemResult } from '../model/mediaItem';
import { isVideo, simplifiedMediaItem } from '../model/mediaItem';
import { fetchMediaBytes } from '../request/bytes';
import { asItIs, explain, failureOf, refusal, sameFor } from '../request/explain';
import type { Subject } from '../request/explain';
import { StrangeReplyError } from '../request/failure';
import { failureOfStatus } from '../request/itemStatus';
import { getMediaItems, LARGEST_BATCH_GET } from '../request/mediaItems';
import type { Outcome } from '../request/outcome';
import { endsTheRun, notSent, outputOf } from '../request/outcome';
import type { Run } from '../request/run';

/**
 * Media items in, files out, in input order and paired. Media items are asked for by 50, just before their
 * bytes are fetched, since base URLs die after an hour; the bytes of several come in at once.
 *
 * @throws the first failure, without Continue On Fail
 */
export async function downloadFiles(run: Run): Promise<INodeExecutionData[]> {
	const outputs: INodeExecutionData[] = [];
	let end: Error | undefined;
	for (let start = 0; start < run.items.length; start += LARGEST_BATCH_GET) {
		const positions = run.items.map((_, position) => position).slice(start, start + LARGEST_BATCH_GET);
		const outcomes = end
			? positions.map((position) => ({ error: notSent(end as Error, run.indexOf(position)) }))
			: await downloadBatch(run, positions);
		outcomes.forEach((outcome, index) => {
			if ('error' in outcome) {
				if (!run.continueOnFail) throw outcome.error;
				if (endsTheRun(outcome.error)) end ??= outcome.error;
			}
			outputs.push(outputOf(outcome, run.indexOf(positions[index])));
		});
	}
	return outputs;
}

async function downloadBatch(run: Run, positions: number[]): Promise<Outcome[]> {
	const ids = positions.map((position) => idFor(run, position));
	// without Continue On Fail nothing is asked for in vain
	let end: Error | undefined = ids.find((id): id is Error => id instanceof Error);
	if (end && !run.continueOnFail) return [{ error: end }];
	const stillWanted = () => {
		if (end && !run.continueOnFail) throw asItIs(end);
	};
	const wanted = [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
	let results: Map<string, MediaItemResult> | Error;
	try {
		results = await getMediaItems(run, wanted, { item: run.indexOf(positions[0]) });
	} catch (error) {
		results = error;
	}
	return await Promise.all(
		positions.map(async (position, index): Promise<Outcome> => {
			const id = ids[index];
			if (typeof id !== 'string') return { error: id };
			try {
				return await downloadOne(run, position, id, results, stillWanted);
			} catch (error) {
				end ??= error;
				return { error };
			}
		}),
	);
}

function idFor(run: Run, position: number): string | Error {
	try {
		const locator = run.parameter<unknown>('mediaItem', position, '');
		return mediaItemIdOf(run.caller.getNode(), locator, { item: run.indexOf(position) });
	} catch (error) {
		return error;
	}
}

async function downloadOne(
	run: Run,
	position: number,
	id: string,
	results: Map<string, MediaItemResult> | Error,
	stillWanted: () => void,
): Promise<Outcome> {
	const subject = { item: run.indexOf(position), parameter: 'Media Item', what: `"${id}"` };
	if (results instanceof Error) {
		throw sameFor(results, subject);
	}
	const item = readable(run, results.get(id), subject);
	const field = String(run.parameter('binaryPropertyName', position, 'data') || 'data');
	let file: IBinaryData;
	try {
		file = await fetchFile(run, item, subject, stillWanted);
	} catch (error) {
		// a base URL can die before its hour is over: ask for a fresh one, once
		if (failureOf(error)?.kind !== 'forbidden') throw asItIs(error);
		const fresh = (await getMediaItems(run, [id], subject)).get(id);
		file = await fetchFile(run, readable(run, fresh, subject), subject, stillWanted);
	}
	return { json: simplifiedMediaItem(item), binary: { [field]: file } };
}

/** @throws NodeApiError or NodeOperationError if there is no such media item, or no bytes of it yet */
function readable(run: Run, result: MediaItemResult | undefined, subject: Subject): MediaItem {
	const node = run.caller.getNode();
	const item = result?.mediaItem;
	if (!item?.id) {
		const failure = failureOfStatus(result?.status ?? { code: 5 });
		const unknown = failure.kind === 'unsupportedFile' || failure.kind === 'notFound';
		throw explain(node, unknown ? { ...failure, kind: 'unknownMediaItem' } : failure, subject);
	}
	const status = item.mediaMetadata?.video?.status;
	if (status === 'PROCESSING') {
		throw refusal(
			node,
			'Google is still processing the video',
			'It can be downloaded when its status is READY, usually after some minutes. Run this item again then.',
			subject,
		);
	}
	if (status === 'FAILED') {
		throw refusal(node, 'Google could not process the video', 'It cannot be downloaded. Upload it again in another format.', subject);
	}
	if (!item.baseUrl) {
		throw refusal(node, 'Google gave no address for the file', 'Run this item again in some minutes.', subject);
	}
	return item;
}

/** Fetches the best that Google gives: photos with their metadata except the location, videos re-encoded. */
async function fetchFile(
	run: Run,
	item: MediaItem,
	subject: Subject,
	stillWanted: () => void,
): Promise<IBinaryData> {
	const { helpers } = run.caller;
	const url = `${item.baseUrl}${isVideo(item) ? '=dv' : '=d'}`;
	return await fetchMediaBytes(run.caller, run.settings, url, subject, stillWanted, async ({ body, headers }) => {
		const type = String(headers['content-type'] ?? '').split(';')[0].trim();
		if (type === 'text/html') throw new StrangeReplyError('The reply is a web page, not a file');
		const file = await helpers.prepareBinaryData(body as Content, item.filename, type || item.mimeType);
		// n8n takes a slash for a folder; Google does not
		if (item.filename) file.fileName = item.filename;
		const expected = Number(headers['content-length']);
		if (Number.isFinite(expected) && (await sizeOfFile(helpers, file)) !== expected) {
			throw new StrangeReplyError('The file broke off before its end');
		}
		return file;
	});
}
