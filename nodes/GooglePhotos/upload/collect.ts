import type { INodeExecutionData } from 'n8n-workflow';
import { asItIs, refusal } from '../request/explain';
import type { Run } from '../request/run';
import { checkedFile } from './checked';
import { chosenFiles, whyNotFromJson } from './chosen';
import type { Chosen } from './chosen';
import { fetchFile } from './fetch';
import { inParallel } from './parallel';
import type { NewMediaItem, Source } from './source';
import { wishesFor } from './texts';
import type { Wishes } from './texts';

/** One line of the output to be: a file to send, an item that passes through, or an error, in input order. */
export type Entry<S extends NewMediaItem = Source> =
	| { position: number; source: S }
	| { position: number; passThrough: true }
	| { position: number; error: Error };

/** What the user chose for files that cannot be sent. */
export interface CollectOptions {
	itemsWithoutFiles: 'error' | 'passThrough';
	unsupportedFiles: 'error' | 'skip';
}

/** How many items are looked at at the same time: it matters where their files are fetched from addresses. */
const PARALLEL_ITEMS = 5;

/**
 * Finds the files of all items and checks them, before anything is sent.
 *
 * @throws the first error in input order, without Continue On Fail
 */
export async function collect(run: Run, options: CollectOptions): Promise<Entry[]> {
	const perItem = await inParallel(run.items.length, PARALLEL_ITEMS, async (position) =>
		await orItsError(run, position, async () => await entriesOf(run, position, options)),
	);
	const all = perItem.flat();
	const entries = all.filter((entry) => entry !== 'skipped');
	const skipped = all.length - entries.length;
	if (skipped > 0) run.hint(`Skipped, being neither photos nor videos: ${skipped}.`);
	return entries;
}

/** Does something for an item; under Continue On Fail a failure is the item's entry. */
async function orItsError<T>(run: Run, position: number, work: () => Promise<T[]>): Promise<Array<T | Entry>> {
	try {
		return await work();
	} catch (error) {
		if (!run.continueOnFail) throw asItIs(error);
		return [{ position, error }];
	}
}

async function entriesOf(run: Run, position: number, options: CollectOptions): Promise<Array<Entry | 'skipped'>> {
	const files = chosenFiles(run, position);
	if (files.length === 0) {
		if (options.itemsWithoutFiles === 'passThrough') return [{ position, passThrough: true }];
		throw withoutFile(run, position);
	}
	const wishes = wishesFor(run, position, files.length);
	const entries: Array<Entry | 'skipped'> = [];
	for (const file of files) {
		const entry = async () => [await entryOf(run, position, file, wishes, options)];
		entries.push(...(await orItsError(run, position, entry)));
	}
	return entries;
}

/** @throws why the file cannot be sent */
async function entryOf(
	run: Run,
	position: number,
	chosen: Chosen,
	wishes: Wishes,
	{ unsupportedFiles }: CollectOptions,
): Promise<Entry | 'skipped'> {
	if ('error' in chosen) throw chosen.error;
	const about = { item: run.indexOf(position), parameter: 'URL' };
	const found = 'url' in chosen ? await fetchFile(run, chosen.url, about) : chosen;
	const checked = 'file' in found ? await checkedFile(run, position, found, wishes) : found;
	if (!('unsupported' in checked)) return { position, source: checked };
	if (unsupportedFiles === 'skip') return 'skipped';
	throw checked.unsupported;
}

/** The item of an entry that passes through: what it holds, without an error that a node before may have left beside it. */
export function passedThrough(run: Run, position: number): INodeExecutionData {
	const { json, binary } = run.items[position];
	return { json, ...(binary && { binary }), pairedItem: { item: run.indexOf(position) } };
}

function withoutFile(run: Run, position: number): Error {
	const byUrl = run.parameter<string>('files', position, 'all') === 'url';
	return refusal(
		run.caller.getNode(),
		byUrl ? 'The item has no URL of a file to upload' : 'The item has no file to upload',
		`${byUrl ? 'Enter the address of a photo or video' : 'Put a node before this one that gives a photo or video as a file'}, or set Items Without Files to Pass Through.${byUrl ? '' : whyNotFromJson(run, position)}`,
		{ item: run.indexOf(position), parameter: byUrl ? 'URL' : 'Files' },
	);
}
