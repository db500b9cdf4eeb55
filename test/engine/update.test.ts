import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { errorOf } from '../support/files';
import { seedPictures } from '../support/seed';

const update = (description: unknown, more: IDataObject = {}): IDataObject => ({
	resource: 'mediaItem',
	operation: 'update',
	mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	description: description as string,
	...more,
});

async function library(count: number, request: Parameters<typeof newAccount>[0] = {}) {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	const { ids } = await seedPictures(account, count, undefined, 'Before');
	const items = ids.map((id, index) => ({ json: { id, text: `Text ${index}` } }));
	const descriptions = async () => {
		const { mediaItems } = await account.library();
		return items.map(({ json: { id } }) => mediaItems.find((item) => item.id === id)?.description);
	};
	return { account, engine, items, descriptions };
}

const OWN_TEXT = '={{ $json.text }}';
const bad = { json: { id: 'x'.repeat(98), text: 'Nowhere' } };

test.each([0, 1, 3, 120])('updates %d media items with one request each, in order', async (count) => {
	const { account, engine, items, descriptions } = await library(count);
	const outputs = await engine.run(update(OWN_TEXT), { items });
	expect(outputs.map(({ json, pairedItem }) => [json.id, json.description, pairedItem])).toEqual(
		items.map(({ json }, item) => [json.id, json.text, { item }]),
	);
	expect(await descriptions()).toEqual(items.map(({ json }) => json.text));
	const { byMethod, maxParallel } = await account.counts();
	expect(byMethod['mediaItems.patch'] ?? 0).toBe(count);
	expect(maxParallel.writes).toBe(Math.min(count, 1));
});

test('changes only the description, and names it in the update mask', async () => {
	const { account, engine, items } = await library(1);
	await engine.run(update('New'), { items });
	expect(await account.requests()).toMatchObject([
		{ method: 'mediaItems.patch', query: { updateMask: 'description' }, fields: ['description'] },
	]);
});

test('an empty description removes the existing one', async () => {
	const { engine, items, descriptions } = await library(1);
	const [output] = await engine.run(update(''), { items });
	expect(output.json).not.toHaveProperty('description');
	expect(await descriptions()).toEqual(['']);
});

test('without Simplify, returns the raw media item', async () => {
	const { engine, items } = await library(1);
	const [output] = await engine.run(update('New', { simplify: false }), { items });
	expect(output.json).toMatchObject({ description: 'New', baseUrl: expect.any(String), mediaMetadata: { width: '32' } });
});

test('accepts 1,000 characters, counting an emoji as one', async () => {
	const { engine, items, descriptions } = await library(1);
	const longest = '📷'.repeat(1000);
	await engine.run(update(longest), { items });
	expect(await descriptions()).toEqual([longest]);
});

test.each<[string, IDataObject, RegExp]>([
	['a description that is too long', update('a'.repeat(1001)), /longer than 1000 characters.*\[item 0\].*'Description'/],
	['an expression that returns nothing', update('={{ $json.misspelt }}'), /'Description' returns nothing.*\[item 0\]/],
	['no media item', update('New', { mediaItem: { __rl: true, mode: 'id', value: '={{ "" }}' } }), /No media item.*\[item 0\].*'Media Item'/],
])('%s is rejected before anything is sent', async (_title, form, says) => {
	const { account, engine, items, descriptions } = await library(1);
	expect(errorText(await errorOf(engine.run(form, { items })))).toMatch(says);
	expect(await account.requests()).toEqual([]);
	expect(await descriptions()).toEqual(['Before']);
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)('%s: an unknown id fails alone', async (onError) => {
	const { engine, items, descriptions } = await library(2);
	const given = [items[0], bad, items[1]];
	const [first, second = []] = await engine.outputs(update(OWN_TEXT), { items: given, node: { onError } });
	const failed = onError === 'continueErrorOutput' ? second : first.filter(({ json }) => json.error);
	expect(failed).toMatchObject([{ json: { error: expect.stringMatching(/media item was not found.*\[item 1\]/) } }]);
	expect(first.filter(({ json }) => json.id && !json.error)).toHaveLength(2);
	expect(await descriptions()).toEqual(['Text 0', 'Text 1']);
});

test('without Continue On Fail, changes nothing after a failure', async () => {
	const { engine, items, descriptions } = await library(2);
	const error = await errorOf(engine.run(update(OWN_TEXT), { items: [items[0], bad, items[1]] }));
	expect(errorText(error)).toMatch(/media item was not found.*\[item 1\].*'Media Item'/);
	expect(await descriptions()).toEqual(['Text 0', 'Before']);
});

test("works with all hostile switches as an agent's tool", async () => {
	const { engine, items, descriptions } = await library(1, { switches: 'hostile' });
	await engine.runAsTool(update(OWN_TEXT), items[0]);
	expect(await descriptions()).toEqual(['Text 0']);
});

test('names the missing scope', async () => {
	const { account, items } = await library(1);
	const appendOnly = await account.freshTokens(['https://www.googleapis.com/auth/photoslibrary.appendonly']);
	const engine = await Engine.for(appendOnly);
	const error = await errorOf(engine.run(update('New'), { items }));
	expect(errorText(error)).toMatch(/lacks a permission.*photoslibrary\.edit\.appcreateddata/);
});
