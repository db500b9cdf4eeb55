import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { simplifiedMediaItem } from '../api/mediaItem';
import { isSkipped } from '../errors/nodeError';
import { appendText } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { toItem } from '../execution/results';
import type { UploadBreaker } from './circuitBreaker';
import { captureDateOutput, sourceSize } from './captureDate';
import { passedThrough } from './collectFiles';
import type { Entry } from './collectFiles';
import type { CreatedItem, CreateQueue, CreateResult } from './createQueue';
import type { UploadOptions } from './readOptions';
import { simplifiedOrRaw } from './simplifiedOutput';
import type { NewMediaItem, Source } from './types';
import { verifyUploads } from './verifyUploads';
import type { Verification } from './verifyUploads';

/** All fields of a created media item. All keys but `videoStatus` are always present: following nodes can rely on them. */
export function createdOutput<S extends NewMediaItem>(
	{ file: { source }, mediaItem, alreadyInLibrary }: CreatedItem<S>,
	{ verified, videoStatus, mediaItem: now }: Verification,
): IDataObject {
	const { id, productUrl, filename, mimeType, description, creationTime, width, height } = {
		...simplifiedMediaItem(mediaItem),
		...(now && simplifiedMediaItem(now)),
	} as IDataObject;
	return {
		id,
		productUrl: productUrl ?? null,
		filename: filename ?? source.fileName ?? null,
		mimeType: mimeType ?? null,
		description: description ?? source.description ?? null,
		creationTime: creationTime ?? null,
		width: width ?? null,
		height: height ?? null,
		albumId: source.album?.id ?? null,
		albumTitle: source.album?.title ?? null,
		albumUrl: source.album?.productUrl ?? null,
		// Google rarely says whether it already had the media item
		alreadyInLibrary: alreadyInLibrary || null,
		verified,
		...(videoStatus !== undefined && { videoStatus }),
	};
}

/** All fields of an uploaded file: its media item, and where the file came from. */
export function uploadOutput(created: CreatedItem<Source>, finding: Verification): IDataObject {
	const { sha256, source } = created.file;
	const output = createdOutput(created, finding);
	return {
		...output,
		mimeType: output.mimeType ?? source.mimeType,
		sourceField: source.field ?? null,
		sourceFileName: source.file.fileName ?? null,
		sourceSize: sourceSize(source),
		sha256,
		...captureDateOutput(source),
	};
}

/**
 * Last step of every operation that creates media items. Waits until all are created, verifies them if the user wants
 * that, and gives each entry its output, in input order and paired.
 *
 * @param fields all fields of the output of a media item
 * @throws without Continue On Fail, the first failure in input order
 */
export async function uploadOutputs<S extends NewMediaItem>(
	context: OperationContext,
	entries: Array<Entry<S>>,
	queue: CreateQueue<S>,
	breaker: UploadBreaker,
	options: UploadOptions,
	fields: (created: CreatedItem<S>, finding: Verification) => IDataObject,
): Promise<INodeExecutionData[]> {
	const results = await queue.finish();
	if (breaker.error && !context.continueOnFail) {
		throw withLibrarySummary(firstFailure(entries, results) ?? breaker.error, inLibrary(entries, results));
	}
	const created = [...results.values()].filter((result) => 'mediaItem' in result);
	const findings = await verifyUploads(context, created.map(({ mediaItem }) => mediaItem), options);
	const outputFor = (one: CreatedItem<S>) => {
		const finding = findings.get(one.mediaItem.id) as Verification;
		return simplifiedOrRaw(one, finding, fields(one, finding));
	};
	return entries.map((entry) => {
		const item = context.indexOf(entry.position);
		if (!('error' in entry || 'source' in entry)) return passedThrough(context, entry.position);
		if ('error' in entry) return toItem(entry, item);
		const result = results.get(entry.source) as CreateResult<S>;
		return toItem('error' in result ? { error: result.error } : { json: outputFor(result) }, item);
	});
}

/** Results of the files, in input order. */
function resultsOf<S extends NewMediaItem>(entries: Array<Entry<S>>, results: Map<S, CreateResult<S>>): Array<[S, CreateResult<S>]> {
	return entries.flatMap((entry): Array<[S, CreateResult<S>]> =>
		'source' in entry ? [[entry.source, results.get(entry.source) as CreateResult<S>]] : [],
	);
}

/** Ignores files that were not sent because another one had failed. */
function firstFailure<S extends NewMediaItem>(entries: Array<Entry<S>>, results: Map<S, CreateResult<S>>): Error | undefined {
	const errors = resultsOf(entries, results).flatMap(([, result]) => ('error' in result ? [result.error] : []));
	return errors.find((error) => !isSkipped(error));
}

function inLibrary<S extends NewMediaItem>(entries: Array<Entry<S>>, results: Map<S, CreateResult<S>>): InLibrary {
	const all = resultsOf(entries, results);
	const created = all.flatMap(([{ fileName }, result]) =>
		'mediaItem' in result ? [result.mediaItem.filename ?? fileName ?? result.mediaItem.id] : [],
	);
	const unsure = all.flatMap(([{ fileName: name, item }, result]) =>
		'mayBeInLibrary' in result && result.mayBeInLibrary ? [{ name, item }] : [],
	);
	return { created, unsure };
}

/** Maximum number of file names in an error. */
const MAX_NAMED = 20;

/** What is, or may be, in the library from this execution. */
export interface InLibrary {
	/** names of the created media items */
	created: string[];
	/** files that Google was asked to create and did not report as not created, in input order */
	unsure: UnsureFile[];
}

/** A file and the index of its input item. */
export interface UnsureFile {
	name?: string;
	item: number;
}

/**
 * Error that stops the node, extended by what is in the library nevertheless. Google's API cannot delete, so the user
 * has to know before starting the workflow again. (Sending the same bytes again creates no second media item.)
 *
 * @param error the first failure in input order; its description is extended
 */
export function withLibrarySummary(
	error: Error,
	{ created, unsure }: InLibrary,
): Error {
	const sentences = [
		...(created.length > 0 ? [`In the library from this run: ${named(created)}.`] : []),
		...(unsure.length > 0 ? [possiblyCreated(unsure)] : []),
	];
	if (sentences.length === 0) sentences.push('No file of this run is in the library.');
	return appendText(error, `${sentences.join(' ')} Running it again creates no second copies.`);
}

function possiblyCreated(unsure: UnsureFile[]): string {
	const [files, them] = unsure.length === 1 ? ['1 file', 'it'] : [`${unsure.length} files`, 'them'];
	const names = named(unsure.map(({ name }) => name ?? 'without a name'));
	return `${files} may be in the library, because Google did not say what became of the request that contained ${them}: ${names} (${itemsOf(unsure)}).`;
}

function named(names: string[]): string {
	const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
	return `${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}

/** Indices of the input items, as ranges: `items 0 to 49, 53`. */
function itemsOf(unsure: UnsureFile[]): string {
	const items = [...new Set(unsure.map(({ item }) => item))];
	const runs: Array<[first: number, last: number]> = [];
	for (const item of items) {
		const last = runs.at(-1);
		if (last?.[1] === item - 1) last[1] = item;
		else runs.push([item, item]);
	}
	const texts = runs.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
	return `item${items.length === 1 ? '' : 's'} ${texts.join(', ')}`;
}
