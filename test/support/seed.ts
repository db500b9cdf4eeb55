import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { jpeg } from './pictures';

/**
 * Adds small pictures to an account as uploads of this app, without requests: the pictures of `pictureItems`, named
 * `0.jpg`, `1.jpg` and so on.
 *
 * @param album title of a new album with them in this order; none if undefined
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

/** Creates albums `Album 0`, `Album 1` and so on in that order, without requests. */
export async function seedAlbums(account: EmulatedAccount, count: number): Promise<string[]> {
	const albums = Array.from({ length: count }, (_, number) => ({ title: `Album ${number}` }));
	return (await account.seed({ albums })).albumIds;
}
