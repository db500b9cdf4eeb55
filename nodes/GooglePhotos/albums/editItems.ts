import type { INodeExecutionData } from 'n8n-workflow';
import { apiMethod } from '../api/methods';
import { rethrow, skippedError, withContext } from '../errors/nodeError';
import { appendText } from '../errors/wording';
import type { BatchOutcome } from '../execution/batches';
import { stopsExecution } from '../execution/context';
import type { OperationContext } from '../execution/context';
import { collectOutputs, parseItems, validRequests } from '../execution/results';
import type { Outcome, ParsedItem } from '../execution/results';
import { requireScope } from '../http/credential';
import { locatorParts, parseAlbumId } from '../properties/albumLocator';
import { parseMediaItemIds } from '../properties/mediaItemLocator';
import { getCachedAlbum, idKey, invalidateAlbum, isAlbumRejection } from './cache';
import type { AlbumRef } from './cache';
import { AlbumEdit } from './editOneAlbum';
import type { Change } from './editOneAlbum';
import { resolveAlbum } from './resolveAlbum';

/** A media item to add to an album, or to remove from it. */
interface ItemEdit {
	position: number;
	/** the value of the album field */
	locator: unknown;
	mediaItemId: string;
}

/**
 * Adds the media items of all input items to their albums, or removes them, in as few calls as Google allows: album by
 * album, 50 media items per call, one call at a time, each media item of an album once. Each media item of each input
 * item gets its own output item or error.
 *
 * @throws the first error, without Continue On Fail; its text says what was done before it
 */
export async function editAlbumItems(context: OperationContext, change: Change): Promise<INodeExecutionData[]> {
	if (context.items.length === 0) return [];
	const parsed = parseItems(context, (position) => wantedBy(context, position));
	await requireScope(context.n8n, apiMethod(change.method), { item: context.indexOf(0) });
	return await new AlbumEdits(context, change).of(parsed);
}

/** @throws NodeOperationError if the album or a media item is missing or invalid */
function wantedBy(context: OperationContext, position: number): ItemEdit[] {
	const { node } = context;
	const about = { item: context.indexOf(position) };
	const locator = context.parameter<unknown>('album', position, '');
	parseAlbumId(node, locator, about);
	const ids = parseMediaItemIds(node, context.parameter<unknown>('mediaItem', position, ''), about);
	return ids.map((mediaItemId) => ({ position, locator, mediaItemId }));
}

function keyOf(locator: unknown): string {
	const { mode, value } = locatorParts(locator);
	return `${mode}\0${value}`;
}

function errorsOf({ results }: BatchOutcome<'done'>): Error[] {
	return [...results.values()].filter((result) => result instanceof Error);
}

/** The edits of one execution: looks up all albums first, then edits them one after another. */
class AlbumEdits {
	/** by mode and value of the album field */
	private readonly albums = new Map<string, AlbumRef | Error>();
	/** value of the album field of each album that was found by its title */
	private readonly locators = new Map<AlbumRef, unknown>();
	/** by album ID */
	private readonly changed = new Map<string, { album: AlbumRef; possiblyDone: Set<string> } & BatchOutcome<'done'>>();
	/** error that ended the execution: nothing is sent after it */
	private end?: Error;

	constructor(
		private readonly context: OperationContext,
		private readonly change: Change,
	) {}

	async of(parsed: Array<ParsedItem<ItemEdit>>): Promise<INodeExecutionData[]> {
		const wanted = validRequests(parsed);
		for (const { locator, position } of wanted) await this.find(locator, position);
		for (const { album, ids } of this.byAlbum(wanted)) await this.changeOne(album, ids);
		try {
			return collectOutputs(this.context, parsed, (one) => this.outcomeOf(one));
		} catch (error) {
			throw this.withCompletedEdits(error, wanted);
		}
	}

	private async find(locator: unknown, position: number): Promise<void> {
		const key = keyOf(locator);
		if (this.end || this.albums.has(key)) return;
		const { context, albums } = this;
		const about = { item: context.indexOf(position) };
		try {
			const id = parseAlbumId(context.node, locator, about);
			// an album given by its ID needs no lookup: Google rejects the edit if the ID is unknown
			const known = id === undefined ? undefined : ((await getCachedAlbum(context.n8n, idKey(id))) ?? { id, title: '' });
			const album = { ...(known ?? (await resolveAlbum(context, locator, 'refuse', about))) };
			if (id === undefined) this.locators.set(album, locator);
			albums.set(key, album);
		} catch (error) {
			if (!context.continueOnFail) throw rethrow(error);
			albums.set(key, error);
			if (stopsExecution(context, error)) this.end = error;
		}
	}

	/** The albums in order of first appearance, each with its media items in input order. */
	private byAlbum(wanted: ItemEdit[]): Array<{ album: AlbumRef; ids: string[] }> {
		const groups = new Map<string, { album: AlbumRef; ids: string[] }>();
		for (const { locator, mediaItemId } of wanted) {
			const album = this.albums.get(keyOf(locator));
			if (!album || album instanceof Error) continue;
			const group = groups.get(album.id) ?? { album, ids: [] };
			groups.set(album.id, group);
			group.ids.push(mediaItemId);
		}
		return [...groups.values()];
	}

	private async changeOne(album: AlbumRef, ids: string[]): Promise<void> {
		if (this.end) return;
		const { context, change } = this;
		let albumChange = new AlbumEdit(context, change, album);
		let outcome = await albumChange.run(ids);
		if (errorsOf(outcome).some(isAlbumRejection) && (await this.replace(album))) {
			albumChange = new AlbumEdit(context, change, album);
			outcome = await albumChange.run(ids);
		}
		this.changed.set(album.id, { album, possiblyDone: albumChange.possiblyDone, ...outcome });
		const errors = errorsOf(outcome);
		this.end = errors.find((error) => stopsExecution(context, error));
	}

	/** Looks up the title of a rejected album again. @returns whether another album has the title now */
	private async replace(album: AlbumRef): Promise<boolean> {
		const { context } = this;
		const { id } = album;
		await invalidateAlbum(context.n8n, album);
		const same = [...this.albums.values()].filter((other): other is AlbumRef => 'id' in other && other.id === id);
		const locator = same.map((other) => this.locators.get(other)).find((one) => one !== undefined);
		if (locator === undefined) return false;
		const found = await resolveAlbum(context, locator, 'refuse', {}).catch(() => undefined);
		for (const other of same) Object.assign(other, found);
		return album.id !== id;
	}

	private outcomeOf({ position, locator, mediaItemId }: ItemEdit): Outcome | undefined {
		const item = this.context.indexOf(position);
		const album = this.albums.get(keyOf(locator));
		if (album instanceof Error) return { error: withContext(album, { item }) };
		const changed = album && this.changed.get(album.id);
		const result = changed?.results.get(mediaItemId);
		if (album && result === 'done') {
			const { id, title } = album;
			return { json: { albumId: id, albumTitle: title || null, mediaItemId, [this.change.done]: true } };
		}
		if (result instanceof Error) return { error: withContext(result, { item }) };
		const end = changed?.end ?? this.end;
		return end && this.context.continueOnFail ? { error: skippedError(end, item, `"${mediaItemId}"`) } : undefined;
	}

	/**
	 * Appends what this execution did and did not do, for the user who runs the workflow again. A rejected call changes
	 * nothing.
	 */
	private withCompletedEdits(error: Error, wanted: ItemEdit[]): Error {
		const { done, preposition } = this.change;
		const counts = { done: [] as string[], perhaps: [] as string[], not: [] as string[] };
		for (const { album, ids } of this.byAlbum(wanted)) {
			const changed = this.changed.get(album.id);
			const unique = [...new Set(ids)].map((id) => {
				if (changed?.results.get(id) === 'done') return 'done';
				return changed?.possiblyDone.has(id) ? 'perhaps' : 'not';
			});
			for (const kind of ['done', 'perhaps', 'not'] as const) {
				const count = unique.filter((one) => one === kind).length;
				if (count > 0) counts[kind].push(`${count} ${preposition} album "${album.title || album.id}"`);
			}
		}
		const parts = [
			counts.done.length > 0 ? `Already ${done}: ${counts.done.join(', ')}.` : '',
			counts.perhaps.length > 0 ? `May have been ${done}, because no response arrived: ${counts.perhaps.join(', ')}.` : '',
			counts.not.length > 0 ? `Not ${done}: ${counts.not.join(', ')}.` : '',
		];
		return appendText(error, parts.filter(Boolean).join(' '));
	}
}
