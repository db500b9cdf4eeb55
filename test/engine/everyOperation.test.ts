/** Rules for all operations, for any number of input items and every error setting. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, pictureItems } from '../support/files';
import { inFull } from '../support/rings';
import { seedPictures } from '../support/seed';

const theAlbum = album('id', '={{ $json.albumId }}');
const theMediaItem = { mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };

/** An operation, its parameters, and the field without which it fails. */
type Row = [resource: string, operation: string, form: IDataObject, needs: string];

const rows: Row[] = [
	['album', 'create', { title: '={{ $json.title }}' }, 'title'],
	['album', 'getOrCreate', { title: '={{ $json.title }}' }, 'title'],
	['album', 'get', theAlbum, 'albumId'],
	['album', 'getAll', { limit: '={{ $json.limit }}' }, 'limit'],
	['album', 'update', { ...theAlbum, newTitle: '={{ $json.title }}' }, 'albumId'],
	['album', 'addMediaItems', { ...theAlbum, ...theMediaItem }, 'id'],
	['album', 'removeMediaItems', { ...theAlbum, ...theMediaItem }, 'id'],
	['album', 'addEnrichment', { ...theAlbum, text: '={{ $json.title }}' }, 'title'],
	['mediaItem', 'upload', theAlbum, 'binary'],
	['mediaItem', 'get', theMediaItem, 'id'],
	['mediaItem', 'getAll', { from: 'album', ...theAlbum, limit: 1 }, 'albumId'],
	['mediaItem', 'update', { ...theMediaItem, description: 'Text' }, 'id'],
	['mediaItem', 'download', theMediaItem, 'id'],
	['mediaItem', 'uploadBytes', {}, 'binary'],
	['mediaItem', 'createFromTokens', { uploadToken: '={{ $json.uploadToken }}', ...theAlbum }, 'uploadToken'],
	['picker', 'createSession', { options: { maxItemCount: '={{ $json.limit }}' } }, 'limit'],
	['picker', 'getSession', { sessionId: '={{ $json.sessionId }}' }, 'sessionId'],
	['picker', 'waitForSelection', { sessionId: '={{ $json.sessionId }}' }, 'sessionId'],
	['picker', 'getAll', { sessionId: '={{ $json.sessionId }}', limit: 1 }, 'sessionId'],
	['picker', 'download', { sessionId: '={{ $json.sessionId }}' }, 'sessionId'],
	['picker', 'deleteSession', { sessionId: '={{ $json.sessionId }}' }, 'sessionId'],
];

/** More items than fit into one request; with `npm run test:full` more than fit into two. */
const MAX_ITEMS = inFull ? 120 : 60;

/** An account in which the values of all input items exist. */
async function inputsFor([resource, operation]: Row, count: number) {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const { ids, albumId } = await seedPictures(account, Math.max(count, 1), 'All');
	const files = await pictureItems(engine, count);
	const tokens =
		operation === 'createFromTokens'
			? await engine.run({ resource: 'mediaItem', operation: 'uploadBytes' }, { items: files })
			: [];
	const [session] = resource === 'picker' ? await engine.run({ resource: 'picker', operation: 'createSession' }) : [];
	const sessionId = session?.json.id as string | undefined;
	if (sessionId) await account.pick(sessionId, [ids[0]]);
	const items = files.map((file, number): INodeExecutionData => ({
		binary: file.binary,
		json: {
			title: `Title ${number}`,
			albumId,
			id: ids[number],
			uploadToken: tokens[number]?.json.uploadToken,
			limit: 1,
			sessionId,
		},
	}));
	await account.resetRequests();
	return { account, engine, items };
}

/** The same items, one of them without the required field. */
function withOneInvalid(items: INodeExecutionData[], needs: string, bad: number): INodeExecutionData[] {
	const value = needs === 'limit' ? 'many' : '';
	return items.map((item, index) => {
		if (index !== bad) return item;
		return needs === 'binary' ? { json: item.json } : { ...item, json: { ...item.json, [needs]: value } };
	});
}

const itemOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;

describe.each(rows)('%s: %s', (...row) => {
	const [resource, operation, form, needs] = row;
	const parameters = { resource, operation, ...form };

	test.each([0, 1, 3, MAX_ITEMS])('%i input items have paired outputs in order', async (count) => {
		const { engine, items } = await inputsFor(row, count);
		const outputs = await engine.run(parameters, { items });
		expect(outputs.map(itemOf)).toEqual(items.map((_, index) => index));
		expect(outputs.filter(({ error, json }) => error ?? json.error)).toEqual([]);
	});

	test('one invalid item of three: Continue On Fail, error output and Stop Workflow', async () => {
		const { account, engine, items } = await inputsFor(row, 3);
		const bad = withOneInvalid(items, needs, 1);
		const stopped = await errorOf(engine.run(parameters, { items: bad }));
		expect(errorText(stopped)).toMatch(/\[item 1\]/);

		await account.resetRequests();
		const outputs = await engine.run(parameters, { items: bad, node: { onError: 'continueRegularOutput' } });
		expect(outputs.map(itemOf)).toEqual([0, 1, 2]);
		expect(outputs.map(({ json }) => typeof json.error)).toEqual(['undefined', 'string', 'undefined']);
		expect(outputs[1].json).toMatchObject({ ...bad[1].json, error: expect.any(String) });
		// n8n's expression engine copies items as JSON; anything else would make all of them null.
		expect(outputs.filter((output) => 'error' in output)).toEqual([]);
		expect(outputs[1]).toEqual(JSON.parse(JSON.stringify(outputs[1])));

		const fresh = await inputsFor(row, 3);
		const both = await fresh.engine.outputs(parameters, {
			items: withOneInvalid(fresh.items, needs, 1),
			node: { onError: 'continueErrorOutput' },
		});
		expect(both[0].map(itemOf)).toEqual([0, 2]);
		expect(both[1].map(({ json }) => json.error)).toEqual([expect.stringMatching(/\[item 1\]/)]);
		expect(both[1].map(itemOf)).toEqual([1]);
		expect(both[1][0].json).toMatchObject({ ...withOneInvalid(fresh.items, needs, 1)[1].json, error: expect.any(String) });
		expect(both[1]).toEqual(JSON.parse(JSON.stringify(both[1])));
	});

	test('Retry On Fail after a failed first item with Continue On Fail sends nothing twice', async () => {
		const requestsOf = async (settings: Partial<INode>) => {
			const { account, engine, items } = await inputsFor(row, 3);
			const node = { onError: 'continueRegularOutput' as const, ...settings };
			const outputs = await engine.run(parameters, { items: withOneInvalid(items, needs, 0), node });
			expect(outputs.map(({ json }) => typeof json.error)).toEqual(['string', 'undefined', 'undefined']);
			return (await account.requests()).map(({ method }) => method).sort();
		};
		const once = await requestsOf({});
		expect(await requestsOf({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 })).toEqual(once);
	});
});
