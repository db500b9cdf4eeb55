 
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { googleSays, refused } from '../support/httpErrors';

export interface Reply {
	statusCode: number;
	headers: Record<string, string>;
	body: unknown;
}

export interface LibraryEntry {
	id: string;
	sha256: string;
	fileName: string;
	size: number;
}

interface Album {
	id: string;
	title: string;
	entries: string[];
}

interface Session {
	id: string;
	size: number;
	received: number;
	hash: Hash;
	start: Buffer;
}

interface Sent {
	sha256: string;
	size: number;
	/** Google cannot create a photo from it */
	damaged: boolean;
}

export const HOST = 'https://photoslibrary.googleapis.com';
export const GRANULARITY = 262144;
/** content that starts with this counts as damaged */
export const DAMAGED = '\u0001DAMAGED';

const json = (body: unknown): Reply => ({
	statusCode: 200,
	headers: { 'content-type': 'application/json' },
	body,
});
const text = (body: string, headers = {}): Reply => ({ statusCode: 200, headers, body });

/** The parts of Google Photos that an upload needs, in memory. Every request has arrived in full. */
export class MemoryGoogle {
	readonly library = new Map<string, LibraryEntry>();
	readonly albums: Album[] = [];
	private readonly tokens = new Map<string, Sent>();
	private readonly sessions = new Map<string, Session>();
	private count = 0;

	/** Receives a body in chunks. Received bytes are kept when the connection breaks. */
	receiver(url: string, headers: IDataObject): { take: (chunk: Buffer) => void; end: () => Reply } {
		const session = this.sessions.get(new URL(url).searchParams.get('upload_id') ?? '');
		const command = String(headers['X-Goog-Upload-Command'] ?? '').toLowerCase();
		if (!session) return this.rawReceiver();
		if (command === 'query' || command === '') return { take: () => {}, end: () => this.query(session) };
		if (Number(headers['X-Goog-Upload-Offset']) !== session.received) throw refused(412, 'Precondition Failed');
		const last = command.includes('finalize');
		const before = session.received;
		return {
			take: (chunk) => receive(session, chunk),
			end: () => {
				if (!last) {
					if ((session.received - before) % GRANULARITY !== 0) throw googleSays(400, 'Invalid chunk size');
					return text('', { 'x-goog-upload-status': 'active' });
				}
				if (session.received !== session.size) throw googleSays(400, 'Size mismatch');
				this.sessions.delete(session.id);
				const damaged = session.start.toString().startsWith(DAMAGED);
				return this.token({ sha256: session.hash.digest('hex'), size: session.size, damaged });
			},
		};
	}

	start(headers: IDataObject): Reply {
		const id = `session${++this.count}`;
		const size = Number(headers['X-Goog-Upload-Raw-Size']);
		this.sessions.set(id, { id, size, received: 0, hash: createHash('sha256'), start: Buffer.alloc(0) });
		return text('', {
			'x-goog-upload-url': `${HOST}/v1/uploads?upload_id=${id}&upload_protocol=resumable`,
			'x-goog-upload-chunk-granularity': String(GRANULARITY),
			'x-goog-upload-status': 'active',
		});
	}

	/** Forgets all sessions, as Google may. */
	loseSessions(): void {
		this.sessions.clear();
	}

	/** Forgets all upload tokens, as Google does after a day. */
	loseTokens(): void {
		this.tokens.clear();
	}

	private query({ received }: Session): Reply {
		return text('', { 'x-goog-upload-status': 'active', 'x-goog-upload-size-received': String(received) });
	}

	private rawReceiver(): { take: (chunk: Buffer) => void; end: () => Reply } {
		const hash = createHash('sha256');
		let size = 0;
		let start = '';
		return {
			take: (chunk) => {
				if (size === 0) start = chunk.subarray(0, 20).toString();
				hash.update(chunk);
				size += chunk.length;
			},
			end: () => {
				if (size === 0) throw refused(400, { code: 3, message: 'Payload must not be empty' });
				return this.token({ sha256: hash.digest('hex'), size, damaged: start.startsWith(DAMAGED) });
			},
		};
	}

	private token(sent: Sent): Reply {
		const token = `CAIS${++this.count}token`;
		this.tokens.set(token, sent);
		return text(token);
	}

	/** An API method with JSON in both directions. */
	call(method: string, path: string, query: IDataObject, body: IDataObject): Reply {
		const call = `${method} ${path}`;
		if (call === 'GET /v1/albums') return json({ albums: this.albums.map(albumJson) });
		if (call === 'POST /v1/albums') return json(albumJson(this.addAlbum((body.album as { title: string }).title)));
		if (call === 'GET /v1/mediaItems:batchGet') return json({ mediaItemResults: this.get(query.mediaItemIds as string[]) });
		if (call === 'POST /v1/mediaItems:batchCreate') return json({ newMediaItemResults: this.create(body) });
		if (call === 'POST /v1/mediaItems:search') return json({ mediaItems: this.search(body.albumId as string) });
		throw new Error(`the tests expect no ${call}`);
	}

	addAlbum(title: string): Album {
		const album = { id: `album${++this.count}`, title, entries: [] };
		this.albums.push(album);
		return album;
	}

	private get(ids: string[]): unknown[] {
		const known = new Map([...this.library.values()].map((entry) => [entry.id, entry]));
		return ids.map((id) => {
			const entry = known.get(id);
			if (!entry) return { status: { code: 3, message: 'Invalid media item ID.' } };
			return { mediaItem: { ...itemJson(entry), baseUrl: `https://lh3.googleusercontent.com/lr/${id}` } };
		});
	}

	/** The media items of an album, in album order. */
	private search(albumId: string): unknown[] {
		const known = new Map([...this.library.values()].map((entry) => [entry.id, entry]));
		const album = this.albums.find(({ id }) => id === albumId);
		return (album?.entries ?? []).map((id) => itemJson(known.get(id) as LibraryEntry));
	}

	private create(body: IDataObject): unknown[] {
		const { albumId, albumPosition, newMediaItems } = body as unknown as CreateBody;
		if (newMediaItems.length > 50) throw googleSays(400, 'Request must have less than 50 items.');
		const album = this.albums.find(({ id }) => id === albumId);
		if (albumId && !album) throw googleSays(400, 'No permission to add media items to this album.');
		const known = newMediaItems.filter(({ simpleMediaItem }) => this.tokens.has(simpleMediaItem.uploadToken));
		if (known.length === 0) throw googleSays(400, 'Request must contain a valid upload token.');
		const inThisCall = new Set<string>();
		const after = albumPosition?.relativeMediaItemId;
		let index = album?.entries.length ?? 0;
		if (albumPosition?.position === 'FIRST_IN_ALBUM') index = 0;
		if (album && after) index = album.entries.indexOf(after) + 1;
		return newMediaItems.map(({ simpleMediaItem: { uploadToken, fileName = '' } }) => {
			const sent = this.tokens.get(uploadToken);
			const refusal = (code: number, message: string) => ({ uploadToken, status: { code, message } });
			if (!sent) return refusal(3, 'Request must contain a valid upload token.');
			if (sent.damaged) return refusal(3, 'Failed: There was an error while trying to create this media item.');
			if (inThisCall.has(sent.sha256)) return refusal(6, 'EXISTS: There was an error.');
			inThisCall.add(sent.sha256);
			const { sha256, size } = sent;
			const entry = this.library.get(sha256) ?? { id: `item${++this.count}`, sha256, fileName, size };
			this.library.set(sha256, entry);
			if (album && !album.entries.includes(entry.id)) album.entries.splice(index++, 0, entry.id);
			return { uploadToken, status: { message: 'Success' }, mediaItem: itemJson(entry) };
		});
	}
}

export interface CreateBody {
	albumId?: string;
	albumPosition?: { position: string; relativeMediaItemId?: string };
	newMediaItems: Array<{ simpleMediaItem: { uploadToken: string; fileName?: string } }>;
}

function receive(session: Session, chunk: Buffer): void {
	session.hash.update(chunk);
	session.received += chunk.length;
	if (session.start.length < 20) session.start = Buffer.concat([session.start, chunk.subarray(0, 20)]);
}

const albumJson = ({ id, title, entries }: Album) => ({
	id,
	title,
	productUrl: `https://photos.google.com/lr/album/${id}`,
	...(entries.length > 0 && { mediaItemsCount: String(entries.length) }),
});

const itemJson = ({ id, fileName }: LibraryEntry) => ({
	id,
	productUrl: `https://photos.google.com/lr/photo/${id}`,
	mimeType: 'image/jpeg',
	filename: fileName,
	mediaMetadata: { creationTime: '2026-07-14T12:00:00Z', width: '4', height: '3', photo: {} },
});
