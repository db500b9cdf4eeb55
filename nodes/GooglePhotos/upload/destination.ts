import { checkAlbum, locatorParts, resolveAlbum } from '../fields/album';
import type { KnownAlbum } from '../fields/knownAlbums';
import { asItIs, failureOf, sameFor } from '../request/explain';
import { methodOf } from '../request/methods';
import { endsTheRun, notSent } from '../request/outcome';
import type { Run } from '../request/run';
import { requireScope } from '../request/scopes';
import type { Entry } from './collect';
import { subjectOf } from './source';
import type { NewMediaItem } from './source';

/**
 * Finds out where each file goes before anything is sent: that this app may upload at all, and the album.
 * Each album is asked for once, in input order, and created if it is named by a new title.
 *
 * @returns the entries; under Continue On Fail a file without a destination has become an error
 * @throws the first error, without Continue On Fail
 */
export async function withDestinations<S extends NewMediaItem>(
	run: Run,
	entries: Array<Entry<S>>,
): Promise<Array<Entry<S>>> {
	if (!run.continueOnFail) checkAlbums(run, entries);
	const destinations = new Destinations(run);
	const result: Array<Entry<S>> = [];
	for (const entry of entries) {
		if (!('source' in entry)) {
			result.push(entry);
			continue;
		}
		const { position, source } = entry;
		try {
			result.push({ position, source: { ...source, album: await destinations.of(position, source) } });
		} catch (error) {
			if (!run.continueOnFail) throw asItIs(error);
			result.push({ position, error });
		}
	}
	return result;
}

/**
 * Checks the album fields of all files at home: no album may be created for a run that a later field ends.
 *
 * @throws NodeOperationError for the first that is no album
 */
function checkAlbums(run: Run, entries: Array<Entry<NewMediaItem>>): void {
	for (const entry of entries) {
		if (!('source' in entry)) continue;
		const locator = run.parameter<unknown>('album', entry.position, '');
		if (locatorParts(locator).value !== '') checkAlbum(run.caller.getNode(), locator, { item: entry.source.item });
	}
}

class Destinations {
	private readonly albums = new Map<string, Promise<KnownAlbum>>();
	/** what ended the run: nothing more is asked for after that */
	private end?: Error;

	constructor(private readonly run: Run) {}

	/** @returns undefined for the library only */
	async of(position: number, source: NewMediaItem): Promise<KnownAlbum | undefined> {
		const { what, file } = subjectOf(source);
		if (this.end) throw notSent(this.end, source.item, what, file);
		try {
			await requireScope(this.run.caller, methodOf('POST', '/v1/uploads'), subjectOf(source));
		} catch (error) {
			this.end = error;
			throw asItIs(error);
		}
		try {
			return await this.albumOf(position);
		} catch (error) {
			// a permission that albums need is not one that files without an album need
			if (endsTheRun(error) && failureOf(error)?.kind !== 'missingScope') this.end = error;
			throw sameFor(error, { item: source.item, file });
		}
	}

	private async albumOf(position: number): Promise<KnownAlbum | undefined> {
		const { run, albums } = this;
		const locator = run.parameter<unknown>('album', position, '');
		const { mode, value } = locatorParts(locator);
		if (value === '') return undefined;
		const key = `${mode}\0${value}`;
		// of no item: where it fails, each file says so for its own
		const album = albums.get(key) ?? resolveAlbum(run.caller, run.settings, locator, 'create', {});
		albums.set(key, album);
		return await album;
	}
}
