/** A trigger that has been published over a library in memory. */
import { ChangingLibrary } from './changingLibrary';
import { Poller } from './poller';
import type { VirtualClock } from './virtualClock';
import { HOUR } from './virtualClock';

export const inLibrary = { event: 'newMediaItem', from: 'library' };
export const byTitle = { event: 'newMediaItem', from: 'album', album: { mode: 'title', value: 'Inbox' } };
export const inAlbum = { event: 'newMediaItem', from: 'album', album: { mode: 'id', value: 'album' } };

/**
 * @param photos how many are there before, all of them in the album as well
 * @param page entries of a page
 */
export async function published(clock: VirtualClock, parameters: object, photos: number, page = 4) {
	const library = new ChangingLibrary({ page });
	for (let index = 0; index < photos; index++) library.album.push(library.upload(index * HOUR).id);
	const poller = new Poller(library, { ...parameters });
	await clock.until(poller.activate());
	library.expect();
	return { library, poller, poll: async () => await clock.until(poller.poll()) };
}
