import type { INodeExecutionData } from 'n8n-workflow';
import { mapConcurrent } from '../concurrency/mapConcurrent';
import { inputError, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { captureDateFor } from './captureDate';
import { fetchInto } from './fileSender';
import { PARALLEL_FETCHES } from './fromUrl';
import { jsonFilesNote, selectFiles } from './selectFiles';
import type { SelectedFile } from './selectFiles';
import type { NewMediaItem, Source } from './types';
import { fileAddress } from './urlGuard';
import { parseMediaItemFields, validateFile } from './validateFile';
import type { FileFields, Unsupported } from './validateFile';

/** Entry of the later output, in input order: a file to send, a passed-through item, a skipped file, or an error. */
export type Entry<S extends NewMediaItem = Source> =
	| { position: number; source: S }
	| { position: number; passThrough: true }
	| { position: number; skipped: true }
	| { position: number; error: Error };

/** The user's options for items without files and for files that cannot be sent. */
export interface CollectOptions {
	itemsWithoutFiles: 'error' | 'passThrough';
	unsupportedFiles: 'error' | 'skip';
}

/** Number of items checked concurrently. Matters if their files are fetched from URLs. */
const PARALLEL_ITEMS = PARALLEL_FETCHES;

/** Limits of files, and their bytes, fetched from URLs before anything is sent. Others are fetched when sent. */
const MAX_FETCHED = 10;
const MAX_BYTES_FETCHED = 64 * 1024 * 1024;

/** Files fetched from URLs before anything is sent. */
interface Fetched {
	files: number;
	/** of those whose download has finished */
	bytes: number;
}

/**
 * Finds and checks the files of all items before anything is sent.
 *
 * @throws without Continue On Fail, the first error in input order
 */
export async function collectFiles(context: OperationContext, options: CollectOptions): Promise<Entry[]> {
	const fetched: Fetched = { files: 0, bytes: 0 };
	const perItem = await mapConcurrent(context.items.length, PARALLEL_ITEMS, async (position) =>
		await orItsError(context, position, async () => await entriesOf(context, position, options, fetched)),
	);
	return perItem.flat();
}

/** The entries without skipped ones. An execution hint tells how many were skipped. */
export function withoutSkipped(context: OperationContext, entries: Entry[]): Entry[] {
	const isSkipped = (entry: Entry) => 'skipped' in entry || ('source' in entry && entry.source.remote?.skipped);
	const others = entries.filter((entry) => !isSkipped(entry));
	const skipped = entries.length - others.length;
	if (skipped > 0) context.hint(`Skipped because they are neither photos nor videos: ${skipped}.`);
	return others;
}

/** Runs `work` for an item. Under Continue On Fail, an error becomes the entry of the item. */
async function orItsError(context: OperationContext, position: number, work: () => Promise<Entry[]>): Promise<Entry[]> {
	try {
		return await work();
	} catch (error) {
		if (!context.continueOnFail) throw rethrow(error);
		return [{ position, error }];
	}
}

async function entriesOf(context: OperationContext, position: number, options: CollectOptions, fetched: Fetched): Promise<Entry[]> {
	const files = selectFiles(context, position);
	if (files.length === 0) {
		if (options.itemsWithoutFiles === 'passThrough') return [{ position, passThrough: true }];
		throw withoutFile(context, position);
	}
	const fields: FileFields = {
		...parseMediaItemFields(context, position, files.length),
		captureDate: captureDateFor(context, position),
	};
	const entries: Entry[] = [];
	for (const file of files) {
		const entry = async () => [await entryOf(context, position, file, fields, options, fetched)];
		entries.push(...(await orItsError(context, position, entry)));
	}
	return entries;
}

/** @throws the reason why the file cannot be sent */
async function entryOf(
	context: OperationContext,
	position: number,
	chosen: SelectedFile,
	fields: FileFields,
	{ unsupportedFiles }: CollectOptions,
	fetched: Fetched,
): Promise<Entry> {
	if ('error' in chosen) throw chosen.error;
	const checked =
		'url' in chosen
			? await atAddress(context, position, chosen.url, fields, fetched)
			: await validateFile(context, position, chosen, fields);
	if (!('unsupported' in checked)) return { position, source: checked };
	if (unsupportedFiles === 'skip') return { position, skipped: true };
	throw checked.unsupported;
}

/**
 * A file at a URL. It is fetched at once until the limits are reached, so that problems are known before anything is
 * sent. After that, only its URL is checked.
 */
async function atAddress(
	context: OperationContext,
	position: number,
	url: string,
	fields: FileFields,
	fetched: Fetched,
): Promise<Source | Unsupported> {
	const item = context.indexOf(position);
	const remote = { url, position, givenName: fields.fileName, here: false, skipped: false };
	const source: Source = { ...fields, item, field: undefined, file: { data: '', mimeType: '' }, mimeType: '', size: 0, remote };
	if (fetched.files >= MAX_FETCHED || fetched.bytes >= MAX_BYTES_FETCHED) {
		await fileAddress(context, url, { item, parameter: 'URL' });
		return source;
	}
	fetched.files++;
	const unsupported = await fetchInto(context, source, remote);
	fetched.bytes += source.size;
	return unsupported ? { unsupported } : source;
}

/** Output item of an entry that passes through, without an error that an earlier node may have added to the item. */
export function passedThrough(context: OperationContext, position: number): INodeExecutionData {
	const { json, binary } = context.items[position];
	return { json, ...(binary && { binary }), pairedItem: { item: context.indexOf(position) } };
}

function withoutFile(context: OperationContext, position: number): Error {
	const byUrl = context.parameter<string>('files', position, 'all') === 'url';
	return inputError(
		context.node,
		byUrl ? 'The item has no URL to upload from' : 'The item has no file to upload',
		`${byUrl ? 'Enter the URL of a photo or video' : 'Add a node before this one that returns a photo or video as a file'}, or set 'Items Without Files' to 'Pass Through'.${byUrl ? '' : jsonFilesNote(context, position)}`,
		{ item: context.indexOf(position), parameter: byUrl ? 'URL' : 'Files' },
	);
}
