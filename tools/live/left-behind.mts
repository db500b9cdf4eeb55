import { count } from './count.mts';
import type { Reply } from './google.mts';

interface Named {
	title: string;
	url: string;
}

/** Records what requests have created in the user's Google Photos, which no app can delete. */
export class LeftBehind {
	private readonly albums = new Map<string, Named>();
	private readonly mediaItems = new Map<string, Named & { albumId: string | undefined }>();
	private readonly sessions = new Set<string>();
	private texts = 0;

	/** Records a request and its reply. @param path as in `/v1/mediaItems:batchCreate` */
	note(method: string, path: string, sent: unknown, { status, body }: Reply): void {
		const route = `${method} ${path.split('?')[0]}`;
		if (status >= 300 || typeof body !== 'object' || body === null) return;
		const reply = body as Record<string, unknown>;
		if (route === 'POST /v1/albums' || /^(GET|PATCH) \/v1\/albums\/[^:]+$/.test(route)) this.noteAlbum(reply);
		if (route === 'POST /v1/mediaItems:batchCreate') this.noteItems(reply, (sent as { albumId?: string }).albumId);
		if (/^POST \/v1\/albums\/.*:addEnrichment$/.test(route)) this.texts++;
		if (route === 'POST /v1/sessions') this.sessions.add(String(reply.id));
		if (method === 'DELETE') this.sessions.delete(path.split('/').at(-1) ?? '');
	}

	/** Ids of picking sessions that are not deleted yet. */
	get openSessions(): string[] {
		return [...this.sessions];
	}

	/** Tells the user what is left, where it is and what to do. */
	lines(): string[] {
		if (this.albums.size === 0 && this.mediaItems.size === 0) return ['Nothing is left in your Google Photos.'];
		const inAlbums = (albumId: string) => [...this.mediaItems.values()].filter((item) => item.albumId === albumId).length;
		const outside = [...this.mediaItems.values()].filter(({ albumId }) => albumId === undefined || !this.albums.has(albumId));
		return [
			'Left in your Google Photos; apps cannot delete it, so delete it there:',
			...[...this.albums].map(
				([id, { title, url }]) => `  the album "${title}" with ${count(inAlbums(id), 'file')}${this.texts ? ` and ${count(this.texts, 'text')}` : ''}: ${url}`,
			),
			...outside.map(({ title, url }) => `  a file that is in no album, ${title}: ${url}`),
			'Deleting an album leaves its photos in the library: select them in the album and delete them first.',
			...(this.sessions.size > 0 ? [`${count(this.sessions.size, 'picking session')}: Google deletes it by itself.`] : []),
		];
	}

	private noteAlbum({ id, title, productUrl }: Record<string, unknown>): void {
		if (typeof id === 'string') this.albums.set(id, { title: String(title), url: String(productUrl ?? '') });
	}

	private noteItems({ newMediaItemResults }: Record<string, unknown>, albumId: string | undefined): void {
		if (!Array.isArray(newMediaItemResults)) return;
		for (const result of newMediaItemResults as Array<{ mediaItem?: Record<string, unknown> } | null>) {
			const mediaItem = result?.mediaItem;
			if (typeof mediaItem?.id !== 'string' || this.mediaItems.has(mediaItem.id)) continue;
			const { filename, productUrl } = mediaItem;
			this.mediaItems.set(mediaItem.id, { title: String(filename ?? ''), url: String(productUrl ?? ''), albumId });
		}
	}
}
