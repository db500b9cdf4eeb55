/** Albums whose creation is uncertain after an error, and albums that two processes create concurrently. */
import { Engine } from '../../support/engine';
import { errorText } from '../../support/errorText';
import { album, errorOf, pictureItems, upload } from '../../support/files';
import { withoutWaiting } from '../../support/instantClock';
import { fresh, operation } from './albums';

test.each([0.3, 0.8, 1.8])('creates one album if Google answers 504 and creates it %d s later', async (seconds) => {
	const { account, engine } = await fresh();
	await account.fault({ method: 'albums.create', kind: 'late', status: 504, seconds });
	const outputs = await engine.run(upload(album('title', 'New')), { items: await pictureItems(engine, 2) });
	const { albums } = await account.library();
	expect(albums.map(({ title, entries }) => [title, entries.length])).toEqual([['New', 2]]);
	expect(outputs.map(({ json }) => json.albumId)).toEqual(Array(2).fill(albums[0].id));
	expect((await account.counts()).byMethod['albums.create']).toBe(1);
});

test('Get or Create after an uncertain Create of the same title uses the one album', async () => {
	const { account, engine } = await fresh();
	await account.fault({ method: 'albums.create', kind: 'late', status: 504, seconds: 1 });
	expect(errorText(await errorOf(engine.run(operation('create', { title: 'New' }))))).toMatch(/may have been carried out/);
	await engine.run(operation('getOrCreate', { title: 'New' }));
	expect((await account.library()).albums).toHaveLength(1);
});

test('two processes that create the same title concurrently use the same album in the next execution', async () => {
	const { account, engine } = await fresh({ switches: { latencyMs: 5 } });
	const other = await Engine.for(Object.assign(Object.create(account) as typeof account, { id: `${account.id}-elsewhere` }));
	const time = withoutWaiting();
	try {
		for (let round = 0; round < 10; round++) {
			const get = operation('getOrCreate', { title: `New ${round}` });
			await Promise.all([engine, other].flatMap((each) => [each.run(get), each.run(get)]));
			const ids = await Promise.all([engine, other].map(async (each) => (await each.run(get))[0].json.id));
			expect(ids[0]).toBe(ids[1]);
			const albums = (await account.library()).albums.filter(({ title }) => title === `New ${round}`);
			expect(albums[0].id).toBe(ids[0]);
		}
	} finally {
		time.restore();
	}
});
