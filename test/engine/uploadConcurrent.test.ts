/** Many concurrent executions with one credential in one process, as a webhook starts them. */
import type { INodeExecutionData } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { album, itemWith, pictureItems, upload } from '../support/files';
import { jpeg } from '../support/pictures';

/** Latency with which executions overlap. */
const distance = { latencyMs: 5, createLatencyMs: 200 };

/** Runs each item in a separate execution. */
async function runSeparately(engine: Engine, items: INodeExecutionData[], node = upload()): Promise<INodeExecutionData[]> {
	const outputs = await Promise.all(items.map(async (item) => await engine.run(node, { items: [item] })));
	return outputs.flat();
}

test('sixty executions with one picture each share a few creates, and each gets its own media item', async () => {
	const account = await newAccount({ switches: distance });
	const engine = await Engine.for(account);
	const outputs = await runSeparately(engine, await pictureItems(engine, 60));
	expect(outputs.map(({ json }) => json.sourceFileName)).toEqual(outputs.map((_, index) => `${index}.jpg`));
	const { mediaItems } = await account.library();
	const names = new Map(mediaItems.map(({ id, filename }) => [id, filename]));
	for (const { json } of outputs) expect(names.get(json.id as string)).toBe(json.sourceFileName);
	const { byMethod, maxParallel } = await account.counts();
	expect(byMethod.uploads).toBe(60);
	expect(byMethod['mediaItems.batchCreate']).toBeLessThanOrEqual(20);
	expect(maxParallel.writes).toBe(1);
});

test('an invalid file fails only its own execution', async () => {
	const account = await newAccount({ switches: distance });
	const engine = await Engine.for(account);
	const items = [...(await pictureItems(engine, 9)), await itemWith(engine, Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]), 'bad.jpg')];
	const outcomes = await Promise.allSettled(
		items.map(async (item) => await engine.run(upload(album('title', 'Together')), { items: [item] })),
	);
	expect(outcomes.map(({ status }) => status)).toEqual([...items.slice(1).map(() => 'fulfilled'), 'rejected']);
	const { albums, mediaItems } = await account.library();
	expect(mediaItems).toHaveLength(9);
	expect(albums.map(({ entries }) => entries.length)).toEqual([9]);
});

test('the same picture in ten executions is one media item, returned by each', async () => {
	const account = await newAccount({ switches: distance });
	const engine = await Engine.for(account);
	const content = await jpeg(1);
	const items = await Promise.all([...Array(10).keys()].map(async (number) => await itemWith(engine, content, `${number}.jpg`)));
	const outputs = await runSeparately(engine, items);
	const { mediaItems } = await account.library();
	expect(outputs.map(({ json }) => json.id)).toEqual(items.map(() => mediaItems[0].id));
	expect(mediaItems).toHaveLength(1);
});
