import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import type { Album } from '../../../nodes/GooglePhotos/api/album';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { fakeCaller, wordsOf } from './caller';
import type { CallerOptions } from './caller';
import { googleSays } from './httpErrors';
import { failed, success, tokensOf } from './sentFiles';
import type { CreateBody } from './sentFiles';

/** A request to the account. */
export interface Call {
	/**
	 * `list albums`, `get album x`, `create album Holiday`, `send sea` for the bytes "sea", `create t0,t1` for upload
	 * tokens, `look a,b` for media item ids, `bytes a=d` for the file of a media item, else method and path
	 */
	what: string;
	/** how many requests there were, this one included */
	count: number;
	/** how many of its kind there were before, as the first word of `what` tells it */
	nth: number;
	request: IHttpRequestOptions;
}

/**
 * What comes in place of Google's reply: an error, or another reply. Google does not carry out the request, or does so
 * after this many milliseconds.
 */
export type Fault = ({ error: Error } | { reply: unknown }) & { actsAfter?: number };

/** A reply whose headers or status matter. */
export class FullReply {
	readonly statusCode = 200;

	constructor(
		readonly headers: Record<string, string>,
		readonly body: unknown,
	) {}
}

/** One Google account in memory: albums with their media items, upload tokens, and media items made of them. */
export class FakeGoogle {
	readonly asked: string[] = [];
	/** when each request came, in milliseconds since 1970 */
	readonly times: number[] = [];
	readonly requests: IHttpRequestOptions[] = [];
	/** the highest number of requests at once that took time */
	mostOpen = 0;
	/** requests that were aborted while they took time */
	aborted = 0;

	/** the fault of a request, if it has one */
	fault: (call: Call) => Error | Fault | undefined = () => undefined;
	/** milliseconds that a request takes before Google carries it out */
	takes: (what: string) => number = () => 0;
	/** the upload token of bytes */
	token: (bytes: string) => string = (bytes) => `token-of-${bytes}`;
	/** gRPC codes of the next results of an upload token; 0 is success, and so is everything after the last */
	readonly codes = new Map<string, number[]>();
	/** the result of an upload token in a create call */
	create: (token: string) => MediaItemResult = (token) => {
		const code = this.codes.get(token)?.shift() ?? 0;
		return code === 0 ? success(token) : failed(token, code);
	};
	/** the results of a create call, where one depends on another; throws the error of the call */
	results: (body: CreateBody) => MediaItemResult[] = ({ newMediaItems }) =>
		newMediaItems.map(({ simpleMediaItem }) => this.create(simpleMediaItem.uploadToken));
	/** the result of a media item id */
	show: (id: string) => MediaItemResult = (id) => ({ mediaItem: { id } });
	/** albums in a page of the list */
	pageSize = 2;
	/** page token of the list, by the index of the first album of the page */
	tokenOf = (first: number) => String(first);
	/** milliseconds for which a new album is missing in the list */
	unlisted = 0;

	private open = 0;
	private readonly ofKind = new Map<string, number>();
	private readonly entries = new Map<string, string[]>();
	private readonly listedFrom = new Map<string, number>();
	private readonly coming: Array<{ at: number; call: Call }> = [];

	/** @param albums in the order of the list: newest first, as Google has it */
	constructor(readonly albums: Album[] = []) {}

	caller(options: CallerOptions = {}): N8nContext {
		return fakeCaller({ ...options, respond: this.respond });
	}

	/** The ids in an album, in its order. A media item gets its place when it is created, and never moves. */
	entriesOf(albumId = 'album'): string[] {
		const entries = this.entries.get(albumId) ?? [];
		this.entries.set(albumId, entries);
		return entries;
	}

	/** The requests of a kind, such as `send`, without that word. */
	askedTo(verb: string): string[] {
		return this.asked.filter((what) => what.startsWith(`${verb} `)).map((what) => what.slice(verb.length + 1));
	}

	/** The bodies of the create calls, and the upload tokens in each. */
	get creates(): CreateBody[] {
		return this.requests.filter(isCreate).map(({ body }) => body as unknown as CreateBody);
	}

	get calls(): string[][] {
		return this.requests.filter(isCreate).map(tokensOf);
	}

	readonly respond = async (request: IHttpRequestOptions): Promise<unknown> => {
		const what = nameOf(request);
		this.times.push(clock.now());
		this.requests.push(request);
		const [kind] = what.split(' ');
		const nth = this.ofKind.get(kind) ?? 0;
		this.ofKind.set(kind, nth + 1);
		const call = { what, request, nth, count: this.asked.push(what) };
		await this.pass(this.takes(what), request.abortSignal as AbortSignal | undefined);
		for (const late of this.coming.filter(({ at }) => at <= clock.now())) {
			this.coming.splice(this.coming.indexOf(late), 1);
			this.carryOut(late.call);
		}
		const fault = this.fault(call);
		if (fault instanceof Error) throw fault;
		if (!fault) return cloned(this.carryOut(call));
		if (fault.actsAfter === 0) this.carryOut(call);
		else if (fault.actsAfter !== undefined) this.coming.push({ at: clock.now() + fault.actsAfter, call });
		if ('error' in fault) throw fault.error;
		return fault.reply;
	};

	private async pass(milliseconds: number, signal?: AbortSignal): Promise<void> {
		if (milliseconds === 0) return;
		const aborted = new Promise<never>((_resolve, reject) => {
			signal?.addEventListener('abort', () => {
				this.aborted++;
				reject(new Error('aborted'));
			});
		});
		this.mostOpen = Math.max(this.mostOpen, ++this.open);
		try {
			await Promise.race([clock.delay(milliseconds), aborted]);
		} finally {
			this.open--;
		}
	}

	protected carryOut({ what, request }: Call): unknown {
		const { pathname } = new URL(request.url);
		if (isCreate(request)) return { newMediaItemResults: this.createAll(request.body as unknown as CreateBody) };
		if (what.startsWith('send ')) return this.token(what.slice('send '.length));
		if (what.startsWith('look ')) return { mediaItemResults: (request.qs?.mediaItemIds as string[]).map((id) => this.show(id)) };
		if (what === 'list albums') return this.list(Number(request.qs?.pageToken ?? 0));
		if (what.startsWith('get album ')) return this.get(idIn(pathname));
		if (what.startsWith('create album ')) return this.createAlbum(what.slice('create album '.length));
		if (pathname.endsWith(':search')) return this.search(request.body as IDataObject);
		if (pathname.includes(':batch')) return {};
		throw new Error(`the account knows no ${what}`);
	}

	private get(id: string): Album {
		const album = this.albums.find((candidate) => candidate.id === id);
		if (!album) throw googleSays(404, 'Requested entity was not found.');
		return album;
	}

	private createAlbum(title: string): Album {
		const id = `album-${this.albums.length + 1}`;
		const album = { id, title, productUrl: `https://photos.google.com/lr/album/${id}` };
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
			...(next < listed.length && { nextPageToken: this.tokenOf(next) }),
		};
	}

	private search({ albumId, pageToken = '0', pageSize }: IDataObject): IDataObject {
		const entries = this.entriesOf(albumId as string);
		const from = Number(pageToken);
		const until = from + Number(pageSize);
		return {
			mediaItems: entries.slice(from, until).map((id) => ({ id })),
			...(until < entries.length && { nextPageToken: String(until) }),
		};
	}

	private createAll(body: CreateBody): MediaItemResult[] {
		const { albumId, albumPosition } = body;
		const results = this.results(body);
		if (albumId === undefined) return results;
		const entries = this.entriesOf(albumId);
		const created = results.flatMap(({ mediaItem }) => mediaItem?.id ?? []);
		entries.splice(placeIn(entries, albumPosition), 0, ...created.filter((id) => !entries.includes(id)));
		return results;
	}
}

/** An account with an album of these media items. */
export function albumOf(entries: string[] = []): FakeGoogle {
	const google = new FakeGoogle([{ id: 'album', title: 'Album' }]);
	google.entriesOf('album').push(...entries);
	return google;
}

/** Albums of these ids. */
export const albumsOf = (...ids: string[]): Album[] =>
	ids.map((id) => ({ id, title: `Title of ${id}`, productUrl: `https://photos.google.com/lr/album/${id}` }));

/** The fault of a create call that Google rejects as a whole, with the text for its upload tokens. */
export const rejecting = (textFor: (tokens: string[], body: CreateBody) => string | undefined) => ({ request }: Call): Error | undefined => {
	const text = isCreate(request) ? textFor(tokensOf(request), request.body as unknown as CreateBody) : undefined;
	return text === undefined ? undefined : googleSays(400, text);
};

/** Where the bytes of media items are. */
export const MEDIA = 'https://lh3.googleusercontent.com/lr/';

const cloned = (reply: unknown) => (reply instanceof FullReply ? reply : structuredClone(reply));
const isCreate = ({ url }: IHttpRequestOptions) => url.endsWith(':batchCreate');
const idIn = (pathname: string) => decodeURIComponent(pathname.split('/')[3] ?? '');

function nameOf(request: IHttpRequestOptions): string {
	const { method, url, qs, body } = request;
	const { pathname } = new URL(url);
	if (isCreate(request)) return `create ${tokensOf(request).join()}`;
	if (url.startsWith(MEDIA)) return `bytes ${url.slice(MEDIA.length).replace(/\.\d+=/, '=')}`;
	if (pathname === '/v1/uploads') return `send ${wordsOf(body as unknown as Buffer)}`;
	if (qs?.mediaItemIds) return `look ${(qs.mediaItemIds as string[]).join()}`;
	if (pathname === '/v1/albums') return method === 'POST' ? `create album ${(body as { album: Album }).album.title}` : 'list albums';
	if (method === 'GET' && /^\/v1\/albums\/[^/]+$/.test(pathname)) return `get album ${idIn(pathname)}`;
	return `${method} ${pathname}`;
}

function placeIn(entries: string[], { position, relativeMediaItemId = '' }: NonNullable<CreateBody['albumPosition']> = { position: '' }): number {
	if (position === 'FIRST_IN_ALBUM') return 0;
	if (position !== 'AFTER_MEDIA_ITEM') return entries.length;
	const index = entries.indexOf(relativeMediaItemId);
	if (index < 0) throw googleSays(400, 'Request contains an invalid album position.');
	return index + 1;
}
