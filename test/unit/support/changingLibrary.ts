import type { IHttpRequestOptions } from 'n8n-workflow';
import { clock } from '../../../nodes/GooglePhotos/request/clock';
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
}

/** One person's Google Photos, in memory, which changes as time passes: a library, and one album in it. */
export class ChangingLibrary {
	readonly photos: Photo[] = [];
	/** ids, in the order of the album */
	album: string[] = [];
	calls = 0;
	/** what Google says how many items the album has, while that is not what it lists */
	count?: number;
	/** what happens before the answer to the call of that number, counted from the last `expect` */
	private surprises = new Map<number, () => void>();
	private page: number;

	constructor(
		readonly manners: Manners,
		readonly name = 'photo',
	) {
		this.page = manners.page;
	}

	upload(captured: number): Photo {
		const sequence = this.photos.length;
		const photo = { id: `${this.name} ${sequence}`, captured, sequence };
		this.photos.push(photo);
		return photo;
	}

	/** Counts calls anew, and lets something happen before the answer to one of the next. */
	expect(call?: number, surprise?: () => void): void {
		this.calls = 0;
		this.surprises = new Map(call !== undefined && surprise ? [[call, surprise]] : []);
	}

	/** What is listed: newest capture time first, of the same one the last uploaded first. */
	get listed(): Photo[] {
		return this.photos
			.filter(({ gone }) => !gone)
			.sort((one, other) => other.captured - one.captured || other.sequence - one.sequence);
	}

	/** What is listed of the album, in its order. */
	get inAlbum(): Photo[] {
		return this.album.map((id) => this.photos.find((photo) => photo.id === id) as Photo).filter(({ gone }) => !gone);
	}

	respond = async ({ url, qs, body }: IHttpRequestOptions): Promise<object> => {
		const surprise = this.surprises.get(++this.calls);
		await clock.delay(this.manners.latency ?? 0);
		surprise?.();
		const { pathname } = new URL(url);
		const { pageSize, pageToken } = { ...qs, ...(body as object) } as { pageSize: number; pageToken?: string };
		const album = pathname.startsWith('/v1/mediaItems:search');
		if (pathname.startsWith('/v1/albums/')) return { id: 'album', mediaItemsCount: String(this.count ?? this.inAlbum.length) };
		return this.pageOf(album ? this.inAlbum : this.listed, pageSize, pageToken);
	};

	private pageOf(all: Photo[], pageSize: number, token = 'real||0'): object {
		const [kind, after, given] = token.split('|');
		const { emptyPages, offsets } = this.manners;
		if (kind === 'refused') throw googleSays(400, 'Invalid page token.');
		if (emptyPages && kind === 'real' && all.length > 0) return { nextPageToken: ['filled', after, given].join('|') };
		const anchor = offsets || after === '' ? -1 : all.findIndex(({ id }) => id === after);
		const start = anchor >= 0 ? anchor + 1 : Number(given);
		const end = start + Math.min(pageSize, this.page);
		const mediaItems = all.slice(start, end).map(({ id, captured }) => ({
			id,
			mediaMetadata: { creationTime: new Date(captured).toISOString() },
		}));
		return {
			...(mediaItems.length > 0 && { mediaItems }),
			...(end < all.length && { nextPageToken: ['real', all[end - 1].id, end].join('|') }),
		};
	}
}
