/** With arbitrary values in the fields of albums and media items, no request goes to another path or host. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';

const byId = { __rl: true, mode: 'id', value: '={{ $json.value }}' };
const byTitle = { __rl: true, mode: 'title', value: '={{ $json.value }}' };
const byUrl = { __rl: true, mode: 'url', value: '={{ $json.value }}' };

const hostile = fc.oneof(
	fc.string({ unit: 'binary', minLength: 1 }),
	fc.constantFrom(
		...['.', '..', '../albums', '..%2falbums', '%2e%2e', 'a/../../v1/albums', '/', '//evil.example/x', '\\evil'],
		...['a:share', 'a:batchRemoveMediaItems', '?pageSize=1', 'a?fields=*', 'a#b', 'a\r\nHost: evil.example', '\0', '\ud800'],
		...['{albumId}', '{mediaItemId}', '$&', '{{ $json }}', '={{ 1 }}', '__proto__', 'constructor'],
	),
	fc
		.tuple(
			fc.constantFrom('https://photos.google.com', 'https://photos.google.com.evil.example', 'https://evil.example', 'http://127.0.0.1:1'),
			fc.constantFrom('/lr/album/', '/lr/photo/', '/u/0/lr/album/', '/album/', '/@photos.google.com/lr/photo/'),
			fc.webPath(),
		)
		.map((parts) => parts.join('')),
);

interface Case {
	title: string;
	form: IDataObject;
	/** whether the field's value may lead to this path */
	planned: (path: string) => boolean;
}

const inSegment = (folder: string) => (path: string) => path.startsWith(folder) && path.length > folder.length;

const cases: Case[] = [
	...[byId, byUrl].flatMap((mediaItem) => [
		{
			title: `Media Item: Get (${mediaItem.mode})`,
			form: { resource: 'mediaItem', operation: 'get', mediaItem },
			planned: (path: string) => path === '/v1/mediaItems:batchGet',
		},
		{
			title: `Media Item: Update (${mediaItem.mode})`,
			form: { resource: 'mediaItem', operation: 'update', mediaItem, description: 'Text' },
			planned: inSegment('/v1/mediaItems/'),
		},
	]),
	...[byId, byUrl, byTitle].flatMap((album) => [
		{
			title: `Album: Get (${album.mode})`,
			form: { resource: 'album', operation: 'get', album },
			planned: (path: string) => path === '/v1/albums' || inSegment('/v1/albums/')(path),
		},
		{
			title: `Media Item: Get Many of an album (${album.mode})`,
			form: { resource: 'mediaItem', operation: 'getAll', from: 'album', album },
			planned: (path: string) => path === '/v1/mediaItems:search' || path === '/v1/albums',
		},
	]),
];

async function requestsOf(account: EmulatedAccount) {
	return (await account.requests()).filter(({ method }) => method !== 'token');
}

test.each(cases)('$title', async ({ form, planned }) => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	await fc.assert(
		fc.asyncProperty(fc.array(hostile, { minLength: 30, maxLength: 30 }), async (values) => {
			await account.resetRequests();
			const items = values.map((value) => ({ json: { value } }));
			const outputs = await engine.run(form, { items, node: { onError: 'continueRegularOutput' } });
			// Nothing is found: each item gives its own error, or an empty list.
			expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
			for (const { host, path, query } of await requestsOf(account)) {
				expect(host).toBe('photoslibrary.googleapis.com');
				expect({ path, planned: planned(path) }).toEqual({ path, planned: true });
				expect(Object.keys(query).filter((name) => !['pageSize', 'updateMask', 'mediaItemIds'].includes(name))).toEqual([]);
			}
		}),
		{ numRuns: 3 },
	);
});
