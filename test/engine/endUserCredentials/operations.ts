import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { album, itemWith, upload } from '../../support/files';
import { jpeg } from '../../support/pictures';
import { picker } from '../../support/picker';
import type { Person } from './people';

/** Title of an album that each person has. */
export const SHARED_TITLE = 'Holiday';

/** A person with a library of their own. Everything that only they may see has their name in it. */
export interface User extends Person {
	name: string;
	/** number of their first picture; each number is another picture */
	first: number;
	/** ids of media items of this app, not in the album */
	ids: string[];
	/** id of a photo that another app uploaded */
	elsewhere: string;
}

export async function userOf(person: Person, name: string, first: number): Promise<User> {
	const pictures = await Promise.all([0, 1, 2].map(async (number) => await pictureOf(name, first + number)));
	const { mediaItemIds } = await person.account.seed({ pictures, albums: [{ title: SHARED_TITLE, pictures: [0] }] });
	const elsewhere = await person.account.addFromElsewhere(await jpeg(first + 3), `${name} elsewhere.jpg`);
	return { ...person, name, first, ids: mediaItemIds.slice(1), elsewhere };
}

async function pictureOf(name: string, number: number) {
	return { fileName: `${name} ${number}.jpg`, base64: (await jpeg(number)).toString('base64') };
}

const holiday = album('title', SHARED_TITLE);
const mediaItem = (value: string) => ({ mediaItem: { __rl: true, mode: 'id', value } });
const ofAlbum = (operation: string, more: IDataObject = {}) => ({ resource: 'album', operation, ...more });
const ofMediaItem = (operation: string, more: IDataObject = {}) => ({ resource: 'mediaItem', operation, ...more });

/** The `round`th picture that a person uploads by this operation. */
async function fileOf({ engine, name, first }: User, round: number, kind: number): Promise<INodeExecutionData> {
	const number = first + 10 + round * 10 + kind;
	return await itemWith(engine, await jpeg(number), `${name} ${number}.jpg`);
}

/** A picking session in which the person has picked their photo. */
async function pickedSession({ engine, account, elsewhere }: User): Promise<string> {
	const [{ json }] = await engine.run(picker('createSession'));
	await account.pick(String(json.id), [elsewhere]);
	return String(json.id);
}

const inSession = async (user: User, operation: string) =>
	await user.engine.run(picker(operation, { sessionId: await pickedSession(user) }));

/** Every operation of the node and every list of the editor, as one of several rounds. */
export const operations: Record<string, (user: User, round: number) => Promise<unknown>> = {
	'album create': async ({ engine, name }, round) => await engine.run(ofAlbum('create', { title: `${name}'s album ${round}` })),
	'album getOrCreate': async ({ engine }, round) => await engine.run(ofAlbum('getOrCreate', { title: `New ${round}` })),
	'album get': async ({ engine }) => await engine.run(ofAlbum('get', holiday)),
	'album getAll': async ({ engine }) => await engine.run(ofAlbum('getAll', { returnAll: true })),
	'album update': async ({ engine, ids }) => await engine.run(ofAlbum('update', { ...holiday, coverPhotoMediaItemId: ids[0], newTitle: SHARED_TITLE })),
	'album addMediaItems': async ({ engine, ids }) => await engine.run(ofAlbum('addMediaItems', { ...holiday, ...mediaItem(ids[0]) })),
	'album removeMediaItems': async ({ engine, ids }) => {
		await engine.run(ofAlbum('addMediaItems', { ...holiday, ...mediaItem(ids[1]) }));
		return await engine.run(ofAlbum('removeMediaItems', { ...holiday, ...mediaItem(ids[1]) }));
	},
	'album addEnrichment': async ({ engine, name }) => await engine.run(ofAlbum('addEnrichment', { ...holiday, text: `Text of ${name}` })),
	'mediaItem upload': async (user, round) =>
		await user.engine.run(upload(album('title', `New ${round}`)), { items: [await fileOf(user, round, 1), await fileOf(user, round, 2)] }),
	'mediaItem upload, retried': async (user, round) =>
		await user.engine.run(upload(holiday), {
			items: [{ json: {} }, await fileOf(user, round, 3)],
			node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		}),
	'mediaItem get': async ({ engine, ids }) => await engine.run(ofMediaItem('get', mediaItem(ids[0]))),
	'mediaItem getAll': async ({ engine }) => await engine.run(ofMediaItem('getAll', { from: 'album', ...holiday, returnAll: true })),
	'mediaItem update': async ({ engine, ids, name }) => await engine.run(ofMediaItem('update', { ...mediaItem(ids[1]), description: `By ${name}` })),
	'mediaItem download': async ({ engine, ids }) => await engine.run(ofMediaItem('download', mediaItem(ids[0]))),
	'mediaItem uploadBytes': async (user, round) => await user.engine.run(ofMediaItem('uploadBytes'), { items: [await fileOf(user, round, 4)] }),
	'mediaItem createFromTokens': async (user, round) => {
		const [{ json }] = await user.engine.run(ofMediaItem('uploadBytes'), { items: [await fileOf(user, round, 5)] });
		return await user.engine.run(ofMediaItem('createFromTokens', { ...holiday, uploadToken: json.uploadToken, fileName: json.fileName }));
	},
	'picker createSession': async ({ engine }) => await engine.run(picker('createSession')),
	'picker getSession': async (user) => await inSession(user, 'getSession'),
	'picker waitForSelection': async (user) => await inSession(user, 'waitForSelection'),
	'picker getAll': async (user) => await inSession(user, 'getAll'),
	'picker download': async (user) => await inSession(user, 'download'),
	'picker deleteSession': async (user) => await inSession(user, 'deleteSession'),
	'as a tool': async ({ engine }) => await engine.runAsTool(ofAlbum('getAll', { returnAll: true })),
	'list of albums': async ({ engine }, round) => await engine.listSearch('searchAlbums', round % 2 ? undefined : 'album'),
	'list of media items': async ({ engine }) => await engine.listSearch('searchMediaItems'),
};
