import { errorOf, saying } from '../../support/files';
import { fresh, item, operation } from './albums';

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
		const items = Array.from({ length: 40 }, (_, index) => item({ title: `Album ${index}` }));
		const outputs = await engine.run(operation('create', { title: '={{ $json.title }}' }), { items });
		expect(new Set(outputs.map(({ json }) => json.id)).size).toBe(40);
		expect((await account.library()).albums.map(({ title }) => title).reverse()).toEqual(items.map(({ json }) => json.title));
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
		expect(saying(error)).toMatch(/\[item 2\].*Already created: album "0" \[item 0\], album "1" \[item 1\]\./);
		expect(error).toMatchObject({ context: { itemIndex: 2 } });
		expect((await account.counts()).byMethod['albums.create']).toBe(3);
	});

	test('a bad item later on is the one that the error is of, in words and for n8n; nothing is sent', async () => {
		const { account, engine } = await fresh();
		const items = Array.from({ length: 9 }, (_, index) => item({ title: index === 7 ? '' : `${index}` }));
		const error = await errorOf(engine.run(operation('create', { title: '={{ $json.title }}' }), { items }));
		expect(error).toMatchObject({ message: expect.stringMatching(/\[item 7\]/), context: { itemIndex: 7 } });
		expect(await account.requests()).toEqual([]);
	});

	test('Retry On Fail makes no album twice', async () => {
		const { account, engine } = await fresh();
		await account.fault({ method: 'albums.create', kind: 'status', status: 400, skip: 2 });
		const items = Array.from({ length: 4 }, (_, index) => item({ title: `T${index}` }));
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const outputs = await engine.run(operation('create', { title: '={{ $json.title }}' }), { items, node });
		expect(outputs.map(({ json }) => json.title)).toEqual(['T0', 'T1', 'T2', 'T3']);
		expect((await account.library()).albums).toHaveLength(4);
	});

	test('Continue On Fail: the failed item is an error of its own, paired, and the others go through', async () => {
		const { engine } = await fresh();
		const items = [item({ title: 'A' }), item({ title: '' }), item({ title: 'C' })];
		const outputs = await engine.run(operation('create', { title: '={{ $json.title }}' }), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(outputs.map(({ json }) => json.error ?? json.title)).toEqual([
			'A',
			expect.stringMatching(/no title.*\[item 1\]/),
			'C',
		]);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});
