import type { INodeExecutionData } from 'n8n-workflow';
import { albumIdOf, locatorParts, resolveAlbum } from '../fields/album';
import { forgetAlbum, idKey, recallAlbum, refusesAnAlbum } from '../fields/knownAlbums';
import type { KnownAlbum } from '../fields/knownAlbums';
import { mediaItemIdsOf } from '../fields/mediaItem';
import type { Coalesced } from '../request/coalesced';
import { asItIs, sameFor } from '../request/explain';
import { methodOf } from '../request/methods';
import { endsTheRun, notSent } from '../request/outcome';
import type { Outcome } from '../request/outcome';
import type { Run } from '../request/run';
import { requireScope } from '../request/scopes';
import { outputsOfWishes, wantedIn, wishesOf } from '../request/wish';
import type { Wish } from '../request/wish';
import { alsoSaying } from '../request/wording';
import { AlbumChange } from './albumChange';
import type { Change } from './change';

/** A media item that is to be in an album, or no longer. */
interface Wanted {
	position: number;
	/** the value of the album field */
	locator: unknown;
	mediaItemId: string;
}

/**
 * Adds the media items of all input items to their albums, or removes them, in as few calls as Google allows:
 * album by album, 50 a call, one call at a time, each media item of an album once. Each media item of each input
 * item is an output or an error of its own.
 *
 * @throws the first failure, without Continue On Fail, saying what was done before it
 */
export async function changeAlbums(run: Run, change: Change): Promise<INodeExecutionData[]> {
	if (run.items.length === 0) return [];
	const wishes = wishesOf(run, (position) => wantedBy(run, position));
	await requireScope(run.caller, methodOf('POST', `/v1/albums/id:${change.method}`), { item: run.indexOf(0) });
	return await new AlbumChanges(run, change).of(wishes);
}

/** @throws NodeOperationError if the album or a media item is missing, or cannot be one */
function wantedBy(run: Run, position: number): Wanted[] {
	const node = run.caller.getNode();
	const about = { item: run.indexOf(position) };
	const locator = run.parameter<unknown>('album', position, '');
	albumIdOf(node, locator, about);
	const ids = mediaItemIdsOf(node, run.parameter<unknown>('mediaItem', position, ''), about);
	return ids.map((mediaItemId) => ({ position, locator, mediaItemId }));
}

function keyOf(locator: unknown): string {
	const { mode, value } = locatorParts(locator);
	return `${mode}\0${value}`;
}

function errorsOf({ results }: Coalesced<'done'>): Error[] {
	return [...results.values()].filter((result) => result instanceof Error);
}

/** One run: first all albums are found, then they are changed one after the other. */
class AlbumChanges {
	/** by what the album field says */
	private readonly albums = new Map<string, KnownAlbum | Error>();
	/** what the field says of albums that were found by their title */
	private readonly locators = new Map<KnownAlbum, unknown>();
	/** by the id of the album */
	private readonly changed = new Map<string, { album: KnownAlbum; perhapsDone: Set<string> } & Coalesced<'done'>>();
	/** what ended the run: nothing more is sent after it */
	private end?: Error;

	constructor(
		private readonly run: Run,
		private readonly change: Change,
	) {}

	async of(wishes: Array<Wish<Wanted>>): Promise<INodeExecutionData[]> {
		const wanted = wantedIn(wishes);
		for (const { locator, position } of wanted) await this.find(locator, position);
		for (const { album, ids } of this.byAlbum(wanted)) await this.changeOne(album, ids);
		try {
			return outputsOfWishes(this.run, wishes, (one) => this.outcomeOf(one));
		} catch (error) {
			throw this.withWhatWasDone(error, wanted);
		}
	}

	private async find(locator: unknown, position: number): Promise<void> {
		const key = keyOf(locator);
		if (this.end || this.albums.has(key)) return;
		const { run, albums } = this;
		const about = { item: run.indexOf(position) };
		try {
			const id = albumIdOf(run.caller.getNode(), locator, about);
			// an album by its id costs no call: Google tells when it does not know it
			const known = id === undefined ? undefined : ((await recallAlbum(run.caller, idKey(id))) ?? { id, title: '' });
			const album = { ...(known ?? (await resolveAlbum(run.caller, run.settings, locator, 'refuse', about))) };
			if (id === undefined) this.locators.set(album, locator);
			albums.set(key, album);
		} catch (error) {
			if (!run.continueOnFail) throw asItIs(error);
			albums.set(key, error);
			if (endsTheRun(error)) this.end = error;
		}
	}

	/** The albums in order of their first appearance, each with its media items in that order. */
	private byAlbum(wanted: Wanted[]): Array<{ album: KnownAlbum; ids: string[] }> {
		const groups = new Map<string, { album: KnownAlbum; ids: string[] }>();
		for (const { locator, mediaItemId } of wanted) {
			const album = this.albums.get(keyOf(locator));
			if (!album || album instanceof Error) continue;
			const group = groups.get(album.id) ?? { album, ids: [] };
			groups.set(album.id, group);
			group.ids.push(mediaItemId);
		}
		return [...groups.values()];
	}

	private async changeOne(album: KnownAlbum, ids: string[]): Promise<void> {
		if (this.end) return;
		const { run, change } = this;
		let albumChange = new AlbumChange(run, change, album);
		let outcome = await albumChange.of(ids);
		if (errorsOf(outcome).some(refusesAnAlbum) && (await this.replace(album))) {
			albumChange = new AlbumChange(run, change, album);
			outcome = await albumChange.of(ids);
		}
		this.changed.set(album.id, { album, perhapsDone: albumChange.perhapsDone, ...outcome });
		const errors = errorsOf(outcome);
		this.end = errors.find((error) => !run.continueOnFail || endsTheRun(error));
	}

	/** Looks for the title of a refused album again. @returns whether another album has it now */
	private async replace(album: KnownAlbum): Promise<boolean> {
		const { run } = this;
		const { id } = album;
		await forgetAlbum(run.caller, album);
		const same = [...this.albums.values()].filter((other): other is KnownAlbum => 'id' in other && other.id === id);
		const locator = same.map((other) => this.locators.get(other)).find((one) => one !== undefined);
		if (locator === undefined) return false;
		const found = await resolveAlbum(run.caller, run.settings, locator, 'refuse', {}).catch(() => undefined);
		for (const other of same) Object.assign(other, found);
		return album.id !== id;
	}

	private outcomeOf({ position, locator, mediaItemId }: Wanted): Outcome | undefined {
		const item = this.run.indexOf(position);
		const album = this.albums.get(keyOf(locator));
		if (album instanceof Error) return { error: sameFor(album, { item }) };
		const changed = album && this.changed.get(album.id);
		const result = changed?.results.get(mediaItemId);
		if (album && result === 'done') {
			const { id, title } = album;
			return { json: { albumId: id, albumTitle: title || null, mediaItemId, [this.change.done]: true } };
		}
		if (result instanceof Error) return { error: sameFor(result, { item }) };
		const end = changed?.end ?? this.end;
		return end && this.run.continueOnFail ? { error: notSent(end, item, `"${mediaItemId}"`) } : undefined;
	}

	/**
	 * Whoever runs the workflow again should know what this run has done, and what not: of a call that Google refuses,
	 * nothing is done.
	 */
	private withWhatWasDone(error: Error, wanted: Wanted[]): Error {
		const { done, preposition } = this.change;
		const counts = { done: [] as string[], perhaps: [] as string[], not: [] as string[] };
		for (const { album, ids } of this.byAlbum(wanted)) {
			const changed = this.changed.get(album.id);
			const unique = [...new Set(ids)].map((id) => {
				if (changed?.results.get(id) === 'done') return 'done';
				return changed?.perhapsDone.has(id) ? 'perhaps' : 'not';
			});
			for (const kind of ['done', 'perhaps', 'not'] as const) {
				const count = unique.filter((one) => one === kind).length;
				if (count > 0) counts[kind].push(`${count} ${preposition} album "${album.title || album.id}"`);
			}
		}
		const parts = [
			counts.done.length > 0 ? `Already ${done}: ${counts.done.join(', ')}.` : '',
			counts.perhaps.length > 0 ? `May have been ${done}, since no reply came: ${counts.perhaps.join(', ')}.` : '',
			counts.not.length > 0 ? `Not ${done}: ${counts.not.join(', ')}.` : '',
		];
		return alsoSaying(error, parts.filter(Boolean).join(' '));
	}
}
