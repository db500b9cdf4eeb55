import type { IHttpRequestOptions } from 'n8n-workflow';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { googleSays } from './httpErrors';

/** A photo of the simulated library; times in milliseconds since 1970. */
export interface Photo {
	id: string;
	captured: number;
	/** the how manieth it is that was uploaded */
	sequence: number;
	/** the user has put it into the bin */
	gone?: boolean;
}

export interface SimulatedAlbum {
	id: string;
	title: string;
	/** ids of photos, in its order */
	items: string[];
	/** how many photos the owner has added by hand: they are counted, and not listed */
	byHand: number;
}

/** How Google does what its documentation leaves open. */
export interface Manners {
	/** entries of a page at most, however many are asked for */
	page: number;
	/** an empty page before each real one */
	emptyPages?: boolean;
	/** page tokens count entries instead of naming the last one */
	offsets?: boolean;
	/** milliseconds that each call takes */
	latency?: number;
	/** the last page names the first one as its next */
	rounds?: boolean;
}

/** One person's Google Photos, in memory, which changes as time passes: a library, and albums in it. */
export class ChangingLibrary {
	readonly photos: Photo[] = [];
	/** in the order in which Google lists them */
	albums: SimulatedAlbum[] = [];
	calls = 0;
	/** what Google says how many items an album has, while that is not what it lists */
	count?: number;
	/** what happens before the answer to the call of a number, counted from the last `expect` */
	private surprise: (call: number) => void = () => undefined;
	private page: number;
	private made = 0;

	constructor(
		readonly manners: Manners,
		readonly name = 'photo',
	) {
		this.page = manners.page;
		this.makeAlbum('Inbox', 'album');
	}

	upload(captured: number): Photo {
		const sequence = this.photos.length;
		const photo = { id: `${this.name} ${sequence}`, captured, sequence };
		this.photos.push(photo);
		return photo;
	}

	makeAlbum(title: string, id = `${this.name} album ${++this.made}`): SimulatedAlbum {
		const album = { id, title, items: [], byHand: 0 };
		this.albums.unshift(album);
		return album;
	}

	/** The first album's items. */
	get album(): string[] {
		return this.albums[0]?.items ?? [];
	}

	set album(items: string[]) {
		if (this.albums[0]) this.albums[0].items = items;
	}

	/** Counts calls anew, and lets something happen before the answer to one of the next. */
	expect(call?: number, surprise?: () => void): void {
		this.calls = 0;
		this.surprise = (number) => {
			if (number === call) surprise?.();
		};
	}

	/** Lets something happen before the answer to each call, until the next `expect`. */
	always(surprise: () => void): void {
		this.calls = 0;
		this.surprise = surprise;
	}

	/** What is listed: newest capture time first, of the same one the last uploaded first. */
	get listed(): Photo[] {
		return this.photos
			.filter(({ gone }) => !gone)
			.sort((one, other) => other.captured - one.captured || other.sequence - one.sequence);
	}

	/** What is listed of an album, in its order. */
	listedIn({ items }: SimulatedAlbum): Photo[] {
		return items.map((id) => this.photos.find((photo) => photo.id === id) as Photo).filter(({ gone }) => !gone);
	}

	respond = async ({ url, qs, body }: IHttpRequestOptions): Promise<object> => {
		const call = ++this.calls;
		await clock.delay(this.manners.latency ?? 0);
		this.surprise(call);
		const { pathname } = new URL(url);
		const { pageSize, pageToken, albumId } = { ...qs, ...(body as object) } as Record<string, never>;
		const withId = (id: string) => this.albums.find((album) => album.id === decodeURIComponent(id));
		const [, , resource, id] = pathname.split('/');
		if (resource === 'albums' && id !== undefined) {
			const album = withId(id);
			if (!album) throw googleSays(404, 'Requested entity was not found.');
			return this.shown(album);
		}
		if (resource === 'albums') return this.pageOf('albums', this.albums.map((album) => this.shown(album)), pageSize, pageToken);
		const inside = albumId === undefined ? undefined : withId(albumId);
		if (albumId !== undefined && !inside) throw googleSays(400, 'Invalid album ID.');
		const photos = (inside ? this.listedIn(inside) : this.listed).map(({ id, captured }) => ({
			id,
			mediaMetadata: { creationTime: new Date(captured).toISOString() },
		}));
		return this.pageOf('mediaItems', photos, pageSize, pageToken);
	};

	private shown(album: SimulatedAlbum) {
		const { id, title, byHand } = album;
		return { id, title, mediaItemsCount: String(this.count ?? this.listedIn(album).length + byHand) };
	}

	private pageOf(list: string, all: Array<{ id: string }>, pageSize: number, token = 'real||0'): object {
		const [kind, after, given] = token.split('|');
		const { emptyPages, offsets, rounds } = this.manners;
		if (kind === 'refused') throw googleSays(400, 'Invalid page token.');
		if (emptyPages && kind === 'real' && all.length > 0) return { nextPageToken: ['filled', after, given].join('|') };
		const anchor = offsets || after === '' ? -1 : all.findIndex(({ id }) => id === after);
		const start = anchor >= 0 ? anchor + 1 : Number(given);
		const end = start + Math.min(pageSize, this.page);
		const entries = all.slice(start, end);
		const next = end < all.length ? ['real', all[end - 1].id, end] : rounds && all.length > 0 ? ['real', '', 0] : undefined;
		return {
			...(entries.length > 0 && { [list]: entries }),
			...(next && { nextPageToken: next.join('|') }),
		};
	}
}
