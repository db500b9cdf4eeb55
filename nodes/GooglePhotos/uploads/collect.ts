import type { INodeExecutionData } from 'n8n-workflow';
import { mapConcurrent } from '../concurrency/mapConcurrent';
import { inputError, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { fetchInto } from './fileSender';
import { PARALLEL_FETCHES } from './fromUrl';
import { jsonFilesNote, selectFiles } from './selectFiles';
import type { SelectedFile } from './selectFiles';
import type { NewMediaItem, Source } from './types';
import { fileAddress } from './urlGuard';
import { parseMediaItemFields, validateFile } from './validate';
import type { MediaItemFields, Unsupported } from './validate';

/** One line of the output to be: a file to send, an item that passes through, or an error, in input order. */
export type Entry<S extends NewMediaItem = Source> =
	| { position: number; source: S }
	| { position: number; passThrough: true }
	| { position: number; skipped: true }
	| { position: number; error: Error };

/** What the user chose for files that cannot be sent. */
export interface CollectOptions {
	itemsWithoutFiles: 'error' | 'passThrough';
	unsupportedFiles: 'error' | 'skip';
}

/** How many items are looked at at the same time: it matters where their files are fetched from addresses. */
const PARALLEL_ITEMS = PARALLEL_FETCHES;

/** So many files at addresses, and bytes of them, are fetched before anything is sent; the others when it is their turn. */
const MAX_FETCHED = 10;
const MAX_BYTES_FETCHED = 64 * 1024 * 1024;

/** What was fetched before anything is sent. */
interface Fetched {
	files: number;
	/** of those that are here */
	bytes: number;
}

/**
 * Finds the files of all items and checks them, before anything is sent.
 *
 * @throws the first error in input order, without Continue On Fail
 */
export async function collectFiles(context: OperationContext, options: CollectOptions): Promise<Entry[]> {
	const fetched: Fetched = { files: 0, bytes: 0 };
	const perItem = await mapConcurrent(context.items.length, PARALLEL_ITEMS, async (position) =>
		await orItsError(context, position, async () => await entriesOf(context, position, options, fetched)),
	);
	return perItem.flat();
}

/** The entries without those that are skipped, of which a hint says how many there are. */
export function withoutSkipped(context: OperationContext, entries: Entry[]): Entry[] {
	const isSkipped = (entry: Entry) => 'skipped' in entry || ('source' in entry && entry.source.remote?.skipped);
	const others = entries.filter((entry) => !isSkipped(entry));
	const skipped = entries.length - others.length;
	if (skipped > 0) context.hint(`Skipped, being neither photos nor videos: ${skipped}.`);
	return others;
}

/** Does something for an item; under Continue On Fail a failure is the item's entry. */
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
	const wishes = parseMediaItemFields(context, position, files.length);
	const entries: Entry[] = [];
	for (const file of files) {
		const entry = async () => [await entryOf(context, position, file, wishes, options, fetched)];
		entries.push(...(await orItsError(context, position, entry)));
	}
	return entries;
}

/** @throws why the file cannot be sent */
async function entryOf(
	context: OperationContext,
	position: number,
	chosen: SelectedFile,
	wishes: MediaItemFields,
	{ unsupportedFiles }: CollectOptions,
	fetched: Fetched,
): Promise<Entry> {
	if ('error' in chosen) throw chosen.error;
	const checked =
		'url' in chosen
			? await atAddress(context, position, chosen.url, wishes, fetched)
			: await validateFile(context, position, chosen, wishes);
	if (!('unsupported' in checked)) return { position, source: checked };
	if (unsupportedFiles === 'skip') return { position, skipped: true };
	throw checked.unsupported;
}

/**
 * A file at an address. While few of them are fetched it is fetched at once, so that what is wrong with it is
 * known before anything is sent.
 */
async function atAddress(
	context: OperationContext,
	position: number,
	url: string,
	wishes: MediaItemFields,
	fetched: Fetched,
): Promise<Source | Unsupported> {
	const item = context.indexOf(position);
	const remote = { url, position, givenName: wishes.fileName, here: false, skipped: false };
	const source: Source = { ...wishes, item, field: undefined, file: { data: '', mimeType: '' }, mimeType: '', size: 0, remote };
	if (fetched.files >= MAX_FETCHED || fetched.bytes >= MAX_BYTES_FETCHED) {
		await fileAddress(context, url, { item, parameter: 'URL' });
		return source;
	}
	fetched.files++;
	const unsupported = await fetchInto(context, source, remote);
	fetched.bytes += source.size;
	return unsupported ? { unsupported } : source;
}

/** The item of an entry that passes through: what it holds, without an error that a node before may have left beside it. */
export function passedThrough(context: OperationContext, position: number): INodeExecutionData {
	const { json, binary } = context.items[position];
	return { json, ...(binary && { binary }), pairedItem: { item: context.indexOf(position) } };
}

function withoutFile(context: OperationContext, position: number): Error {
	const byUrl = context.parameter<string>('files', position, 'all') === 'url';
	return inputError(
		context.n8n.getNode(),
		byUrl ? 'The item has no URL of a file to upload' : 'The item has no file to upload',
		`${byUrl ? 'Enter the address of a photo or video' : 'Put a node before this one that gives a photo or video as a file'}, or set Items Without Files to Pass Through.${byUrl ? '' : jsonFilesNote(context, position)}`,
		{ item: context.indexOf(position), parameter: byUrl ? 'URL' : 'Files' },
	);
}
