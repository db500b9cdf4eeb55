/** An album expression without a value is an error; only an empty field means the library. */
import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { ActiveTrigger } from '../support/activeTrigger';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, pictureItems, upload } from '../support/files';

const MISSING = '={{ $json.missing }}';
const fields: Array<[string, IDataObject]> = [
	...(['title', 'url', 'id', 'list'] as const).map((mode): [string, IDataObject] => [`By ${mode}`, album(mode, MISSING)]),
	['the whole field', { album: MISSING }],
	['an object', album('title', '={{ { a: 1 } }}')],
	['null', album('id', '={{ null }}')],
	['an object in place of the field', { album: '={{ { a: 1 } }}' }],
];

const operations: Array<[string, IDataObject]> = [
	['get', { resource: 'album' }],
	['update', { resource: 'album', newTitle: 'New' }],
	['addEnrichment', { resource: 'album', enrichmentType: 'text', text: 'Text' }],
	['addMediaItems', { resource: 'album', mediaItem: 'x' }],
	['removeMediaItems', { resource: 'album', mediaItem: 'x' }],
	['getAll', { resource: 'mediaItem', from: 'album' }],
	['createFromTokens', { resource: 'mediaItem', uploadToken: 'token' }],
];

describe.each(fields)('%s', (_title, field) => {
	const expected = /^(The expression in 'Album' returns no album|'Album' is neither text nor a number) \[item 0\]\. /;

	test('Upload rejects it before sending anything', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const error = await errorOf(engine.run(upload(field), { items: await pictureItems(engine, 1) }));
		expect(errorText(error)).toMatch(expected);
		expect(await account.requests()).toEqual([]);
	});

	test('all other operations reject it before sending anything', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		for (const [operation, more] of operations) {
			expect(errorText(await errorOf(engine.run({ operation, ...more, ...field })))).toMatch(expected);
		}
		expect(await account.requests()).toEqual([]);
	});

	test('the trigger rejects it before sending anything', async () => {
		const account = await newAccount();
		// A trigger has no input items.
		const own = JSON.parse(JSON.stringify(field).replace('$json.missing', 'null')) as IDataObject;
		const trigger = new ActiveTrigger(await Engine.for(account), { event: 'newMediaItem', from: 'album', ...own });
		expect(errorText(await errorOf(trigger.poll()))).toMatch(/expression in 'Album' returns no album|neither text nor a number/);
		expect(await account.requests()).toEqual([]);
	});
});

test('Continue On Fail: its item gets the error, and the others are uploaded', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = await pictureItems(engine, 2);
	items[1].json.album = 'Holiday';
	const outputs = await engine.run(upload(album('title', '={{ $json.album }}')), {
		items,
		node: { onError: 'continueRegularOutput' },
	});
	expect(outputs.map(({ json }) => json.albumTitle ?? null)).toEqual([null, 'Holiday']);
	expect((await account.library()).mediaItems).toHaveLength(1);
});

test('an empty album field means the library in every mode', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	for (const field of [{}, { album: '' }, album('list', ''), album('title', ''), album('id', '')]) {
		const [{ json }] = await engine.run(upload(field), { items: await pictureItems(engine, 1) });
		expect(json).toMatchObject({ albumId: null });
	}
});
