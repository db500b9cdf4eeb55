import { fresh, item, makeAlbums, operation } from './albums';

describe('Get Many', () => {
	test('returns nothing for an empty library', async () => {
		const { engine } = await fresh();
		expect(await engine.run(operation('getAll', { returnAll: true }))).toEqual([]);
	});

	test.each([
		['plain', {}],
		['hostile', 'hostile' as const],
	])('reads all pages and returns each album once (%s)', async (_title, switches) => {
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
	])('Limit %d needs %d calls', async (limit, calls) => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 101);
		await account.resetRequests();
		expect(await engine.run(operation('getAll', { returnAll: false, limit }))).toHaveLength(limit);
		expect((await account.counts()).byMethod).toEqual({ 'albums.list': calls });
	});

	test('returns all albums for each input item, paired', async () => {
		const { engine } = await fresh();
		await makeAlbums(engine, 3);
		const outputs = await engine.run(operation('getAll', { returnAll: true }), { items: [item(), item()] });
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 1, 1, 1].map((index) => ({ item: index })),
		);
	});

	test('refreshes an expired token between pages', async () => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 60);
		await account.expireAccess();
		expect(await engine.run(operation('getAll', { returnAll: true }))).toHaveLength(60);
	});

	test('retries a 503', async () => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 2);
		await account.fault({ method: 'albums.list', kind: 'status', status: 503 });
		expect(await engine.run(operation('getAll', { returnAll: true }))).toHaveLength(2);
	});
});

describe('album list in the editor', () => {
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

	test('filters by part of the title, across empty pages', async () => {
		const { engine } = await fresh({ switches: { emptyPages: 2 } });
		await makeAlbums(engine, 60);
		const { results } = await engine.listSearch('searchAlbums', 'album 5');
		expect(results).toHaveLength(11);
	});
});
