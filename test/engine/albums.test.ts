import type { IDataObject } from 'n8n-workflow';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, errorOf, itemWith, saying, upload } from '../support/files';
import { jpeg } from '../support/pictures';

const operation = (name: string, more: IDataObject = {}) => ({ resource: 'album', operation: name, ...more });
const item = (json: IDataObject = {}) => ({ json });

async function fresh(switches?: Parameters<typeof newAccount>[0]): Promise<{ account: EmulatedAccount; engine: Engine }> {
	const account = await newAccount(switches);
	return { account, engine: await Engine.for(account) };
}

/** Albums called `Album 0`, `Album 1` and so on, made in that order. */
async function makeAlbums(engine: Engine, count: number): Promise<string[]> {
	const items = Array.from({ length: count }, (_, index) => item({ title: `Album ${index}` }));
	const outputs = await engine.run(operation('create', { title: '={{ $json.title }}' }), { items });
	return outputs.map(({ json }) => json.id as string);
}

describe('Create', () => {
	test('makes an album of exactly that title', async () => {
		const { account, engine } = await fresh();
		const title = 'Été 🏖 "2026" {{ $json }}';
		const outputs = await engine.run(operation('create', { title: `=${'{{ $json.title }}'}` }), {
			items: [item({ title })],
		});
		expect(outputs).toMatchObject([{ json: { title }, pairedItem: { item: 0 } }]);
		expect((await account.library()).albums).toMatchObject([{ id: outputs[0].json.id, title }]);
	});

	test('of 40 items: one write at a time, in order', async () => {
		const { account, engine } = await fresh({ switches: { latencyMs: 2 } });
		expect(new Set(await makeAlbums(engine, 40)).size).toBe(40);
		const { byMethod, maxParallel } = await account.counts();
		expect(byMethod).toEqual({ 'albums.create': 40 });
		expect(maxParallel.writes).toBe(1);
	});

	test.each([
		['={{ " " }}', /no title/],
		['x'.repeat(501), /longer than 500/],
	])('a bad title is refused before anything is sent: %#', async (title, says) => {
		const { account, engine } = await fresh();
		const error = await errorOf(engine.run(operation('create', { title })));
		expect(saying(error)).toMatch(says);
		expect(saying(error)).toMatch(/\[item 0\].*"Title"/);
		expect(await account.requests()).toEqual([]);
	});

	test('is not repeated when the reply is lost, since there could be two', async () => {
		const { account, engine } = await fresh();
		await account.fault({ method: 'albums.create', kind: 'reset-after' });
		const error = await errorOf(engine.run(operation('create', { title: 'Once' })));
		expect(saying(error)).toMatch(/may have been carried out/);
		expect((await account.library()).albums).toHaveLength(1);
	});

	test('the first failure stops what is still queued', async () => {
		const { account, engine } = await fresh({ switches: { latencyMs: 5 } });
		await account.fault({ method: 'albums.create', kind: 'status', status: 400, skip: 2 });
		const items = Array.from({ length: 20 }, (_, index) => item({ title: `${index}` }));
		const error = await errorOf(engine.run(operation('create', { title: '={{ $json.title }}' }), { items }));
		expect(error.message).toMatch(/\[item 2\]/);
		expect((await account.counts()).byMethod['albums.create']).toBe(3);
	});

	test('Continue On Fail: the failed item is an error of its own, paired, and the others go through', async () => {
		const { engine } = await fresh();
		const items = [item({ title: 'A' }), item({ title: '' }), item({ title: 'C' })];
		const outputs = await engine.run(operation('create', { title: '={{ $json.title }}' }), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(outputs.map(({ json }) => json.title ?? json.error)).toEqual([
			'A',
			expect.stringMatching(/no title.*\[item 1\]/),
			'C',
		]);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});

describe('Get or Create', () => {
	test('of 60 items with three titles makes three albums', async () => {
		const { account, engine } = await fresh();
		await engine.run(operation('create', { title: 'B' }));
		const items = Array.from({ length: 60 }, (_, index) => item({ title: 'ABC'[index % 3] }));
		const outputs = await engine.run(operation('getOrCreate', { title: '={{ $json.title }}' }), { items });
		expect(outputs.map(({ json }) => json.title)).toEqual(items.map(({ json }) => json.title));
		expect(outputs.map(({ json }) => json.created).slice(0, 4)).toEqual([true, false, true, false]);
		expect((await account.library()).albums).toHaveLength(3);
		expect((await account.counts()).byMethod['albums.list']).toBeLessThanOrEqual(3);
	});

	test('adopts the album whose creation lost its reply', async () => {
		const { account, engine } = await fresh();
		await account.fault({ method: 'albums.create', kind: 'reset-after' });
		const [{ json }] = await engine.run(operation('getOrCreate', { title: 'Once' }));
		const { albums } = await account.library();
		expect(albums).toHaveLength(1);
		expect(json.id).toBe(albums[0].id);
	});

	test('compares titles after trimming and Unicode normalisation', async () => {
		const { account, engine } = await fresh();
		await engine.run(operation('create', { title: 'Été' }));
		const [{ json }] = await engine.run(operation('getOrCreate', { title: ' E\u0301te\u0301 ' }));
		expect(json.created).toBe(false);
		expect((await account.library()).albums).toHaveLength(1);
	});

	test('works as an agent\'s tool', async () => {
		const { engine } = await fresh();
		const [{ json }] = await engine.runAsTool(operation('getOrCreate', { title: 'Tool' }));
		expect(json).toMatchObject({ title: 'Tool', created: true });
	});
});

describe('Get', () => {
	test.each(['list', 'title', 'url', 'id'] as const)('by %s', async (mode) => {
		const { engine } = await fresh();
		const [id] = await makeAlbums(engine, 1);
		const value = { list: id, id, title: 'Album 0', url: `https://photos.google.com/u/1/lr/album/${id}?a=b` }[mode];
		const outputs = await engine.run(operation('get', album(mode, value)));
		expect(outputs).toMatchObject([{ json: { id, title: 'Album 0', isWriteable: true }, pairedItem: { item: 0 } }]);
	});

	test('by a title that no album has: nothing is created', async () => {
		const { account, engine } = await fresh();
		const error = await errorOf(engine.run(operation('get', album('title', 'Nowhere'))));
		expect(saying(error)).toMatch(/no album of that title: album "Nowhere" \[item 0\].*"Album"/);
		expect((await account.library()).albums).toEqual([]);
	});

	test.each([400, 404])('of an unknown id, which Google answers with %d', async (unknownIdStatus) => {
		const { engine } = await fresh({ switches: { unknownIdStatus } });
		const error = await errorOf(engine.run(operation('get', album('id', 'A'.repeat(76)))));
		expect(saying(error)).toMatch(/no such album.*\[item 0\].*"Album"/);
	});

	test('an id that would leave its place in the address stays there', async () => {
		const { account, engine } = await fresh();
		for (const id of ['../mediaItems', 'x/../../v1/mediaItems', 'a?b=c', 'a#b', 'a:batchAddMediaItems', '%2e%2e']) {
			await errorOf(engine.run(operation('get', album('id', id))));
		}
		const methods = (await account.requests()).map(({ method }) => method);
		expect(new Set(methods)).toEqual(new Set(['albums.get']));
	});

	test('of many items with one failing: paired, under Continue On Fail', async () => {
		const { engine } = await fresh();
		const ids = await makeAlbums(engine, 3);
		const items = [ids[0], 'A'.repeat(76), ids[2]].map((id) => item({ id }));
		const outputs = await engine.run(operation('get', album('id', '={{ $json.id }}')), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(outputs.map(({ json }) => json.id ?? 'failed')).toEqual([ids[0], 'failed', ids[2]]);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});

test('of two albums with the same title, By Title means the first that Google lists, whatever was used before', async () => {
	const { account, engine } = await fresh();
	const made = await engine.run(operation('create', { title: 'Twin' }), { items: [item(), item()] });
	const [listed] = (await engine.run(operation('getAll', { returnAll: true }))).map(({ json }) => json.id);
	const other = made.map(({ json }) => json.id as string).find((id) => id !== listed) as string;
	const later = await Engine.for({ ...account, id: `${account.id}-in-another-process` } as never);
	const picture = await itemWith(later, await jpeg(1));
	await later.run(upload(album('id', other)), { items: [picture] });
	const [{ json }] = await later.run(operation('getOrCreate', { title: 'Twin' }));
	expect(json.id).toBe(listed);
});

test('an album that was known by its title and is no more is looked up anew at the next run', async () => {
	const { account, engine } = await fresh();
	await makeAlbums(engine, 1);
	await account.fault({ method: 'albums.get', kind: 'status', status: 404 });
	const get = operation('get', album('title', 'Album 0'));
	await errorOf(engine.run(get));
	await account.resetRequests();
	await engine.run(get);
	expect((await account.counts()).byMethod).toEqual({ 'albums.list': 1, 'albums.get': 1 });
});

test('an album by its id takes one request', async () => {
	const { account, engine } = await fresh();
	const [id] = await makeAlbums(engine, 1);
	await account.resetRequests();
	await engine.run(operation('get', album('id', id)));
	expect((await account.counts()).byMethod).toEqual({ 'albums.get': 1 });
});

test('n8n\'s Retry On Fail sends the requests again', async () => {
	const { account, engine } = await fresh();
	const ids = await makeAlbums(engine, 2);
	await account.fault({ method: 'albums.get', kind: 'status', status: 403 });
	const outputs = await engine.run(operation('get', album('id', '={{ $json.id }}')), {
		items: ids.map((id) => item({ id })),
		node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	});
	expect(outputs.map(({ json }) => json.id)).toEqual(ids);
});

describe('Get Many', () => {
	test('of an empty library is no item', async () => {
		const { engine } = await fresh();
		expect(await engine.run(operation('getAll', { returnAll: true }))).toEqual([]);
	});

	test.each([
		['plain', {}],
		['hostile', 'hostile' as const],
	])('reads all pages, each album once (%s)', async (_title, switches) => {
		const { account, engine } = await fresh({ switches });
		const ids = await makeAlbums(engine, 120);
		const outputs = await engine.run(operation('getAll', { returnAll: true }));
		expect(outputs.map(({ json }) => json.id).sort()).toEqual([...ids].sort());
		expect(outputs.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		if (switches !== 'hostile') expect((await account.counts()).byMethod['albums.list']).toBe(3);
	});

	test.each([
		[1, 1],
		[50, 1],
		[51, 2],
		[100, 2],
	])('Limit %d takes %d calls', async (limit, calls) => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 101);
		await account.resetRequests();
		expect(await engine.run(operation('getAll', { returnAll: false, limit }))).toHaveLength(limit);
		expect((await account.counts()).byMethod).toEqual({ 'albums.list': calls });
	});

	test('for each input item, paired', async () => {
		const { engine } = await fresh();
		await makeAlbums(engine, 3);
		const outputs = await engine.run(operation('getAll', { returnAll: true }), { items: [item(), item()] });
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 1, 1, 1].map((index) => ({ item: index })),
		);
	});

	test('an expired token in the middle is refreshed', async () => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 60);
		await account.expireAccess();
		expect(await engine.run(operation('getAll', { returnAll: true }))).toHaveLength(60);
	});

	test('a fault is repeated', async () => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 2);
		await account.fault({ method: 'albums.list', kind: 'status', status: 503 });
		expect(await engine.run(operation('getAll', { returnAll: true }))).toHaveLength(2);
	});
});

describe('the list in the editor', () => {
	test('shows titles with the number of items, in pages', async () => {
		const { engine } = await fresh();
		await makeAlbums(engine, 60);
		const first = await engine.listSearch('searchAlbums');
		expect(first.results).toHaveLength(50);
		expect(first.results[0]).toMatchObject({ name: expect.stringMatching(/^Album \d+ \(0\)$/) });
		const second = await engine.listSearch('searchAlbums', undefined, first.paginationToken as string);
		expect(second.results).toHaveLength(10);
		expect(second.paginationToken).toBeUndefined();
	});

	test('finds by a part of the title, past empty pages', async () => {
		const { engine } = await fresh({ switches: { emptyPages: 2 } });
		await makeAlbums(engine, 60);
		const { results } = await engine.listSearch('searchAlbums', 'album 5');
		expect(results).toHaveLength(11);
	});
});
