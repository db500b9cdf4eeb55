import { Engine } from '../../support/engine';
import { album, errorOf, itemWith, upload } from '../../support/files';
import { jpeg } from '../../support/pictures';
import { fresh, item, makeAlbums, operation } from './albums';

test("of two albums with the same title, By Title finds the first in Google's list, even if the other was used before", async () => {
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

test.each([404, 400])('a cached album that Google rejects with %i is looked up again once, and listing it does not cause another retry', async (status) => {
	const { account, engine } = await fresh();
	await makeAlbums(engine, 1);
	const get = operation('get', album('title', 'Album 0'));
	await engine.run(get);
	await account.resetRequests();
	await account.fault({ method: 'albums.get', kind: 'status', status });
	await errorOf(engine.run(get));
	expect((await account.counts()).byMethod).toEqual({ 'albums.get': 1, 'albums.list': 1 });
	await engine.run(get);
	expect((await account.counts()).byMethod).toEqual({ 'albums.get': 2, 'albums.list': 1 });
});

test('an album by its id needs one request', async () => {
	const { account, engine } = await fresh();
	const [id] = await makeAlbums(engine, 1);
	await account.resetRequests();
	await engine.run(operation('get', album('id', id)));
	expect((await account.counts()).byMethod).toEqual({ 'albums.get': 1 });
});

test("n8n's Retry On Fail sends the requests again", async () => {
	const { account, engine } = await fresh();
	const ids = await makeAlbums(engine, 2);
	await account.fault({ method: 'albums.get', kind: 'status', status: 403 });
	const outputs = await engine.run(operation('get', album('id', '={{ $json.id }}')), {
		items: ids.map((id) => item({ id })),
		node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	});
	expect(outputs.map(({ json }) => json.id)).toEqual(ids);
});
