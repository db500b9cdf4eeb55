/** Return All and Limit of each list that the node reads, and its paging. */
import type { IDataObject } from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album } from '../support/files';
import { seedAlbums, seedPictures } from '../support/seed';

interface List {
	title: string;
	form: IDataObject;
	method: string;
	largestPage: number;
}

const mediaItems = { resource: 'mediaItem', operation: 'getAll' };

const lists: List[] = [
	{
		title: 'the library',
		form: { ...mediaItems, from: 'library' },
		method: 'mediaItems.list',
		largestPage: 100,
	},
	{
		title: 'an album',
		form: { ...mediaItems, from: 'album', ...album('title', 'All') },
		method: 'mediaItems.search',
		largestPage: 100,
	},
	{
		title: 'filters',
		form: { ...mediaItems, from: 'filters', filters: { mediaType: 'PHOTO' } },
		method: 'mediaItems.search',
		largestPage: 100,
	},
	{
		title: 'the albums',
		form: { resource: 'album', operation: 'getAll' },
		method: 'albums.list',
		largestPage: 50,
	},
];

/** More than the largest page of media items, and of albums. */
const COUNT = 101;

let filled: { account: EmulatedAccount; engine: Engine };

async function fill(request: Parameters<typeof newAccount>[0] = {}) {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	await seedPictures(account, COUNT, 'All');
	await seedAlbums(account, COUNT - 1);
	await account.advance(60);
	return { account, engine };
}

beforeAll(async () => {
	filled = await fill();
});

describe.each(lists)('$title', ({ form, method, largestPage }) => {
	const returnAll = { ...form, returnAll: true };

	/** Runs the list and returns the ids and the number of pages. */
	async function read(parameters: IDataObject, { account, engine } = filled) {
		await account.resetRequests();
		const outputs = await engine.run(parameters);
		const requests = (await account.requests()).filter((request) => request.method === method);
		return { ids: outputs.map(({ json }) => json.id as string), pages: requests.length };
	}

	test('Return All returns each entry once, without an extra page', async () => {
		const { ids, pages } = await read(returnAll);
		expect(new Set(ids).size).toBe(COUNT);
		expect(ids).toHaveLength(COUNT);
		expect(pages).toBe(Math.ceil(COUNT / largestPage));
	});

	test('Limit around page boundaries needs no extra page', async () => {
		for (const limit of [1, largestPage - 1, largestPage, largestPage + 1, COUNT, COUNT + 1]) {
			const { ids, pages } = await read({ ...form, limit });
			expect(ids).toHaveLength(Math.min(limit, COUNT));
			expect(pages).toBe(Math.ceil(Math.min(limit, COUNT) / largestPage));
		}
	});

	test('Limit applies to each input item', async () => {
		const outputs = await filled.engine.run({ ...form, limit: 2 }, { items: [{ json: {} }, { json: {} }, { json: {} }] });
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([0, 0, 1, 1, 2, 2].map((item) => ({ item })));
	});

	test('an access token that expires between two pages is refreshed', async () => {
		await filled.account.fault({ method, kind: 'status', status: 401, skip: 1, body: UNAUTHENTICATED });
		const { ids } = await read(returnAll);
		await filled.account.clearFaults();
		expect(new Set(ids).size).toBe(COUNT);
		expect((await filled.account.counts()).byMethod.token).toBe(1);
	});

	test('empty, short and overlapping pages return each entry once', async () => {
		const hostile = await fill({ switches: 'hostile' });
		expect(new Set((await read(returnAll, hostile)).ids).size).toBe(COUNT);
		await hostile.account.switches({ emptyPages: 80, shortPages: false });
		const { ids } = await read(returnAll, hostile);
		expect(ids).toHaveLength(COUNT);
		expect(new Set(ids).size).toBe(COUNT);
	});

	test('page tokens that repeat in a cycle end the listing', async () => {
		await filled.account.switches({ repeatedPageTokens: true });
		const { ids, pages } = await read(returnAll);
		await filled.account.switches({ repeatedPageTokens: false });
		expect(new Set(ids).size).toBe(COUNT);
		expect(ids).toHaveLength(COUNT);
		expect(pages).toBeLessThanOrEqual(Math.ceil(COUNT / largestPage) + 2);
	});

	test('an empty reply returns no item', async () => {
		await filled.account.fault({ method, kind: 'status', status: 200, body: {} });
		const { ids, pages } = await read(returnAll);
		await filled.account.clearFaults();
		expect([ids, pages]).toEqual([[], 1]);
	});
});

const UNAUTHENTICATED = {
	error: { code: 401, message: 'Request had invalid authentication credentials.', status: 'UNAUTHENTICATED' },
};
