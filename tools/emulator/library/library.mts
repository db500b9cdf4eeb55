import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AlbumRecord, FileFacts, ItemRecord, LibraryState, UploadRecord } from './records.mts';

const uploadTokenLife = 24 * 3600 * 1000;
const opaque = (prefix: string, length: number) =>
	prefix +
	randomBytes(length)
		.toString('base64url')
		.slice(0, length - prefix.length);

/** The media items and albums that one app created for one user, with their bytes. */
export class Library {
	/** Folder of the original files, named by their SHA-256. */
	readonly originals: string;
	private readonly items = new Map<string, ItemRecord>();
	private readonly bySha256 = new Map<string, ItemRecord>();
	private readonly albums = new Map<string, AlbumRecord>();
	private readonly uploads: Record<string, UploadRecord>;
	private sequence: number;
	private sorted: ItemRecord[] | undefined;

	constructor(state: LibraryState, originals: string) {
		this.originals = originals;
		this.sequence = state.sequence;
		this.uploads = state.uploads;
		for (const item of state.items) this.keep(item);
		for (const album of state.albums) this.albums.set(album.id, album);
	}

	get state(): LibraryState {
		const { sequence, uploads } = this;
		return {
			sequence,
			items: [...this.items.values()],
			albums: [...this.albums.values()],
			uploads,
		};
	}

	fileOf(sha256: string): string {
		return join(this.originals, sha256);
	}

	/** Registers received bytes under a new upload token. @param now milliseconds */
	addUpload(bytes: Omit<UploadRecord, 'expiresAt'>, now: number): string {
		for (const [token, old] of Object.entries(this.uploads))
			if (old.expiresAt <= now) delete this.uploads[token];
		const token = opaque('CAIS', 180);
		this.uploads[token] = { ...bytes, expiresAt: now + uploadTokenLife };
		return token;
	}

	/** The bytes of an upload token that has not expired. */
	upload(token: string, now: number): UploadRecord | undefined {
		const upload = Object.hasOwn(this.uploads, token) ? this.uploads[token] : undefined;
		return upload && upload.expiresAt > now ? upload : undefined;
	}

	itemWithBytes(sha256: string): ItemRecord | undefined {
		return this.bySha256.get(sha256);
	}

	addItem(
		item: Pick<ItemRecord, 'sha256' | 'size' | 'filename' | 'description' | 'uploadedAt'> & {
			facts: FileFacts;
			missing?: boolean;
		},
	): ItemRecord {
		const record: ItemRecord = { ...item, id: opaque('AN', 98), sequence: ++this.sequence };
		this.keep(record);
		return record;
	}

	/** Copies a media item; each copy was taken one minute before the previous one. */
	multiply(item: ItemRecord, count: number): void {
		for (let copy = 1; copy <= count; copy++) {
			const capturedAt = new Date(creationTime(item) - copy * 60_000).toISOString();
			const filename = item.filename.replace(/(\.\w+)?$/, ` ${copy}$1`);
			this.addItem({ ...item, filename, facts: { ...item.facts, capturedAt } });
		}
		this.bySha256.set(item.sha256, item);
	}

	/** Makes the item unreadable. */
	hide(item: ItemRecord): void {
		item.missing = true;
		this.sorted = undefined;
	}

	item(id: string): ItemRecord | undefined {
		const item = this.items.get(id);
		return item?.missing ? undefined : item;
	}

	/** All items by capture time, newest first; for equal times the last uploaded first. */
	newestFirst(): ItemRecord[] {
		this.sorted ??= [...this.items.values()]
			.filter((item) => !item.missing)
			.sort((a, b) => creationTime(b) - creationTime(a) || b.sequence - a.sequence);
		return this.sorted;
	}

	addAlbum(title: string, appCreated = true): AlbumRecord {
		const album: AlbumRecord = { id: opaque('AI', 76), title, entries: [], appCreated };
		this.albums.set(album.id, album);
		return album;
	}

	removeAlbum(id: string): void {
		this.albums.delete(id);
	}

	/** An album that is visible to the API. */
	album(id: string): AlbumRecord | undefined {
		const album = this.albums.get(id);
		return album?.appCreated ? album : undefined;
	}

	/** Albums that are visible to the API, newest first. */
	appAlbums(): AlbumRecord[] {
		return this.allAlbums().filter((album) => album.appCreated);
	}

	allAlbums(): AlbumRecord[] {
		return [...this.albums.values()].reverse();
	}

	private keep(item: ItemRecord): void {
		this.items.set(item.id, item);
		this.bySha256.set(item.sha256, item);
		this.sorted = undefined;
	}
}

/** Capture time in milliseconds; the upload time if the file has none. */
export function creationTime(item: ItemRecord): number {
	return item.facts.capturedAt ? Date.parse(item.facts.capturedAt) : item.uploadedAt;
}

export function enrichmentId(): string {
	return opaque('AE', 98);
}
