/** n8n's Retry On Fail repeats nothing that has succeeded. */
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { pictureItems, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';

const passThrough = upload({ options: { itemsWithoutFiles: 'passThrough' } });
const retries = { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 };

test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'%s: with an input item that has an `error` key, each file is sent once and the item keeps its JSON',
	async (onError) => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const json = { error: 'failed before', rowId: 7 };
		const items = [{ json }, ...(await pictureItems(engine, 10))];
		const outputs = await engine.run(passThrough, { items, node: { ...retries, onError } });
		expect(outputs[0].json).toEqual(json);
		expect(outputs).toHaveLength(11);
		expect((await account.counts()).byMethod).toMatchObject({ uploads: 10, 'mediaItems.batchCreate': 1 });
	},
);

test('passes an input item that failed in an earlier node through with its JSON', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const failed = { json: { rowId: 7 }, error: new Error('failed before') as never };
	const [output] = await engine.run(passThrough, { items: [failed] });
	expect(output).toEqual({ json: { rowId: 7 }, pairedItem: { item: 0 } });
});

test.each([
	['albums.create', 'an album', { resource: 'album', operation: 'create', title: 'Once' }],
	['albums.addEnrichment', 'a text', { resource: 'album', operation: 'addEnrichment', enrichmentType: 'text', text: 'Once' }],
])('%s whose reply is lost does not create %s twice, nor as a tool of an agent', async (method, _, parameters) => {
	const time = withoutWaiting();
	try {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const { albumIds } = await account.seed({ albums: [{ title: 'There' }] });
		await account.fault({ method, kind: 'reset-after' });
		const album = { __rl: true, mode: 'id', value: albumIds[0] };
		const error = await engine.run({ ...parameters, album }, { node: retries }).catch((thrown: Error) => thrown);
		expect((error as Error).message).toMatch(/may have been carried out/);
		expect((await account.counts()).byMethod[method]).toBe(1);
		await account.fault({ method, kind: 'reset-after' });
		expect(await engine.answerForAgent({ ...parameters, album }, retries)).toMatch(/may have been carried out/);
		expect((await account.counts()).byMethod[method]).toBe(2);
	} finally {
		time.restore();
	}
});
