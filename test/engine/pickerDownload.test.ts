import type { IDataObject } from 'n8n-workflow';
import { errorText } from '../support/errorText';
import { album, errorOf, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { finished, ofItem, pickable, picker, sessions } from '../support/picker';
import { video } from '../support/pictures';

const download = (more: IDataObject = {}) => picker('download', { ...ofItem, ...more });
const byId = { sessionId: '={{ $json.sessionId }}', items: 'ids', mediaItemIds: '={{ $json.id }}' };

test('downloads all picks of a session', async () => {
	const library = await pickable(3, { switches: 'hostile' });
	const session = await finished(library, library.ids);
	const outputs = await library.engine.run(download({ options: { binaryPropertyName: 'photo' } }), { items: [session] });
	expect(outputs.map(({ json }) => json.id)).toEqual(library.ids);
	for (const [number, { binary }] of outputs.entries()) {
		expect(await library.engine.content(binary!.photo)).toEqual(library.pictures[number]);
	}
});

test('120 items of Get Picked Items need one listing, and are downloaded in input order, paired', async () => {
	const library = await pickable(40);
	const session = await finished(library, library.ids);
	const listed = await library.engine.run(picker('getAll', { ...ofItem, returnAll: true }), { items: [session] });
	const items = [...listed, ...listed, ...listed].map(({ json }) => ({ json }));
	await library.account.resetRequests();
	const outputs = await library.engine.run(download(byId), { items });
	expect(outputs.map(({ json }) => json.id)).toEqual(items.map(({ json }) => json.id));
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect((await library.account.counts()).byMethod).toEqual({ 'picker.mediaItems.list': 1, bytes: 120 });
});

test('downloads comma-separated ids in the given order without duplicates; an id that was not picked fails alone', async () => {
	const library = await pickable(3);
	const [a, b, c] = library.ids;
	const session = await finished(library, [a, b]);
	const outputs = await library.engine.run(download({ items: 'ids', mediaItemIds: `${b}, ${c},${a},${b}` }), {
		items: [session],
		node: { onError: 'continueRegularOutput' },
	});
	expect(outputs.map(({ json }) => json.error ?? json.id)).toEqual([
		b,
		expect.stringMatching(/was not picked in this session.*\[item 0\]/),
		a,
	]);
	const none = download({ items: 'ids', mediaItemIds: ' , ' });
	const error = await errorOf(library.engine.run(none, { items: [session] }));
	expect(errorText(error)).toMatch(/'Media Item IDs' is empty \[item 0\]/);
});

test('the option File Name names the file of each item, and its extension follows the bytes', async () => {
	const library = await pickable(2);
	const session = await finished(library, library.ids);
	const items = library.ids.map((id, number) => ({ json: { sessionId: session.json.id, id, name: ['sea', '../hut.png'][number] } }));
	const form = download({ ...byId, options: { fileName: '={{ $json.name }}' } });
	const outputs = await library.engine.run(form, { items });
	expect(outputs.map(({ binary }) => binary?.data.fileName)).toEqual(['sea.jpg', 'hut.jpg']);
	expect(outputs.map(({ json }) => json.filename)).toEqual(['holiday 0.jpg', 'holiday 1.jpg']);
	const nameless = await errorOf(library.engine.run(form, { items: [{ json: { ...items[0].json, name: null } }] }));
	expect(errorText(nameless)).toMatch(/^No file name is set \[item 0\].*'File Name'/);
});

test('one File Name for several files is refused before any of them is downloaded; for one it is taken', async () => {
	const library = await pickable(2);
	const [both, one] = [await finished(library, library.ids), await finished(library, [library.ids[1]])];
	const named = { options: { fileName: 'holiday' } };
	await library.account.resetRequests();
	const ids = download({ ...named, items: 'ids', mediaItemIds: library.ids.join() });
	const refusal = /^There are 2 picked items to download, but 'File Name' can name only one \[item 0\].*'File Name'/;
	expect(errorText(await errorOf(library.engine.run(ids, { items: [both] })))).toMatch(refusal);
	expect(await library.account.requests()).toEqual([]);
	expect(errorText(await errorOf(library.engine.run(download(named), { items: [both] })))).toMatch(refusal);
	expect((await library.account.counts()).byMethod.bytes).toBeUndefined();
	const [{ binary }] = await library.engine.run(download(named), { items: [one] });
	expect(binary?.data.fileName).toBe('holiday.jpg');
});

test('a session without picks returns nothing, and a hint says so', async () => {
	const library = await pickable(0);
	const session = await finished(library, []);
	expect(await library.engine.run(download(), { items: [session] })).toEqual([]);
	const { resultData } = (await library.engine.execute(download(), { items: [session] })).data;
	const { hints } = resultData.runData['Google Photos'][0];
	expect(hints?.map(({ message }) => message)).toEqual(['Nothing was picked in the session of input item 0. There is no output for it.']);
});

test('fails before the user has finished', async () => {
	const library = await pickable(0);
	const items = await sessions(library.engine, 1);
	expect(errorText(await errorOf(library.engine.run(download(), { items })))).toMatch(/has not finished picking/);
});

test('expired base URLs are refreshed by one listing', async () => {
	const library = await pickable(5);
	const session = await finished(library, library.ids);
	await library.account.fault({ method: 'bytes', kind: 'status', status: 403, body: '<html>', times: 5 });
	const outputs = await library.engine.run(download(), { items: [session] });
	expect(outputs).toHaveLength(5);
	expect((await library.account.counts()).byMethod).toMatchObject({ 'picker.mediaItems.list': 2, bytes: 10 });
});

test('retries a file that breaks off', async () => {
	const library = await pickable(1);
	const session = await finished(library, library.ids);
	await library.account.fault({ method: 'bytes', kind: 'truncate' });
	const [output] = await library.engine.run(download(), { items: [session] });
	expect(await library.engine.content(output.binary!.data)).toEqual(library.pictures[0]);
});

test('waits for a video that is processed while others are downloaded, or fails without a wait', async () => {
	const library = await pickable(1, { switches: { videoProcessingSeconds: 3600 } });
	const clip = await library.account.addFromElsewhere(await video(100_000), 'clip.mp4');
	const session = await finished(library, [clip, ...library.ids]);
	const time = withoutWaiting();
	const run = async (maximumWait: number) =>
		await library.engine.run(download({ options: { maximumWait } }), {
			items: [session],
			node: { onError: 'continueRegularOutput' },
		});
	const refused = await run(0);
	expect(refused.map(({ json }) => json.error ?? json.filename)).toEqual([
		expect.stringMatching(/still processing the video: "clip\.mp4" \[item 0\]/),
		'holiday 0.jpg',
	]);
	expect((await library.account.counts()).byMethod['picker.mediaItems.list']).toBe(1);
	await run(5);
	expect(time.waited()).toBeGreaterThan(4 * 60_000);
	expect(time.waited()).toBeLessThanOrEqual(5 * 60_000);
	await library.account.advance(3601);
	const [ready] = await run(0);
	expect(ready.json.error).toBeUndefined();
	time.restore();
});

test("picking and then uploading keeps names and order, and creates this app's own copies", async () => {
	const library = await pickable(4);
	const [a, b, c, d] = library.ids;
	const session = await finished(library, [c, a, d, b]);
	const picks = await library.engine.run(download(), { items: [session] });
	const uploaded = await library.engine.run(upload(album('title', 'Picked')), { items: picks });
	expect(uploaded.map(({ json }) => json.filename)).toEqual(picks.map(({ json }) => json.filename));
	const { albums, mediaItems } = await library.account.library();
	const names = albums[0].entries.map((entry) => {
		const wanted = 'mediaItemId' in entry ? entry.mediaItemId : '';
		return mediaItems.find(({ id }) => id === wanted)?.filename;
	});
	expect(names).toEqual(['holiday 2.jpg', 'holiday 0.jpg', 'holiday 3.jpg', 'holiday 1.jpg']);
});

test("works as an agent's tool", async () => {
	const library = await pickable(2);
	const session = await finished(library, library.ids);
	expect(await library.engine.runAsTool(download(), session)).toHaveLength(2);
});

test('Items can be an expression, and ids can be separated by commas, spaces or line breaks', async () => {
	const library = await pickable(3);
	const session = await finished(library, library.ids);
	const [a, b, c] = library.ids;
	const items = [
		{ json: { ...session.json, items: 'all' } },
		{ json: { ...session.json, items: 'ids', wanted: ` ${a}\n${b},  ${c}` } },
	];
	const parameters = download({ sessionId: session.json.id ?? '={{ $json.id }}', items: '={{ $json.items }}', mediaItemIds: '={{ $json.wanted }}' });
	const outputs = await library.engine.run(parameters, { items });
	expect(outputs.map(({ json }) => json.id)).toEqual([a, b, c, a, b, c]);
	const error = await errorOf(library.engine.run({ ...parameters, items: 'some' }, { items }));
	expect(errorText(error)).toMatch(/'Items' is not one of the choices: "some" \[item 0\]/);
});
