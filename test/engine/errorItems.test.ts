/** Error items as n8n passes them on, in n8n 1.x and 2.x. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, itemWith } from '../support/files';
import { jpeg } from '../support/pictures';

type OnError = INode['onError'];

/** One valid row between two invalid ones. */
const rows = [
	{ rowId: 1, title: '' },
	{ rowId: 2, title: 'Holiday' },
	{ rowId: 3, title: '' },
];

const operations: Array<[string, IDataObject]> = [
	['declarative', { resource: 'album', operation: 'create', title: '={{ $json.title }}' }],
	['custom', { resource: 'album', operation: 'getOrCreate', title: '={{ $json.title }}' }],
];

async function run(parameters: IDataObject, items: INodeExecutionData[], node: Partial<INode>) {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const outputs = await engine.outputs(parameters, { items, node });
	return { account, engine, outputs };
}

describe.each(operations)('%s operation', (_title, parameters) => {
	const items = () => rows.map((json) => ({ json: { ...json } }));

	test.each<OnError>(['continueRegularOutput', 'continueErrorOutput'])('%s: the failed rows are plain JSON', async (onError) => {
		const { outputs } = await run(parameters, items(), { onError });
		const [first, second] = outputs;
		const failed = onError === 'continueErrorOutput' ? second : first.filter(({ json }) => json.error);
		expect(failed).toEqual([
			{ json: { ...rows[0], error: 'The album has no title [item 0]. Enter a title.', errorDescription: 'Parameter: \'Title\'.' }, pairedItem: { item: 0 } },
			{ json: { ...rows[2], error: 'The album has no title [item 2]. Enter a title.', errorDescription: 'Parameter: \'Title\'.' }, pairedItem: { item: 2 } },
		]);
		expect(JSON.parse(JSON.stringify(outputs))).toEqual(outputs);
		expect(first.filter(({ json }) => !json.error)).toMatchObject([{ json: { title: 'Holiday' }, pairedItem: { item: 1 } }]);
	});

	test('Retry On Fail after a failed first item sends nothing twice', async () => {
		const settings = { onError: 'continueRegularOutput' as const, retryOnFail: true, maxTries: 4, waitBetweenTries: 1 };
		const { account, outputs } = await run(parameters, items(), settings);
		expect(outputs[0].map(({ json }) => json.rowId ?? json.title)).toEqual([1, 'Holiday', 3]);
		expect((await account.requests()).filter(({ method }) => method === 'albums.create')).toHaveLength(1);
	});
});

test.each<OnError>(['continueRegularOutput', 'continueErrorOutput'])('%s: the error item names the failed file', async (onError) => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const [{ binary }] = [await itemWith(engine, await jpeg(1), 'good.jpg')];
	const text = { data: Buffer.from('text').toString('base64'), mimeType: 'text/plain', fileName: 'bad.txt' };
	const items = [{ json: { rowId: 7 }, binary: { first: binary?.data as never, second: text } }];
	const outputs = (await engine.outputs({ resource: 'mediaItem', operation: 'upload', ...album('title', 'Files') }, { items, node: { onError } })).flat();
	const failed = outputs.filter(({ json }) => json.error);
	expect(outputs).toHaveLength(2);
	expect(failed).toEqual([
		{
			json: {
				rowId: 7,
				error: expect.stringMatching(/file "bad\.txt" in field "second" \[item 0\]/),
				errorDescription: expect.any(String),
				sourceField: 'second',
				sourceFileName: 'bad.txt',
			},
			pairedItem: { item: 0 },
		},
	]);
});

test('an item that passes through keeps its JSON, and Retry On Fail uploads the others once', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const before = { json: { rowId: 1, error: 'from before' }, error: new Error('from before') as never };
	const items = [before, await itemWith(engine, await jpeg(1), 'good.jpg')];
	const parameters = { resource: 'mediaItem', operation: 'upload', options: { itemsWithoutFiles: 'passThrough' } };
	const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const outputs = await engine.run(parameters, { items, node });
	expect(outputs[0]).toEqual({ json: before.json, pairedItem: { item: 0 } });
	expect(outputs[1].json.id).toBeTruthy();
	expect((await account.requests()).filter(({ method }) => method === 'uploads')).toHaveLength(1);
});
