import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EmulatedAccount } from '../../../tools/emulator/control-client.mts';
import { newAccount } from '../../support/account';
import { Engine } from '../../support/engine';
import { album, itemWith, upload } from '../../support/files';
import { jpeg } from '../../support/pictures';
import { seedPictures } from '../../support/seed';

/** Continue On Fail. */
export const goOn = { node: { onError: 'continueRegularOutput' as const } };

/** Adds the media item of each input item to an album, or removes it. */
export const change = (operation: 'addMediaItems' | 'removeMediaItems', more: IDataObject = {}) => ({
	resource: 'album',
	operation,
	...album('title', 'Album'),
	mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	...more,
});

export const add = (more?: IDataObject) => change('addMediaItems', more);
export const remove = (more?: IDataObject) => change('removeMediaItems', more);

export const itemsOf = (ids: unknown[]): INodeExecutionData[] => ids.map((id) => ({ json: { id } as IDataObject }));

/** An id that Google does not know. */
export const unknown = (number: number) => `${number}`.padEnd(98, 'x');

/** What an output says: the id of its media item, or its error. */
export const said = ({ json }: INodeExecutionData) => json.error ?? json.mediaItemId;

export interface Library {
	account: EmulatedAccount;
	engine: Engine;
	/** the media items, in the order in which they were uploaded */
	ids: string[];
	albumId: string;
	/** the media items in the album, in its order */
	contents: (title?: string) => Promise<string[]>;
	/** how often each method was called */
	calls: () => Promise<Record<string, number>>;
}

/** An account with small pictures and an album of the title `Album`, with those pictures in it or not. */
export async function library(
	count: number,
	{ inAlbum = false, ...request }: Parameters<typeof newAccount>[0] & { inAlbum?: boolean } = {},
): Promise<Library> {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	const { ids, albumId } = await seedPictures(account, count, inAlbum ? 'Album' : undefined);
	const seeded = inAlbum ? albumId : (await account.seed({ albums: [{ title: 'Album' }] })).albumIds[0];
	return {
		account,
		engine,
		ids,
		albumId: seeded,
		contents: async (title = 'Album') => {
			const { albums } = await account.library();
			const found = albums.find((candidate) => candidate.title === title);
			return (found?.entries ?? []).flatMap((entry) => ('mediaItemId' in entry ? [entry.mediaItemId] : []));
		},
		calls: async () => (await account.counts()).byMethod,
	};
}

/** One more picture in the library. */
export async function oneMore(engine: Engine, number: number): Promise<string> {
	const [output] = await engine.run(upload(), { items: [await itemWith(engine, await jpeg(number))] });
	return output.json.id as string;
}
