import type { AlbumRef } from '../albums/state';
import { callApi } from '../api/client';
import { MAX_MEDIA_ITEM_PAGE } from '../api/mediaItem';
import type { MediaItem } from '../api/mediaItem';
import type { OperationContext } from '../execution/context';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page } from '../http/paging';
import type { AlbumPosition } from '../properties/position';
import type { NewMediaItem, UploadedFile } from './types';

/** Files that one call can create, and where it is to put them. */
export interface OrderedGroup {
	files: UploadedFile[];
	/** after what: an id of a media item, or where the user wants the first one; undefined is the end of the album */
	position?: AlbumPosition;
	/** whether the position is relative to a media item of this run, not the user's */
	relativeToOwn?: boolean;
	/** instead of a position: the media item that the files have to come before, for which Google has no word */
	before?: string;
}

/** Files that can become media items in one call, and where they go. */
export interface Batch<S extends NewMediaItem = NewMediaItem> {
	files: Array<UploadedFile<S>>;
	placement: AlbumOrder;
}

/**
 * Where the files of one album and position go, so that input order is album order. Google puts a media item
 * only when it is created, and cannot move it later, but a file may have to be created after ones that follow
 * it, because Google could not do it at first. So each goes right after the nearest one before it that is in
 * the album; files that have the same one go together. The first goes where the user said.
 * https://developers.google.com/photos/library/guides/manage-albums
 */
export class AlbumOrder {
	private readonly order = new Map<UploadedFile, number>();
	/** the media items that this run put into the album, with the order of their files */
	private readonly placed = new Map<string, number>();
	/** whether Google refused a position relative to a media item of this run */
	private withoutAnchors = false;
	private beforeAll?: Promise<AlbumPosition | undefined>;

	/**
	 * @param album without one, nothing has a place
	 * @param start where the first file goes; without one, at the end
	 */
	constructor(
		readonly album?: AlbumRef,
		private readonly start?: AlbumPosition,
	) {}

	/** Says that this file comes next. */
	add(file: UploadedFile): void {
		this.order.set(file, this.order.size);
	}

	/** Says that a file's media item is in the album. The same one again does not move. */
	markCreated(file: UploadedFile, mediaItemId: string): void {
		if (!this.placed.has(mediaItemId)) this.placed.set(mediaItemId, this.order.get(file) as number);
	}

	/**
	 * Whether to place relative to media items of this run: Google may report one as created that is not in the
	 * album. Better at the wrong place than not there.
	 */
	useAnchors(use: boolean): void {
		this.withoutAnchors = !use;
	}

	/**
	 * The position before everything that this run has put into the album. It stays the same: what goes there goes
	 * before what went there.
	 *
	 * @param find finds it, and is called once; undefined if it cannot be found
	 */
	async beginning(find: () => Promise<AlbumPosition | undefined>): Promise<AlbumPosition | undefined> {
		this.beforeAll ??= find();
		return await this.beforeAll;
	}

	/** @param files of this place, in input order */
	groups(files: UploadedFile[]): OrderedGroup[] {
		if (!this.album) return [{ files }];
		const groups: OrderedGroup[] = [];
		let before: string | undefined;
		for (const file of files) {
			const [previous] = this.neighbours(file);
			const last = groups.at(-1);
			if (last && previous === before) last.files.push(file);
			else groups.push({ files: [file] });
			before = previous;
		}
		return groups.map((group) => ({ ...group, ...this.placeOf(group.files) }));
	}

	private placeOf(files: UploadedFile[]): Omit<OrderedGroup, 'files'> {
		const [previous] = this.neighbours(files[0]);
		const [, next] = this.neighbours(files[files.length - 1]);
		const atEnd = !this.start && next === undefined;
		if (atEnd || this.withoutAnchors) return { position: this.start };
		if (previous !== undefined) {
			const position: AlbumPosition = { position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: previous };
			return { position, relativeToOwn: true };
		}
		return this.start ? { position: this.start } : { before: next };
	}

	/** The media items of this run nearest to where a file belongs: the one before it, and the one after it. */
	private neighbours(file: UploadedFile): [previous?: string, next?: string] {
		const own = this.order.get(file) as number;
		let previous: [id: string, order: number] | undefined;
		let next: [id: string, order: number] | undefined;
		for (const entry of this.placed) {
			const [, order] = entry;
			if (order < own && (!previous || order > previous[1])) previous = entry;
			if (order > own && (!next || order < next[1])) next = entry;
		}
		return [previous?.[0], next?.[0]];
	}
}

/** Looking further would cost more requests than the place is worth. */
const MAX_PAGES = 30;

/**
 * The position right before a media item of an album. Google has positions after something only, so the one
 * before it has to be found in the album, which is listed in its order.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search
 *
 * @returns undefined if it cannot be found out, or not among the first 3,000 items
 */
export async function positionBefore(
	context: OperationContext,
	album: AlbumRef,
	mediaItemId: string,
): Promise<AlbumPosition | undefined> {
	let previous: string | undefined;
	const fetchPage = async (pageToken: string | undefined) =>
		await callApi<Page>(context, {
			verb: 'POST',
			path: '/v1/mediaItems:search',
			body: { albumId: album.id, ...pageParameters(MAX_MEDIA_ITEM_PAGE, pageToken) },
		});
	let pages = 0;
	try {
		for await (const { entries } of pagesOf<MediaItem>('mediaItems', fetchPage)) {
			for (const { id } of entries) {
				if (id === mediaItemId) {
					return previous === undefined
						? { position: 'FIRST_IN_ALBUM' }
						: { position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: previous };
				}
				previous = id;
			}
			if (++pages === MAX_PAGES) return undefined;
		}
	} catch {
		// the files matter more than their order
	}
	return undefined;
}
