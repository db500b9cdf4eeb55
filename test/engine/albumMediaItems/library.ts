import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EmulatedAccount } from '../../../tools/emulator/control-client.mts';
import { newAccount } from '../../support/account';
import { Engine } from '../../support/engine';
import { album, itemWith, upload } from '../../support/files';
import { jpeg } from '../../support/pictures';
import { seedPictures } from '../../support/seed';

/** Continue On Fail. */
export const continueOnFail = { node: { onError: 'continueRegularOutput' as const } };

/** Parameters to add the media item of each input item to an album, or to remove it. */
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

/** A well-formed id that Google does not know. */
export const unknown = (number: number) => `${number}`.padEnd(98, 'x');

/** The id of an output's media item, or its error. */
export const idOrError = ({ json }: INodeExecutionData) => json.error ?? json.mediaItemId;

export interface Library {
	account: EmulatedAccount;
	engine: Engine;
	/** the media items, in order of upload */
	ids: string[];
	albumId: string;
	/** ids of the media items in an album, in album order */
	contents: (title?: string) => Promise<string[]>;
	/** number of calls by method */
	calls: () => Promise<Record<string, number>>;
}

/** An account with small pictures and an album `Album` that contains them or is empty. */
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

/** Uploads one more picture outside of albums. @returns its id */
export async function uploadOneMore(engine: Engine, number: number): Promise<string> {
	const [output] = await engine.run(upload(), { items: [await itemWith(engine, await jpeg(number))] });
	return output.json.id as string;
}
