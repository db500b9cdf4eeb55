import type { AlbumRef } from '../albums/cache';
import { albumItemPages } from '../api/libraryCalls';
import { failureOf } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import type { AlbumPosition } from '../properties/albumPosition';
import type { CreateTarget } from './createCall';
import { sendCreate } from './createCoalescer';
import type { NewMediaItem, UploadedFile } from './types';

/** Ids of the media items that tries of Retry On Fail put into an album, by the bytes of their files. */
export type PlacedFiles = Map<string, string>;

/** Files for one create call, and their position in the album. */
export interface OrderedGroup {
	files: UploadedFile[];
	/** position in the album, relative to a media item or the user's choice; undefined: end of the album */
	position?: AlbumPosition;
	/** whether `position` is relative to a media item of this execution instead of the user's */
	relativeToOwn?: boolean;
	/** instead of `position`: id of the media item that must follow these files; Google has no such position */
	before?: string;
}

/** Files that one call can create, and the album order of their destination. */
export interface Batch<S extends NewMediaItem = NewMediaItem> {
	files: Array<UploadedFile<S>>;
	albumOrder: AlbumOrder;
}

/**
 * Positions of the files of one destination (album and position): album order equals input order. Google places a media
 * item only when it is created and cannot move it later, but a file that Google could not create at first may be
 * created after ones that follow it. So each file goes right after the nearest preceding one in the album; consecutive
 * files with the same predecessor share a call. The first file goes where the user chose.
 * https://developers.google.com/photos/library/guides/manage-albums
 */
export class AlbumOrder {
	private readonly order = new Map<UploadedFile, number>();
	/** ids of the media items that this execution put into the album, with the input order of their files */
	private readonly placed = new Map<string, number>();
	/** whether Google rejected a position relative to a media item of this execution */
	private withoutAnchors = false;
	private beforeAll?: Promise<AlbumPosition | undefined>;
	/** files whose media items an earlier try put into the album: Google does not move them */
	private readonly there = new Set<UploadedFile>();
	private readonly earlier: ReadonlyMap<string, string>;

	/**
	 * @param album undefined: files have no position
	 * @param start position of the first file; undefined: end of the album
	 * @param tries what earlier tries of Retry On Fail put there; this try adds to it
	 */
	constructor(
		readonly album?: AlbumRef,
		private readonly start?: AlbumPosition,
		private readonly tries: PlacedFiles = new Map(),
	) {
		this.earlier = new Map(tries);
	}

	/** Registers the next file in input order. */
	add(file: UploadedFile): void {
		this.order.set(file, this.order.size);
		const id = this.earlier.get(bytesKey(file));
		if (id === undefined) return;
		this.there.add(file);
		this.markCreated(file, id);
	}

	/** Records that the media item of a file is in the album. A media item recorded before keeps its position. */
	markCreated(file: UploadedFile, mediaItemId: string): void {
		if (!this.placed.has(mediaItemId)) this.placed.set(mediaItemId, this.order.get(file) as number);
		this.tries.set(bytesKey(file), mediaItemId);
	}

	/**
	 * Sets whether positions relative to media items of this execution are used. Google may report a media item as
	 * created that is not in the album. A file at the wrong position is better than a missing one.
	 */
	useAnchors(use: boolean): void {
		this.withoutAnchors = !use;
	}

	/**
	 * The position before everything that this execution has put into the album. It is determined once: files created
	 * there later come before files created there earlier.
	 *
	 * @param find determines the position; called once; returns undefined if the position cannot be determined
	 */
	async beginning(find: () => Promise<AlbumPosition | undefined>): Promise<AlbumPosition | undefined> {
		this.beforeAll ??= find();
		return await this.beforeAll;
	}

	/** @param files files of this destination, in input order */
	groups(files: UploadedFile[]): OrderedGroup[] {
		if (!this.album) return [{ files }];
		const groups: OrderedGroup[] = [];
		let before: string | undefined;
		const there = files.filter((file) => this.there.has(file));
		for (const file of files.filter((file) => !this.there.has(file))) {
			const [previous] = this.neighbours(file);
			const last = groups.at(-1);
			if (last && previous === before) last.files.push(file);
			else groups.push({ files: [file] });
			before = previous;
		}
		const placed = groups.map((group) => ({ ...group, ...this.placeOf(group.files) }));
		return there.length > 0 ? [{ files: there, position: this.start }, ...placed] : placed;
	}

	private placeOf(files: UploadedFile[]): Omit<OrderedGroup, 'files'> {
		const [previous] = this.neighbours(files[0]);
		const [, next] = this.neighbours(files[files.length - 1]);
		// an earlier try may have placed files that follow and are not registered yet
		const isLast = next === undefined && [...this.earlier.values()].every((id) => this.placed.has(id));
		const atEnd = !this.start && isLast;
		if (atEnd || this.withoutAnchors) return { position: this.start };
		if (previous !== undefined) {
			const position: AlbumPosition = { position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: previous };
			return { position, relativeToOwn: true };
		}
		return this.start || next === undefined ? { position: this.start } : { before: next };
	}

	/** The nearest media items of this execution before and after a file in input order. */
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

/** Identifies the bytes of a file. Files of Create From Upload Tokens are known by their tokens alone. */
function bytesKey({ sha256, uploadToken }: UploadedFile): string {
	return sha256 ?? uploadToken;
}

/** Maximum number of pages to read: more requests would cost more than the position is worth. */
const MAX_PAGES = 30;

/**
 * The position right before a media item of an album. Google only has positions after an element, so the preceding
 * media item has to be found in the album, which Google lists in album order.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search
 *
 * @returns undefined if a request fails or the media item is not among the first 3,000 of the album
 */
export async function positionBefore(
	context: OperationContext,
	album: AlbumRef,
	mediaItemId: string,
): Promise<AlbumPosition | undefined> {
	let previous: string | undefined;
	let pages = 0;
	try {
		for await (const { entries } of albumItemPages(context, album.id)) {
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

/**
 * Creates files at one position of an album. If Google rejects a position that this execution computed, they go to the
 * position that the user chose for the first file: the wrong position is better than a missing file.
 *
 * @param options how long the call is retried, and whether it carries files of other executions
 */
export async function createInPlace(
	context: OperationContext,
	{ albumOrder }: Batch,
	{ files, before, position, relativeToOwn }: OrderedGroup,
	options: Pick<CreateTarget, 'maximumWait' | 'oneTry'> & { alone: boolean },
): ReturnType<typeof sendCreate> {
	const { album } = albumOrder;
	const { alone, ...place } = options;
	const found =
		before !== undefined && album
			? await albumOrder.beginning(async () => await positionBefore(context, album, before))
			: undefined;
	if (before !== undefined && !found) {
		context.hint('Some files are at the end of the album instead of in input order, because Google could not create them at first.');
	}
	const reply = await sendCreate(context, files, { album, albumPosition: found ?? position, ...place }, alone);
	const isComputed = relativeToOwn || found !== undefined;
	if (!isComputed || !('error' in reply) || !refusesAPosition(reply.error)) return reply;
	albumOrder.useAnchors(false);
	const [{ position: plain }] = albumOrder.groups(files);
	const second = await sendCreate(context, files, { album, albumPosition: plain, ...place }, alone);
	if ('results' in second) {
		context.hint('Some files are not in input order in the album, because Google does not show one that it created before.');
	} else {
		albumOrder.useAnchors(true);
	}
	return second;
}

/** Whether the position may be the cause of the rejection. Google does not document how it rejects a position. */
function refusesAPosition(error: Error): boolean {
	const { kind } = failureOf(error) ?? {};
	return kind === 'invalid' || kind === 'notFound' || kind === 'unknownMediaItem';
}
