import { errorText } from '../../support/errorText';
import { album, errorOf } from '../../support/files';
import { continueOnFail, library, uploadOneMore } from '../albumMediaItems/library';
import { fresh, item, makeAlbums, operation, QUOTA_OF_THE_DAY } from './albums';

const cover = (value: string) => ({ coverPhoto: { __rl: true, mode: 'id', value } });
const update = (more: object) => operation('update', { ...album('title', 'Album 0'), ...more });

test('changes only the title', async () => {
	const { account, engine } = await fresh();
	const [id] = await makeAlbums(engine, 1);
	const outputs = await engine.run(update({ newTitle: ' Été 🏖 ' }));
	expect(outputs).toMatchObject([{ json: { id, title: 'Été 🏖', isWriteable: true }, pairedItem: { item: 0 } }]);
	expect((await account.requests()).at(-1)?.query).toEqual({ updateMask: 'title' });
});

test('changes the cover, or title and cover', async () => {
	const { account, engine, ids, albumId } = await library(2, { inAlbum: true });
	const change = (more: object) => operation('update', { ...album('id', albumId), ...more });
	const [first] = await engine.run(change(cover(`https://photos.google.com/lr/photo/${ids[1]}`)));
	expect(first.json).toMatchObject({ title: 'Album', coverPhotoMediaItemId: ids[1] });
	const [second] = await engine.run(change({ newTitle: 'Other', ...cover(ids[0]) }));
	expect(second.json).toMatchObject({ title: 'Other', coverPhotoMediaItemId: ids[0] });
	expect((await account.requests()).map(({ query }) => query.updateMask)).toEqual([
		'coverPhotoMediaItemId',
		'title,coverPhotoMediaItemId',
	]);
});

test('updates 120 albums one at a time, and an item without changes fails alone', async () => {
	const { account, engine } = await fresh({ switches: 'hostile' });
	const ids = await makeAlbums(engine, 120);
	await account.resetRequests();
	const items = ids.map((id, index) => item({ id, title: index === 7 ? '' : `New ${index}` }));
	const parameters = operation('update', { ...album('id', '={{ $json.id }}'), newTitle: '={{ $json.title }}' });
	const outputs = await engine.run(parameters, { items, ...continueOnFail });
	expect(outputs.map(({ json }) => json.error ?? json.title)).toEqual(
		items.map(({ json }, index) => (index === 7 ? expect.stringMatching(/nothing to update \[item 7\]/) : json.title)),
	);
	expect((await account.counts()).maxParallel.writes).toBe(1);
});

test.each([
	[{}, /nothing to update.*Fill in 'New Title' or 'New Cover Photo'/],
	[{ newTitle: '  ' }, /no title.*'New Title'/],
	[{ newTitle: 'x'.repeat(501) }, /longer than 500.*'New Title'/],
	[cover('https://photos.google.com/photo/AF1Qip'), /'New Cover Photo' is not a link to a media item/],
])('rejects %j before anything is sent', async (more, says) => {
	const { account, engine } = await fresh();
	expect(errorText(await errorOf(engine.run(update(more))))).toMatch(says);
	expect(await account.requests()).toEqual([]);
});

test('the error for a cover outside of the album names the media item', async () => {
	const { engine } = await library(0);
	const outside = await uploadOneMore(engine, 1);
	const error = await errorOf(engine.run(operation('update', { ...album('title', 'Album'), ...cover(outside) })));
	expect(errorText(error)).toMatch(new RegExp(`"${outside}" \\[item 0\\].*must be .* in the album.*'New Cover Photo'`));
});

test('after a rename, the old title finds nothing and the new title finds the album', async () => {
	const { engine } = await fresh();
	const [id] = await makeAlbums(engine, 2);
	await engine.run(update({ newTitle: 'Album 1' }));
	await engine.run(operation('update', { ...album('id', id), newTitle: 'Album 2' }));
	expect(errorText(await errorOf(engine.run(operation('get', album('title', 'Album 0')))))).toMatch(/no album with that title/);
	const [{ json }] = await engine.run(operation('get', album('title', 'Album 2')));
	expect(json.id).toBe(id);
});

test("works as an agent's tool", async () => {
	const { engine } = await fresh();
	await makeAlbums(engine, 1);
	expect((await engine.runAsTool(update({ newTitle: 'Tool' })))[0].json.title).toBe('Tool');
});

test.each([
	['title', ['Album 0', 'Album 1']],
	['id', []],
] as const)('the error of an update that is not sent names its album, given by %s', async (mode, titles) => {
	const { account, engine } = await fresh();
	const ids = await makeAlbums(engine, 2);
	const names = titles.length > 0 ? titles : ids;
	await account.fault({ method: 'albums.patch', kind: 'status', status: 429, body: QUOTA_OF_THE_DAY });
	const items = names.map((name) => item({ name }));
	const parameters = operation('update', { ...album(mode, '={{ $json.name }}'), newTitle: 'New' });
	const outputs = await engine.run(parameters, { items, ...continueOnFail });
	expect(outputs[1].json.error).toMatch(`: album "${names[1]}" [item 1]`);
	expect(outputs[1].json.error).toMatch(/^Not sent: The daily request quota/);
});
