/** Many input items and many titles. */
import { errorText } from '../../support/errorText';
import { album, errorOf, pictureItems, upload } from '../../support/files';
import { inFull } from '../../support/rings';
import { fresh, item, makeAlbums, operation } from './albums';

const LONG = 120_000;
const MANY = inFull ? 500 : 150;
const byId = operation('get', album('id', '={{ $json.id }}'));

test(`${MANY} items of a read operation run at most 5 at a time`, async () => {
	// Latency long enough that even a busy machine reaches five concurrent requests.
	const { account, engine } = await fresh({ switches: { latencyMs: 20 } });
	const [id] = await makeAlbums(engine, 1);
	await account.resetRequests();
	const outputs = await engine.run(byId, { items: Array.from({ length: MANY }, () => item({ id })) });
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(outputs.map((_, index) => ({ item: index })));
	const requests = await account.requests();
	expect(requests).toHaveLength(MANY);
	expect(Math.max(...requests.map(({ overlapping }) => overlapping))).toBe(4);
}, LONG);

test(`${MANY} items of a write operation run one at a time in input order`, async () => {
	const { account, engine } = await fresh({ switches: { latencyMs: 1 } });
	const [id] = await makeAlbums(engine, 1);
	await account.resetRequests();
	const items = Array.from({ length: MANY }, (_, index) => item({ id, title: `Title ${index}` }));
	const parameters = operation('update', { ...album('id', '={{ $json.id }}'), newTitle: '={{ $json.title }}' });
	const outputs = await engine.run(parameters, { items });
	expect(outputs.map(({ json }) => json.title)).toEqual(items.map(({ json }) => json.title));
	const requests = await account.requests();
	expect(requests).toHaveLength(MANY);
	expect(requests.filter(({ overlapping }) => overlapping > 0)).toEqual([]);
	expect((await account.library()).albums[0].title).toBe(`Title ${MANY - 1}`);
}, LONG);

test('the first failure of 500 items cancels the queued ones', async () => {
	const { account, engine } = await fresh();
	const [id] = await makeAlbums(engine, 1);
	// Later requests stall until the rejection has arrived, even on a busy machine.
	await account.fault({ method: 'albums.get', kind: 'stall', seconds: 3, skip: 25, times: 1000 });
	const items = Array.from({ length: 500 }, (_, index) => item({ id: index === 20 ? 'A'.repeat(76) : id }));
	const error = await errorOf(engine.run(byId, { items }));
	expect(errorText(error)).toMatch(/album was not found.*\[item 20\]/);
	// The rejected request is among the first 25; the stalled ones fill all slots.
	expect((await account.requests()).length).toBeLessThanOrEqual(30);
}, LONG);

describe('titles', () => {
	test('500 items with 5 new titles next to 500 albums need one listing, and one page before each of 5 creates', async () => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 500);
		await account.resetRequests();
		const items = Array.from({ length: 500 }, (_, index) => item({ title: `New ${index % 5}` }));
		const outputs = await engine.run(operation('getOrCreate', { title: '={{ $json.title }}' }), { items });
		expect(new Set(outputs.map(({ json }) => json.id)).size).toBe(5);
		expect((await account.counts()).byMethod).toEqual({ 'albums.list': 10 + 5, 'albums.create': 5 });
	}, LONG);

	test('500 concurrent items with titles share one listing', async () => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 120);
		const later = await fresh();
		Object.assign(later.engine.stored, engine.stored);
		await account.resetRequests();
		const items = Array.from({ length: 500 }, (_, index) => item({ title: `Album ${index % 120}` }));
		const outputs = await later.engine.run(operation('get', album('title', '={{ $json.title }}')), { items });
		expect(outputs.map(({ json }) => json.title)).toEqual(items.map(({ json }) => json.title));
		expect((await account.counts()).byMethod['albums.list']).toBeLessThanOrEqual(3);
	}, LONG);

	test('an upload to 5 new titles needs one listing, and one page before each create', async () => {
		const { account, engine } = await fresh();
		await makeAlbums(engine, 120);
		await account.resetRequests();
		const pictures = await pictureItems(engine, 10);
		const items = pictures.map((picture, index) => ({ ...picture, json: { title: `New ${index % 5}` } }));
		const outputs = await engine.run(upload(album('title', '={{ $json.title }}')), { items });
		expect(outputs.map(({ json }) => json.albumTitle)).toEqual(items.map(({ json }) => json.title));
		expect((await account.counts()).byMethod).toMatchObject({ 'albums.list': 3 + 5, 'albums.create': 5 });
	});

	test('an upload with an invalid album field in a later item creates no album', async () => {
		const { account, engine } = await fresh();
		const pictures = await pictureItems(engine, 2);
		const items = pictures.map((picture, index) => ({ ...picture, json: { wrong: index === 1 } }));
		const links = ['lr/album/AbCd', 'album/AF1QipBrowser'].map((path) => `'https://photos.google.com/${path}'`);
		const asLink = album('url', `={{ $json.wrong ? ${links[1]} : ${links[0]} }}`);
		expect(errorText(await errorOf(engine.run(upload(asLink), { items })))).toMatch(/not a link to an album.*\[item 1\]/);
		expect(await account.requests()).toEqual([]);
		const tooLong = album('title', '={{ $json.wrong ? "x".repeat(501) : "New" }}');
		expect(errorText(await errorOf(engine.run(upload(tooLong), { items })))).toMatch(/longer than 500.*\[item 1\]/);
		expect(await account.requests()).toEqual([]);
	});
});
