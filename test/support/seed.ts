import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { jpeg } from './pictures';

/**
 * Puts small pictures into an account as if this app had uploaded them, without a request: the pictures of
 * `pictureItems`, called `0.jpg`, `1.jpg` and so on.
 *
 * @param album title of a new album that holds them in this order; none if left out
 * @param description of each picture
 */
export async function seedPictures(
	account: EmulatedAccount,
	count: number,
	album?: string,
	description?: string,
): Promise<{ ids: string[]; albumId: string }> {
	const numbers = Array.from({ length: count }, (_, number) => number);
	const pictures = await Promise.all(
		numbers.map(async (number) => {
			const base64 = (await jpeg(number)).toString('base64');
			return { fileName: `${number}.jpg`, base64, description };
		}),
	);
	const albums = album === undefined ? [] : [{ title: album, pictures: numbers }];
	const { mediaItemIds, albumIds } = await account.seed({ pictures, albums });
	return { ids: mediaItemIds, albumId: albumIds[0] };
}

/** Albums called `Album 0`, `Album 1` and so on, made in that order, without a request. */
export async function seedAlbums(account: EmulatedAccount, count: number): Promise<string[]> {
	const albums = Array.from({ length: count }, (_, number) => ({ title: `Album ${number}` }));
	return (await account.seed({ albums })).albumIds;
}
