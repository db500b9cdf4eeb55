import { locatorParts, resolveAlbum } from '../fields/album';
import type { KnownAlbum } from '../fields/albumByTitle';
import { asItIs, refusal } from '../request/explain';
import { endsTheRun, notSent } from '../request/outcome';
import type { Run } from '../request/run';
import { checkedFile, chosenFiles, textsFor, UnsupportedFile } from './source';
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
		try {
			const files = chosenFiles(run, position);
			if (files.length === 0) {
				if (options.itemsWithoutFiles === 'error') throw asItIs(withoutFile(run, position));
				entries.push({ position, passThrough: true });
				continue;
			}
			const texts = textsFor(run, position, files.length);
			for (const file of files) {
				const checked = await attempt(checkedFile(run, position, file, texts));
				if ('value' in checked) {
					entries.push({ position, source: checked.value });
				} else if (!(checked.thrown instanceof UnsupportedFile)) {
					if (!run.continueOnFail) throw asItIs(checked.thrown as Error);
					entries.push({ position, error: checked.thrown as Error });
				} else if (options.unsupportedFiles === 'skip') {
					skipped++;
				} else {
					if (!run.continueOnFail) throw asItIs(checked.thrown.error);
					entries.push({ position, error: checked.thrown.error });
				}
			}
		} catch (error) {
			if (!run.continueOnFail) throw asItIs(error);
			entries.push({ position, error });
		}
	}
	if (skipped > 0) run.hint(`${skipped} files that are neither photos nor videos were skipped.`);
	return await withAlbums(run, entries);
}

function withoutFile(run: Run, position: number): Error {
	return refusal(
		run.caller.getNode(),
		'The item has no file to upload',
		'Put a node before this one that gives a photo or video as a file, or set Items Without Files to Pass Through.',
		{ item: run.indexOf(position), parameter: 'Files' },
	);
}

async function attempt<T>(promise: Promise<T>): Promise<{ value: T } | { thrown: unknown }> {
	try {
		return { value: await promise };
	} catch (thrown) {
		return { thrown };
	}
}

/** Finds the album of every file; each album once, in input order, created if it is named by a new title. */
async function withAlbums(run: Run, entries: Entry[]): Promise<Entry[]> {
	const resolved = new Map<string, { album: KnownAlbum } | { error: Error }>();
	const result: Entry[] = [];
	let end: Error | undefined;
	for (const entry of entries) {
		if (!('source' in entry)) {
			result.push(entry);
			continue;
		}
		const { position, source } = entry;
		const locator = run.parameter<unknown>('album', position, '');
		const { mode, value } = locatorParts(locator);
		if (value === '') {
			result.push(entry);
			continue;
		}
		const key = `${mode}\0${value}`;
		if (!resolved.has(key)) {
			const about = { item: source.item };
			const found = await attempt(
				end
					? Promise.reject(notSent(run, end, source.item))
					: resolveAlbum(run.caller, run.settings, locator, 'create', about),
			);
			resolved.set(key, 'value' in found ? { album: found.value } : { error: found.thrown as Error });
			if ('thrown' in found && endsTheRun(found.thrown as Error)) end = found.thrown as Error;
		}
		const album = resolved.get(key);
		if (album && 'error' in album) {
			if (!run.continueOnFail) throw album.error;
			result.push({ position, error: album.error });
		} else {
			result.push({ position, source: { ...source, album: album?.album } });
		}
	}
	return result;
}
