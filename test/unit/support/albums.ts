import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Album } from '../../../nodes/GooglePhotos/api/album';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { fakeCaller } from './caller';
import type { CallerOptions } from './caller';
import { googleSays } from './httpErrors';

/** The albums of one Google account, listed a few at a time, newest first as Google does. */
export class FakeAlbums {
	/** every request: `list`, `create Holiday`, `get album-1` */
	readonly asked: string[] = [];
	/** fails a request before or after it has been carried out */
	before?: (request: string) => Error | undefined;
	after?: (request: string) => Error | undefined;
	/** a creation is answered with 504, and the album is there so many milliseconds later */
	late?: number;
	/** a new album is missing in lists for so many milliseconds */
	unlisted = 0;
	pageSize = 2;
	private readonly coming: Array<{ at: number; album: Album }> = [];
	private readonly listedFrom = new Map<string, number>();

	constructor(readonly albums: Album[] = []) {}

	caller(options: CallerOptions = {}): N8nContext {
		return fakeCaller({ ...options, respond: (request) => this.respond(request) });
	}

	get created(): string[] {
		return this.asked.filter((request) => request.startsWith('create '));
	}

	private respond({ method, url, qs, body }: IHttpRequestOptions): object {
		const { pathname } = new URL(url);
		const title = (body as { album?: Album } | undefined)?.album?.title ?? '';
		const id = decodeURIComponent(pathname.split('/')[3] ?? '');
		const request = id ? `get ${id}` : method === 'POST' ? `create ${title}` : 'list';
		this.asked.push(request);
		for (const { album } of this.coming.filter(({ at }) => at <= clock.now())) {
			if (!this.albums.includes(album)) this.albums.unshift(album);
		}
		const refusal = this.before?.(request);
		if (refusal) throw refusal;
		const reply = id
			? this.get(id)
			: method === 'POST'
				? this.create(title)
				: this.list(Number(qs?.pageToken ?? 0));
		const lost = this.after?.(request);
		if (lost) throw lost;
		return structuredClone(reply);
	}

	private get(id: string): Album {
		const album = this.albums.find((candidate) => candidate.id === id);
		if (!album) throw googleSays(404, 'Requested entity was not found.');
		return album;
	}

	private create(title: string): Album {
		const id = `album-${this.albums.length + 1}`;
		const album = { id, title, productUrl: `https://photos.google.com/lr/album/${id}` };
		if (this.late !== undefined) {
			this.coming.push({ at: clock.now() + this.late, album });
			throw googleSays(504, 'Deadline expired before operation could complete.');
		}
		this.listedFrom.set(id, clock.now() + this.unlisted);
		this.albums.unshift(album);
		return album;
	}

	private list(start: number): object {
		const next = start + this.pageSize;
		const listed = this.albums.filter(({ id }) => (this.listedFrom.get(id) ?? 0) <= clock.now());
		const albums = listed.slice(start, next);
		return {
			...(albums.length > 0 && { albums }),
			...(next < listed.length && { nextPageToken: String(next) }),
		};
	}
}
