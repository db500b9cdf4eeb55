/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
/** The output schemas that the editor shows before a node has run, compared with the actual output. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, itemWith, upload } from '../support/files';
import { jpeg, video } from '../support/pictures';

const folder = path.join(__dirname, '../../dist/nodes/GooglePhotos/__schema__/v1.0.0');

const worksOnMediaItems = (resource: string, operation: string) =>
	operation.endsWith('MediaItems') || (resource === 'mediaItem' && operation !== 'getAll');

test.each([
	['album', 'create', { title: 'New' }],
	['album', 'getOrCreate', { title: 'All' }],
	['album', 'get', album('title', 'All')],
	['album', 'getAll', { returnAll: true }],
	['album', 'update', { ...album('title', 'All'), newTitle: 'All of them' }],
	['album', 'addEnrichment', { ...album('title', 'All'), text: 'The first day' }],
	['album', 'addMediaItems', album('title', 'All')],
	['album', 'removeMediaItems', album('title', 'All')],
	['mediaItem', 'upload', {}],
	['mediaItem', 'uploadBytes', {}],
	['mediaItem', 'createFromTokens', { ...album('title', 'All'), uploadToken: '={{ $json.uploadToken }}', description: 'Text' }],
	['mediaItem', 'get', {}],
	['mediaItem', 'getAll', { from: 'library', returnAll: true }],
	['mediaItem', 'update', { description: 'New' }],
	['mediaItem', 'download', {}],
])('%s: %s', async (resource, operation, parameters: IDataObject) => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = [
		await itemWith(engine, await jpeg(1), 'a.jpg'),
		await itemWith(engine, await video(100_000), 'b.mp4', 'video/mp4'),
	];
	// The second upload of the same bytes reports that they were in the library.
	if (['upload', 'createFromTokens'].includes(operation)) items.push(await itemWith(engine, await jpeg(1), 'twin.jpg'));
	const form = upload({ ...album('title', 'All'), description: 'Text' });
	const uploaded = await engine.run(form, { items });

	const tokens = async () => await engine.run({ resource, operation: 'uploadBytes' }, { items });
	const inputs = async () => (operation === 'createFromTokens' ? await tokens() : uploaded);

	const outputs =
		operation === 'upload'
			? uploaded
			: operation === 'uploadBytes'
				? await tokens()
				: await engine.run(
					{ resource, operation, mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' }, ...parameters },
					{ items: worksOnMediaItems(resource, operation) ? await inputs() : [{ json: {} }] },
				);

	const file = path.join(folder, resource, `${operation}.json`);
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties: Record<string, { type: string }> };
	const types = Object.fromEntries(Object.entries(properties).map(([key, { type }]) => [key, type]));
	const seen: Record<string, string> = {};
	for (const { json } of outputs) {
		for (const [key, value] of Object.entries(json)) if (value !== null) seen[key] = typeof value;
	}
	expect(seen).toEqual(types);
	// n8n asks for no more in a default output
	for (const { json } of outputs) expect(Object.keys(json).length).toBeLessThanOrEqual(10);
});
