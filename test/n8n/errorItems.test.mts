/** What later nodes see of a failed item: their expressions run in n8n's isolated engine, which copies only JSON. */
import { itemsOf } from '../../tools/n8n/execution.mts';
import { type SharedN8n, sharedN8n } from '../support/sharedN8n.mts';
import { chain, manualTrigger, photos, type Step } from '../support/workflow.mts';

const MINUTES = 60_000;

let n8n: SharedN8n;

beforeAll(async () => {
	n8n = await sharedN8n();
}, MINUTES);

/** Three rows of a table, the last of them invalid; files are created from their text. */
const rows: Step = {
	name: 'Rows',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: {
		jsCode: `return [1, 2, 3].map((rowId) => ({
			json: { rowId, id: rowId === 3 ? '' : 'unknown-' + rowId, title: rowId === 3 ? '' : 'Title ' + rowId },
			binary: { photo: { data: Buffer.from('no picture ' + rowId).toString('base64'), mimeType: 'text/plain', fileName: rowId + '.txt' } },
		}))`,
	},
};

/** A node that outputs what expressions see of the previous node's items. */
const expressionResults: Step = {
	name: 'Sees',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	executeOnce: true,
	parameters: {
		mode: 'raw',
		jsonOutput: `={{ ({
			count: $input.all().length,
			items: $items().length,
			named: $('Photos').all().length,
			errors: $input.all().map((item) => item.json.error),
			last: $input.last().json.error,
			rows: $input.all().map((item) => item.json.rowId),
			row: $json.rowId,
			file: $input.last().json.sourceFileName,
			before: $('Rows').itemMatching(0).json.rowId,
		}) }}`,
	},
};

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

test.each<[string, Record<string, unknown>]>([
	['an upload', { resource: 'mediaItem', operation: 'upload' }],
	['a custom operation', { resource: 'mediaItem', operation: 'get', mediaItem: byId('={{ $json.id }}') }],
	['an album that is not there', { resource: 'album', operation: 'get', album: byId('={{ $json.id || "none" }}') }],
	['a change of an album', { resource: 'album', operation: 'addMediaItems', album: byId('={{ $json.id || "none" }}'), mediaItem: byId('a') }],
	['a picking session', { resource: 'picker', operation: 'getSession', sessionId: '={{ $json.id }}' }],
	['a list', { resource: 'album', operation: 'getAll', limit: '={{ $json.title }}' }],
])('%s: expressions of the next node see the errors and rows of three failed items', async (_title, parameters) => {
	const account = await n8n.connect();
	for (const onError of ['continueRegularOutput', 'continueErrorOutput']) {
		const node = photos('Photos', account.id, parameters, { onError, retryOnFail: true, waitBetweenTries: 1 });
		const workflow = chain(onError, [manualTrigger, rows, node, expressionResults]);
		if (onError === 'continueErrorOutput') {
			const { main } = workflow.connections['Photos'] as { main: unknown[] };
			main.unshift([]);
		}
		const execution = await n8n.run(workflow);
		const [seen] = itemsOf(execution, 'Sees').map(({ json }) => json as Record<string, unknown>);
		expect(seen).toMatchObject({
			count: 3,
			items: 3,
			errors: Array(3).fill(expect.any(String)),
			last: expect.stringMatching(/\[item 2\]/),
			rows: [1, 2, 3],
			row: 1,
			before: 1,
		});
		if (onError === 'continueRegularOutput') expect(seen?.named).toBe(3);
		if (parameters.operation === 'upload') expect(seen).toMatchObject({ file: '3.txt', last: expect.stringMatching(/file "3\.txt" in field "photo"/) });
	}
}, 5 * MINUTES);

test('one of three items fails, and expressions of the next node see the error and the other items', async () => {
	const account = await n8n.connect();
	const create = photos('Photos', account.id, { resource: 'album', operation: 'create', title: '={{ $json.title }}' }, { onError: 'continueRegularOutput' });
	const execution = await n8n.run(chain('one', [manualTrigger, rows, create, expressionResults]));
	expect(itemsOf(execution, 'Sees')[0]?.json).toMatchObject({
		count: 3,
		errors: [null, null, 'The album has no title [item 2]. Enter a title.'],
		rows: [null, null, 3],
	});
	expect((await account.library()).albums).toHaveLength(2);
}, 5 * MINUTES);
