import type { Account } from '../accounts/account.mts';
import type { Seed, Seeded } from '../control-types.mts';
import { addFile } from '../library/add-file.mts';

/**
 * Adds media items and albums to the account as this app's own, without requests.
 * @returns their ids in the order of the request, or why Google would reject a file
 */
export async function seed(
	account: Account,
	{ pictures = [], albums = [] }: Seed,
): Promise<Seeded | string> {
	const mediaItemIds: string[] = [];
	for (const { fileName, base64, description = '' } of pictures) {
		const item = await addFile(account, 'library', Buffer.from(base64, 'base64'), fileName);
		if (typeof item === 'string') return item;
		item.description = description;
		mediaItemIds.push(item.id);
	}
	const albumIds = albums.map(({ title, pictures: indexes = [] }) => {
		const album = account.library.addAlbum(title);
		album.entries.push(...indexes.map((index) => ({ mediaItemId: mediaItemIds[index] ?? '' })));
		return album.id;
	});
	account.changed();
	return { mediaItemIds, albumIds };
}
