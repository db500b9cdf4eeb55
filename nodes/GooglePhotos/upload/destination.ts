import { albumIdOf, checkAlbum, isLeftEmpty, locatorParts, resolveAlbum } from '../fields/album';
import { forgetAlbum } from '../fields/knownAlbums';
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
		const node = run.caller.getNode();
		if (!isLeftEmpty(node, locator)) checkAlbum(node, locator, { item: entry.source.item });
	}
}

/** How to look for the album again that files go to, where it was found by its title. */
const lookups = new WeakMap<KnownAlbum, () => Promise<KnownAlbum>>();

/**
 * Looks once more for the title of an album that Google refuses: it may have been deleted since. Then another one
 * takes its place for all files of the run that go there.
 *
 * @returns whether it is another album now
 */
export async function replaceAlbum(run: Run, album: KnownAlbum): Promise<boolean> {
	const { id } = album;
	const find = lookups.get(album);
	lookups.delete(album);
	await forgetAlbum(run.caller, album);
	Object.assign(album, await find?.().catch(() => undefined));
	return album.id !== id;
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
		const node = run.caller.getNode();
		if (isLeftEmpty(node, locator)) return undefined;
		albumIdOf(node, locator, {});
		const { mode, value } = locatorParts(locator);
		const key = `${mode}\0${value}`;
		const album = albums.get(key) ?? this.find(locator, mode);
		albums.set(key, album);
		return await album;
	}

	private async find(locator: unknown, mode: string): Promise<KnownAlbum> {
		const { run } = this;
		// of no item: where it fails, each file says so for its own
		const find = async () => await resolveAlbum(run.caller, run.settings, locator, 'create', {});
		const album = { ...(await find()) };
		if (mode === 'title') lookups.set(album, find);
		return album;
	}
}
