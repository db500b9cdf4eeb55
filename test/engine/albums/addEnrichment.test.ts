import type { IDataObject } from 'n8n-workflow';
import { errorText } from '../../support/errorText';
import { album, errorOf } from '../../support/files';
import { continueOnFail, library } from '../albumMediaItems/library';
import { item, operation } from './albums';

const add = (more: IDataObject = {}) => operation('addEnrichment', { ...album('title', 'Album'), ...more });
const place = (prefix: string, latitude: unknown = 48.8584, longitude: unknown = '2.2945') =>
	({ [`${prefix}Name`]: `the ${prefix}`, [`${prefix}Latitude`]: latitude, [`${prefix}Longitude`]: longitude }) as IDataObject;
const location = (name: string) => ({ locationName: name, latlng: { latitude: 48.8584, longitude: 2.2945 } });

test.each([
	[{ enrichmentType: 'text', text: 'The first day\n🏖' }, { textEnrichment: { text: 'The first day\n🏖' } }],
	[
		{ enrichmentType: 'location', ...place('location', '={{ 48.8584 }}') },
		{ locationEnrichment: { location: location('the location') } },
	],
	[
		{ enrichmentType: 'map', ...place('origin'), ...place('destination') },
		{ mapEnrichment: { origin: location('the origin'), destination: location('the destination') } },
	],
])('adds %j', async (parameters, enrichment) => {
	const { account, engine } = await library(0);
	const [output] = await engine.run(add(parameters));
	const [{ entries }] = (await account.library()).albums;
	expect(entries).toEqual([{ enrichmentId: output.json.id, enrichment }]);
	expect(output).toEqual({
		json: { id: expect.stringMatching(/./), type: parameters.enrichmentType },
		pairedItem: { item: 0 },
	});
});

test('adds enrichments at the start, at the end, after a media item and after an enrichment', async () => {
	const { account, engine, ids } = await library(2, { inAlbum: true });
	const text = async (name: string, position: IDataObject) =>
		(await engine.run(add({ text: name, ...position })))[0].json.id as string;
	await text('end', {});
	const start = await text('start', { position: 'FIRST_IN_ALBUM' });
	const after = { __rl: true, mode: 'id', value: ids[0] };
	await text('after item', { position: 'AFTER_MEDIA_ITEM', relativeMediaItem: after });
	await text('after start', { position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: start });
	const [{ entries }] = (await account.library()).albums;
	const shown = entries.map((entry) =>
		'mediaItemId' in entry ? entry.mediaItemId : (entry.enrichment.textEnrichment as { text: string }).text,
	);
	expect(shown).toEqual(['start', 'after start', ids[0], 'after item', ids[1], 'end']);
});

test.each([
	[{ text: '={{ " " }}' }, /no text to add.*'Text'/],
	[{ enrichmentType: 'location', ...place('location'), locationName: '={{ "" }}' }, /place has no name.*'Location Name'/],
	[{ enrichmentType: 'location', ...place('location', '={{ null }}') }, /'Location Latitude' is not a number of degrees from -90 to 90 /],
	[{ enrichmentType: 'location', ...place('location', 90.1) }, /degrees from -90 to 90: "90.1".*decimal/],
	[{ enrichmentType: 'location', ...place('location', 0, '-180,5') }, /'Location Longitude' is not a number of degrees from -180 to 180: /],
	[{ enrichmentType: 'map', ...place('origin'), ...place('destination', 'NaN') }, /'Destination Latitude'/],
	[{ text: 'a', position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: '={{ "" }}' }, /text, location or map to insert after is missing.*'After Enrichment ID'/],
])('rejects %j before anything is sent', async (parameters, says) => {
	const { account, engine } = await library(0);
	const error = await errorOf(engine.run(add(parameters as IDataObject)));
	expect(errorText(error)).toMatch(says);
	expect(errorText(error)).toMatch(/\[item 0\]/);
	expect(await account.requests()).toEqual([]);
});

test('is not retried after a lost reply, which could create a second enrichment', async () => {
	const { account, engine } = await library(0);
	await account.fault({ method: 'albums.addEnrichment', kind: 'reset-after' });
	expect(errorText(await errorOf(engine.run(add({ text: 'Once' }))))).toMatch(/may have been carried out/);
	expect((await account.library()).albums[0].entries).toHaveLength(1);
});

test.each([{}, { enrichmentItem: {} }])('a reply without an ID, %j, is an error: the enrichment may have been added', async (body) => {
	const { account, engine } = await library(0);
	await account.fault({ method: 'albums.addEnrichment', kind: 'status', status: 200, body });
	const error = errorText(await errorOf(engine.run(add({ text: 'Once' }))));
	expect(error).toMatch(/may have been carried out.*The response has no id/);
	expect((await account.counts()).byMethod['albums.addEnrichment']).toBe(1);
});

test('with 120 items, one of them invalid, adds the others in order, one write at a time', async () => {
	const { account, engine } = await library(0, { switches: 'hostile' });
	const items = Array.from({ length: 120 }, (_, index) => item({ text: index === 5 ? '' : `${index}` }));
	const outputs = await engine.run(add({ text: '={{ $json.text }}' }), { items, ...continueOnFail });
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, index) => ({ item: index })));
	expect(outputs.filter(({ json }) => json.error)).toHaveLength(1);
	const [{ entries }] = (await account.library()).albums;
	expect(entries.map((entry) => 'enrichmentId' in entry && entry.enrichment.textEnrichment)).toEqual(
		items.map(({ json }) => json).filter(({ text }) => text),
	);
	expect((await account.counts()).maxParallel.writes).toBe(1);
});

test("adds 20 texts in input order even if the spelling of the album's title varies", async () => {
	const { account, engine } = await library(0, { switches: { latencyMs: 3 } });
	const title = (index: number) => (index % 2 ? 'Album' : ' Album ');
	const items = Array.from({ length: 20 }, (_, index) => item({ text: `${index}`, title: title(index) }));
	const parameters = { ...add({ text: '={{ $json.text }}' }), ...album('title', '={{ $json.title }}') };
	await engine.run(parameters, { items });
	const [{ entries }] = (await account.library()).albums;
	expect(entries.map((entry) => 'enrichmentId' in entry && entry.enrichment.textEnrichment)).toEqual(
		items.map(({ json }) => ({ text: json.text })),
	);
});

test('after a failure, the error names its item and lists the texts added before', async () => {
	const { account, engine } = await library(0);
	await account.fault({ method: 'albums.addEnrichment', kind: 'status', status: 400, skip: 2 });
	const items = Array.from({ length: 5 }, (_, index) => item({ text: `Text ${index}` }));
	const error = await errorOf(engine.run(add({ text: '={{ $json.text }}' }), { items }));
	expect(errorText(error)).toMatch(/\[item 2\].*Already added: text "Text 0" \[item 0\], text "Text 1" \[item 1\]\./);
	expect(error).toMatchObject({ context: { itemIndex: 2 } });
	expect((await account.library()).albums[0].entries).toHaveLength(2);
});

test('with an expression as the position, fields that it does not need may be empty', async () => {
	const { account, engine } = await library(0);
	const items = ['LAST_IN_ALBUM', 'first_in_album'].map((position) => item({ position }));
	await engine.run(add({ text: '={{ $json.position }}', position: '={{ $json.position }}' }), { items });
	const [{ entries }] = (await account.library()).albums;
	expect(entries.map((entry) => 'enrichmentId' in entry && entry.enrichment.textEnrichment)).toEqual([
		{ text: 'first_in_album' },
		{ text: 'LAST_IN_ALBUM' },
	]);
	const lacks = add({ text: 'a', position: '={{ "AFTER_MEDIA_ITEM" }}' });
	expect(errorText(await errorOf(engine.run(lacks)))).toMatch(/No media item is chosen \[item 0\].*'After Media Item'/);
	const unknown = add({ text: 'a', position: '={{ null }}' });
	expect(errorText(await errorOf(engine.run(unknown)))).toMatch(/'Position' is not one of the choices.*\[item 0\]/);
});

test("works as an agent's tool", async () => {
	const { engine } = await library(0);
	const [{ json }] = await engine.runAsTool(add({ text: 'Tool' }));
	expect(json).toMatchObject({ type: 'text' });
});
