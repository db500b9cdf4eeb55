import { errorText } from '../../support/errorText';
import { errorOf } from '../../support/files';
import { continueOnFail } from '../albumMediaItems/library';
import { fresh, item, operation, QUOTA_OF_THE_DAY } from './albums';

describe('Create', () => {
	test('creates an album with exactly the given title', async () => {
		const { account, engine } = await fresh();
		const title = 'Été 🏖 "2026" {{ $json }}';
		const outputs = await engine.run(operation('create', { title: `=${'{{ $json.title }}'}` }), {
			items: [item({ title })],
		});
		expect(outputs).toMatchObject([{ json: { title }, pairedItem: { item: 0 } }]);
		expect((await account.library()).albums).toMatchObject([{ id: outputs[0].json.id, title }]);
	});

	test('creates 40 albums in order, one write at a time', async () => {
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
	])('rejects an invalid title before anything is sent: %#', async (title, says) => {
		const { account, engine } = await fresh();
		const error = await errorOf(engine.run(operation('create', { title })));
		expect(errorText(error)).toMatch(says);
		expect(errorText(error)).toMatch(/\[item 0\].*'Title'/);
		expect(await account.requests()).toEqual([]);
	});

	test('is not retried after a lost reply, which could create a second album', async () => {
		const { account, engine } = await fresh();
		await account.fault({ method: 'albums.create', kind: 'reset-after' });
		const error = await errorOf(engine.run(operation('create', { title: 'Once' })));
		expect(errorText(error)).toMatch(/may have been carried out/);
		expect((await account.library()).albums).toHaveLength(1);
	});

	test('the first failure cancels the queued items', async () => {
		const { account, engine } = await fresh({ switches: { latencyMs: 5 } });
		await account.fault({ method: 'albums.create', kind: 'status', status: 400, skip: 2 });
		const items = Array.from({ length: 20 }, (_, index) => item({ title: `${index}` }));
		const error = await errorOf(engine.run(operation('create', { title: '={{ $json.title }}' }), { items }));
		expect(errorText(error)).toMatch(/\[item 2\].*Already created: album "0" \[item 0\], album "1" \[item 1\]\./);
		expect(error).toMatchObject({ context: { itemIndex: 2 } });
		expect((await account.counts()).byMethod['albums.create']).toBe(3);
	});

	test('errors name the album, also of what was not sent after it', async () => {
		const { account, engine } = await fresh();
		await account.fault({ method: 'albums.create', kind: 'status', status: 429, skip: 1, body: QUOTA_OF_THE_DAY });
		const items = ['Sea', 'Hut', 'Ice'].map((title) => item({ title }));
		const outputs = await engine.run(operation('create', { title: '={{ $json.title }}' }), { items, ...continueOnFail });
		expect(outputs.map(({ json }) => json.error)).toEqual([
			undefined,
			expect.stringMatching(/^The daily.*: album "Hut" \[item 1\]\. The quota resets at midnight Pacific Time\.$/),
			expect.stringMatching(/^Not sent: The daily.*: album "Ice" \[item 2\]\. The quota resets at midnight Pacific Time\.$/),
		]);
	});

	test("an invalid later item is the one named in the error's text and context, and nothing is sent", async () => {
		const { account, engine } = await fresh();
		const items = Array.from({ length: 9 }, (_, index) => item({ title: index === 7 ? '' : `${index}` }));
		const error = await errorOf(engine.run(operation('create', { title: '={{ $json.title }}' }), { items }));
		expect(error).toMatchObject({ message: expect.stringMatching(/\[item 7\]/), context: { itemIndex: 7 } });
		expect(await account.requests()).toEqual([]);
	});

	test('Retry On Fail creates no album twice', async () => {
		const { account, engine } = await fresh();
		await account.fault({ method: 'albums.create', kind: 'status', status: 400, skip: 2 });
		const items = Array.from({ length: 4 }, (_, index) => item({ title: `T${index}` }));
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const outputs = await engine.run(operation('create', { title: '={{ $json.title }}' }), { items, node });
		expect(outputs.map(({ json }) => json.title)).toEqual(['T0', 'T1', 'T2', 'T3']);
		expect((await account.library()).albums).toHaveLength(4);
	});

	test('Continue On Fail: the failed item becomes a paired error item, and the others succeed', async () => {
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
