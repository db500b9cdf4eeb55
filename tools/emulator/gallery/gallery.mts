import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import { mediaItemIds } from '../library/album-entries.mts';
import { creationTime } from '../library/library.mts';
import type { AlbumRecord, ItemRecord } from '../library/records.mts';
import { rendition } from '../media/renditions.mts';
import { escaped, htmlPage } from './page.mts';

type ById = { Params: { id: string; part: string }; Querystring: { side?: string } };

const siteTitle = 'Google Photos on this machine (emulator)';
const thumbnailSide = 480;
/** What the tiles of photos and videos say. */
const dates = 'The date is that of the photo, or of its upload if the file has none; a description follows it.';
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** One web page for each library and album: the demo's view of Google Photos. */
export function serveGallery(server: FastifyInstance, accounts: Accounts): void {
	server.get('/', (_request, reply) => send(reply, siteTitle, accountList(accounts)));
	server.get<ById>('/gallery/:id', (request, reply) => {
		const account = accounts.get(request.params.id);
		return account ? send(reply, account.user, libraryOf(account), account) : missing(reply);
	});
	server.get<ById>('/gallery/:id/albums/:part', (request, reply) => {
		const account = accounts.get(request.params.id);
		const album = account?.library.allAlbums().find(({ id }) => id === request.params.part);
		return account && album
			? send(reply, album.title, albumPage(account, album), account)
			: missing(reply);
	});
	server.get<ById>('/gallery/:id/photos/:part', async (request, reply) => {
		const account = accounts.get(request.params.id);
		const item = account?.library.item(request.params.part);
		if (!account || !item) return missing(reply);
		const asked = Number(request.query.side);
		const side = asked >= 1 && asked <= 4096 ? Math.floor(asked) : 1600;
		const size = { width: side, height: side, crop: false, playButton: true };
		const picture = await rendition(account.library.fileOf(item.sha256), item, size);
		return reply.type(picture.mimeType).header('cache-control', 'max-age=3600').send(picture.bytes);
	});
}

function send(reply: FastifyReply, title: string, main: string, account?: Account): FastifyReply {
	const whose = account
		? `<span>›</span> <a href="/gallery/${account.id}">${escaped(account.user)}</a>`
		: '';
	const header = `<header><b><a href="/">${siteTitle}</a></b>${whose}</header>`;
	return reply
		.type('text/html; charset=utf-8')
		.send(htmlPage(title, `${header}<main>${main}</main>`));
}

function missing(reply: FastifyReply): FastifyReply {
	return send(reply.code(404), 'Not found', '<h1>Not found</h1>');
}

function accountList(accounts: Accounts): string {
	const tiles = accounts.all().map((account) => {
		const { id, user, library } = account;
		const items = library.newestFirst();
		const count = `${items.length} items, ${library.allAlbums().length} albums`;
		return tile(`/gallery/${id}`, user, count, picture(account, items[0]?.id));
	});
	return `<h1>Libraries</h1><p class="soft">Each library is what one app (a Client ID) has created for one user.</p>${grid(tiles)}`;
}

function libraryOf(account: Account): string {
	const { library } = account;
	const albums = library.allAlbums().map((album) => {
		const items = mediaItemIds(album);
		const cover = picture(account, album.coverPhotoMediaItemId ?? items[0]);
		const link = `/gallery/${account.id}/albums/${album.id}`;
		return tile(link, album.title, countOf(items.length), cover);
	});
	const items = library.newestFirst().map((item) => itemTile(account, item));
	return `<h1>Photos</h1><p class="soft">${countOf(items.length)}, newest first. ${dates}</p>
${albums.length > 0 ? `<h2>Albums</h2>${grid(albums)}<h2>All photos and videos</h2>` : ''}${grid(items)}`;
}

function albumPage(account: Account, album: AlbumRecord): string {
	const tiles = album.entries.map((entry) => {
		if ('enrichmentId' in entry) return noteTile(entry.enrichment);
		const item = account.library.item(entry.mediaItemId);
		return item ? itemTile(account, item) : '';
	});
	const count = countOf(mediaItemIds(album).length);
	return `<h1>${escaped(album.title)}</h1><p class="soft">${count}, in album order. ${dates}</p>${grid(tiles)}`;
}

function itemTile(account: Account, item: ItemRecord): string {
	const link = `/gallery/${account.id}/photos/${item.id}`;
	const about = [day.format(creationTime(item)), item.description].filter(Boolean).join(' · ');
	return tile(link, item.filename, about, picture(account, item.id, item.filename));
}

/** Shows a text, a location or a map enrichment. */
function noteTile(enrichment: Record<string, unknown>): string {
	const texts: string[] = [];
	JSON.stringify(enrichment, (name, value: unknown) => {
		if ((name === 'text' || name === 'locationName') && typeof value === 'string')
			texts.push(value);
		return value;
	});
	return `<div class="tile note">${escaped(texts.join(' → '))}</div>`;
}

function tile(link: string, title: string, about: string, image: string): string {
	return `<a class="tile" href="${link}" title="${escaped(title)}">${image}<div><b dir="auto">${escaped(title)}</b><small>${escaped(about)}</small></div></a>`;
}

function picture(account: Account, itemId: string | undefined, alt = ''): string {
	if (itemId === undefined) return '<span class="blank"></span>';
	const source = `/gallery/${account.id}/photos/${itemId}?side=${thumbnailSide}`;
	return `<img loading="lazy" src="${source}" alt="${escaped(alt)}">`;
}

function grid(tiles: string[]): string {
	return tiles.length > 0
		? `<div class="grid">${tiles.join('')}</div>`
		: '<p class="soft">Nothing here yet.</p>';
}

function countOf(items: number): string {
	return items === 1 ? '1 item' : `${items} items`;
}
