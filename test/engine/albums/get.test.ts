import { errorText } from '../../support/errorText';
import { album, errorOf } from '../../support/files';
import { fresh, item, makeAlbums, operation } from './albums';

describe('Get', () => {
	test.each(['list', 'title', 'url', 'id'] as const)('finds an album by %s', async (mode) => {
		const { engine } = await fresh();
		const [id] = await makeAlbums(engine, 1);
		const value = { list: id, id, title: 'Album 0', url: `https://photos.google.com/u/1/lr/album/${id}?a=b` }[mode];
		const outputs = await engine.run(operation('get', album(mode, value)));
		expect(outputs).toMatchObject([{ json: { id, title: 'Album 0', isWriteable: true }, pairedItem: { item: 0 } }]);
	});

	test('accepts a link with whitespace around it', async () => {
		const { engine } = await fresh();
		const [id] = await makeAlbums(engine, 1);
		const outputs = await engine.run(operation('get', album('url', ` https://photos.google.com/lr/album/${id} \n`)));
		expect(outputs).toMatchObject([{ json: { id } }]);
	});

	test('fails for a title that no album has, without creating one', async () => {
		const { account, engine } = await fresh();
		const error = await errorOf(engine.run(operation('get', album('title', 'Nowhere'))));
		expect(errorText(error)).toMatch(/no album with that title: album "Nowhere" \[item 0\].*'Album'/);
		expect((await account.library()).albums).toEqual([]);
	});

	test.each([400, 404])("fails for an unknown id, for which Google's status is %d", async (unknownIdStatus) => {
		const { engine } = await fresh({ switches: { unknownIdStatus } });
		const error = await errorOf(engine.run(operation('get', album('id', 'A'.repeat(76)))));
		expect(errorText(error)).toMatch(/album was not found.*\[item 0\].*'Album'/);
	});

	test('an id with path or query characters cannot change the requested path', async () => {
		const { account, engine } = await fresh();
		for (const id of ['../mediaItems', 'x/../../v1/mediaItems', 'a?b=c', 'a#b', 'a:batchAddMediaItems', '%2e%2e']) {
			await errorOf(engine.run(operation('get', album('id', id))));
		}
		const methods = (await account.requests()).map(({ method }) => method);
		expect(new Set(methods)).toEqual(new Set(['albums.get']));
	});

	test('Continue On Fail: one of three items fails, and all outputs are paired', async () => {
		const { engine } = await fresh();
		const ids = await makeAlbums(engine, 3);
		const items = [ids[0], 'A'.repeat(76), ids[2]].map((id) => item({ id }));
		const outputs = await engine.run(operation('get', album('id', '={{ $json.id }}')), {
			items,
			node: { onError: 'continueRegularOutput' },
		});
		expect(outputs.map(({ json }) => json.error ? 'failed' : json.id)).toEqual([ids[0], 'failed', ids[2]]);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});
