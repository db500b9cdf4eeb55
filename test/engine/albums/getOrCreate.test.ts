import { fresh, item, operation } from './albums';

describe('Get or Create', () => {
	test('creates three albums for 60 items with three titles', async () => {
		const { account, engine } = await fresh();
		await engine.run(operation('create', { title: 'B' }));
		const items = Array.from({ length: 60 }, (_, index) => item({ title: 'ABC'[index % 3] }));
		const outputs = await engine.run(operation('getOrCreate', { title: '={{ $json.title }}' }), { items });
		expect(outputs.map(({ json }) => json.title)).toEqual(items.map(({ json }) => json.title));
		expect(outputs.map(({ json }) => json.created).slice(0, 4)).toEqual([true, false, true, false]);
		expect((await account.library()).albums).toHaveLength(3);
		expect((await account.counts()).byMethod['albums.list']).toBeLessThanOrEqual(3);
	});

	test('after a lost reply, uses the album that was created', async () => {
		const { account, engine } = await fresh();
		await account.fault({ method: 'albums.create', kind: 'reset-after' });
		const [{ json }] = await engine.run(operation('getOrCreate', { title: 'Once' }));
		const { albums } = await account.library();
		expect(albums).toHaveLength(1);
		expect(json.id).toBe(albums[0].id);
	});

	test('compares titles trimmed and Unicode-normalized', async () => {
		const { account, engine } = await fresh();
		await engine.run(operation('create', { title: 'Été' }));
		const [{ json }] = await engine.run(operation('getOrCreate', { title: ' E\u0301te\u0301 ' }));
		expect(json.created).toBe(false);
		expect((await account.library()).albums).toHaveLength(1);
	});

	test("works as an agent's tool", async () => {
		const { engine } = await fresh();
		const [{ json }] = await engine.runAsTool(operation('getOrCreate', { title: 'Tool' }));
		expect(json).toMatchObject({ title: 'Tool', created: true });
	});
});
