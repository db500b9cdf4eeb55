import { randomInt } from 'node:crypto';
import sharp from 'sharp';
import { Google } from './google.mts';
import { successBody } from './reply.mts';

export interface MediaItem {
	id: string;
	baseUrl: string;
	mediaMetadata: { creationTime?: string; width?: string; height?: string; video?: { status?: string } };
}

/** batchCreate's result for one file. */
export interface CreateResult {
	status: { code?: number; message?: string } | null;
	mediaItem?: MediaItem;
}

/** Capture dates of the test pictures: the first is neither the oldest nor the newest. */
const DAYS = ['2001:02:02', '2001:02:03', '2001:02:01'];

/** The album of all checks, with three pictures. */
export class TestAlbum {
	readonly google: Google;
	/** Reply of albums.create. */
	readonly album: Record<string, unknown> & { id: string };
	readonly pictures: Buffer[];
	/** batchCreate's results for the pictures. */
	readonly created: CreateResult[];
	/** The pictures as mediaItems.get returns them. */
	readonly items: MediaItem[];

	private constructor(parts: Pick<TestAlbum, 'google' | 'album' | 'pictures' | 'created' | 'items'>) {
		this.google = parts.google;
		this.album = parts.album;
		this.pictures = parts.pictures;
		this.created = parts.created;
		this.items = parts.items;
	}

	/** Creates the album and uploads the pictures. @throws Error with Google's message */
	static async make(google: Google, title: string): Promise<TestAlbum> {
		const made = await google.library('POST', '/v1/albums', { album: { title } });
		const album = successBody(made) as TestAlbum['album'];
		const pictures = await Promise.all(DAYS.map(picture));
		const created = await create(google, pictures, { albumId: album.id });
		const items = [];
		for (const { mediaItem } of created.results) {
			items.push(successBody(await google.library('GET', `/v1/mediaItems/${mediaItem?.id}`)) as unknown as MediaItem);
		}
		return new TestAlbum({ google, album, pictures, created: created.results, items });
	}

	/**
	 * Restores the album's title and pictures if a check changed them and failed, or if Google accepted a call that it
	 * should reject.
	 *
	 * @throws Error with Google's message
	 */
	async restore(): Promise<void> {
		const { google, album, items } = this;
		const { title } = successBody(await google.library('GET', `/v1/albums/${album.id}`));
		if (title !== album.title) {
			successBody(await google.library('PATCH', `/v1/albums/${album.id}?updateMask=title`, { title: album.title }));
		}
		const present = new Set((await this.pages(50)).flat().map(({ id }) => id));
		const mediaItemIds = items.map(({ id }) => id).filter((id) => !present.has(id));
		if (mediaItemIds.length === 0) return;
		successBody(await google.library('POST', `/v1/albums/${album.id}:batchAddMediaItems`, { mediaItemIds }));
	}

	/** The album's media items, page by page. */
	async pages(pageSize: number): Promise<MediaItem[][]> {
		const pages: MediaItem[][] = [];
		let pageToken: unknown;
		do {
			const query = { albumId: this.album.id, pageSize, ...(pageToken !== undefined && { pageToken }) };
			const page = successBody(await this.google.library('POST', '/v1/mediaItems:search', query));
			pages.push(listed(page));
			pageToken = page.nextPageToken;
		} while (typeof pageToken === 'string' && pages.length < 20);
		return pages;
	}
}

/** The media items of a reply. Google may list null entries. */
export function listed({ mediaItems }: Record<string, unknown>): MediaItem[] {
	return ((mediaItems ?? []) as Array<MediaItem | null>).filter((item) => item !== null);
}

/** Uploads files and creates media items from them with one call. */
export async function create(google: Google, files: Buffer[], place: object = {}) {
	const tokens = [];
	for (const file of files) tokens.push(await uploadToken(google, file));
	return await createFrom(google, tokens, place);
}

/** Body of batchCreate for upload tokens. */
export function creationOf(tokens: string[], place: object = {}) {
	const newMediaItems = tokens.map((token, index) => ({
		simpleMediaItem: { uploadToken: token, fileName: `live-check-${index + 1}.jpg` },
	}));
	return { ...place, newMediaItems };
}

/** Creates media items from upload tokens. @throws Error with Google's message if the whole call is rejected */
export async function createFrom(google: Google, tokens: string[], place: object = {}) {
	const reply = await google.library('POST', '/v1/mediaItems:batchCreate', creationOf(tokens, place));
	const { newMediaItemResults } = successBody(reply);
	return { status: reply.status, results: newMediaItemResults as CreateResult[] };
}

export async function uploadToken(google: Google, bytes: Buffer): Promise<string> {
	const { status, body } = await google.upload({ 'x-goog-upload-protocol': 'raw' }, bytes);
	if (status !== 200 || typeof body !== 'string') throw new Error(`The upload was answered with HTTP ${status}`);
	return body;
}

/** A small random picture, which no library contains yet, with a capture date and a location. */
async function picture(day: string): Promise<Buffer> {
	const noise = { type: 'gaussian' as const, mean: randomInt(60, 200), sigma: 40 };
	return await sharp({ create: { width: 64, height: 48, channels: 3, background: 'white', noise } })
		.withExif({
			IFD0: { ImageDescription: `live check ${randomInt(2 ** 40)}` },
			IFD2: { DateTimeOriginal: `${day} 12:00:00` },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '2/1 17/1 0/1' },
		})
		.jpeg()
		.toBuffer();
}
