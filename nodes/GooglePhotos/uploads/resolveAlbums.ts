import { invalidateAlbum } from '../albums/cache';
import type { AlbumRef } from '../albums/cache';
import { resolveAlbum } from '../albums/resolveAlbum';
import { apiMethod } from '../api/methods';
import { failureOf, isFatal, rethrow, skippedError, withContext } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { requireScope } from '../http/credential';
import { isEmptyField, locatorParts, parseAlbumId, validateAlbum } from '../properties/albumLocator';
import type { Entry } from './collectFiles';
import { errorContextOf } from './types';
import type { NewMediaItem } from './types';

/**
 * Resolves the destination of each file before anything is sent: the permission to upload, and the album. Each album is
 * requested once, in input order, and created if it is named by a new title.
 *
 * @returns the entries; under Continue On Fail, a file without a destination becomes an error
 * @throws without Continue On Fail, the first error
 */
export async function resolveAlbums<S extends NewMediaItem>(
	context: OperationContext,
	entries: Array<Entry<S>>,
): Promise<Array<Entry<S>>> {
	if (!context.continueOnFail) checkAlbums(context, entries);
	const destinations = new AlbumResolver(context);
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
			if (!context.continueOnFail) throw rethrow(error);
			result.push({ position, error });
		}
	}
	return result;
}

/**
 * Checks the albums of all files before anything is sent: none is created if a later parameter ends the execution.
 *
 * @throws NodeOperationError for the first value that is no album
 */
function checkAlbums(context: OperationContext, entries: Array<Entry<NewMediaItem>>): void {
	for (const entry of entries) {
		if (!('source' in entry)) continue;
		const locator = context.parameter<unknown>('album', entry.position, '');
		const { node } = context;
		if (!isEmptyField(node, locator)) validateAlbum(node, locator, { item: entry.source.item });
	}
}

/** How to find an album again that was found by its title. */
const lookups = new WeakMap<AlbumRef, () => Promise<AlbumRef>>();

/**
 * Resolves the title of an album again after Google rejected the album: it may have been deleted since. A different
 * album then replaces it for all files of the execution that go there.
 *
 * @returns whether the album was replaced
 */
export async function replaceAlbum(context: OperationContext, album: AlbumRef): Promise<boolean> {
	const { id } = album;
	const find = lookups.get(album);
	lookups.delete(album);
	await invalidateAlbum(context.n8n, album);
	Object.assign(album, await find?.().catch(() => undefined));
	return album.id !== id;
}

class AlbumResolver {
	private readonly albums = new Map<string, Promise<AlbumRef>>();
	/** the error that ended the execution: no requests are sent after it */
	private end?: Error;

	constructor(private readonly context: OperationContext) {}

	/** @returns undefined for library only */
	async of(position: number, source: NewMediaItem): Promise<AlbumRef | undefined> {
		const { what, file } = errorContextOf(source);
		if (this.end) throw skippedError(this.end, source.item, what, file);
		try {
			await requireScope(this.context.n8n, apiMethod('uploads'), errorContextOf(source));
		} catch (error) {
			this.end = error;
			throw rethrow(error);
		}
		try {
			return await this.albumOf(position);
		} catch (error) {
			// a permission that albums need is not needed by files without an album
			if (isFatal(error) && failureOf(error)?.kind !== 'missingScope') this.end = error;
			throw withContext(error, { item: source.item, file });
		}
	}

	private async albumOf(position: number): Promise<AlbumRef | undefined> {
		const { context, albums } = this;
		const locator = context.parameter<unknown>('album', position, '');
		const { node } = context;
		if (isEmptyField(node, locator)) return undefined;
		parseAlbumId(node, locator, {});
		const { mode, value } = locatorParts(locator);
		const key = `${mode}\0${value}`;
		const album = albums.get(key) ?? this.find(locator, mode);
		albums.set(key, album);
		return await album;
	}

	private async find(locator: unknown, mode: string): Promise<AlbumRef> {
		const { context } = this;
		// without an item: `of` adds the item of each file to the error
		const find = async () => await resolveAlbum(context, locator, 'create', {});
		const album = { ...(await find()) };
		if (mode === 'title') lookups.set(album, find);
		return album;
	}
}
