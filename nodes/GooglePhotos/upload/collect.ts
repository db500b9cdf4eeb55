import type { IBinaryData } from 'n8n-workflow';
import { asItIs, refusal } from '../request/explain';
import type { Run } from '../request/run';
import { checkedFile, chosenFiles, textsFor } from './source';
import type { Source } from './source';

/** One line of the output to be: a file to send, an item that passes through, or an error, in input order. */
export type Entry =
	| { position: number; source: Source }
	| { position: number; passThrough: true }
	| { position: number; error: Error };

/** What the user chose for files that cannot be sent. */
export interface CollectOptions {
	itemsWithoutFiles: 'error' | 'passThrough';
	unsupportedFiles: 'error' | 'skip';
}

/**
 * Finds the files of all items and checks them, before anything is sent.
 *
 * @throws the first error, without Continue On Fail
 */
export async function collect(run: Run, options: CollectOptions): Promise<Entry[]> {
	const entries: Entry[] = [];
	let skipped = 0;
	for (let position = 0; position < run.items.length; position++) {
		const ofItem = await orItsError(run, position, async () => await entriesOf(run, position, options));
		entries.push(...ofItem.filter((entry) => entry !== 'skipped'));
		skipped += ofItem.filter((entry) => entry === 'skipped').length;
	}
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

async function entriesOf(
	run: Run,
	position: number,
	{ itemsWithoutFiles, unsupportedFiles }: CollectOptions,
): Promise<Array<Entry | 'skipped'>> {
	const files = chosenFiles(run, position);
	if (files.length === 0) {
		if (itemsWithoutFiles === 'passThrough') return [{ position, passThrough: true }];
		throw withoutFile(run, position);
	}
	const texts = textsFor(run, position, files.length);
	const check = async (file: [string, IBinaryData]): Promise<Array<Entry | 'skipped'>> => {
		const checked = await checkedFile(run, position, file, texts);
		if (!('unsupported' in checked)) return [{ position, source: checked }];
		if (unsupportedFiles === 'skip') return ['skipped'];
		throw checked.unsupported;
	};
	const entries: Array<Entry | 'skipped'> = [];
	for (const file of files) {
		entries.push(...(await orItsError(run, position, async () => await check(file))));
	}
	return entries;
}

function withoutFile(run: Run, position: number): Error {
	return refusal(
		run.caller.getNode(),
		'The item has no file to upload',
		'Put a node before this one that gives a photo or video as a file, or set Items Without Files to Pass Through.',
		{ item: run.indexOf(position), parameter: 'Files' },
	);
}
