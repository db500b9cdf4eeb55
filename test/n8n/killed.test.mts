import { setTimeout } from 'node:timers/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { itemsOf } from '../../tools/n8n/execution.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { chain, manualTrigger, photos, readFiles } from '../support/workflow.mts';

const MINUTES = 60_000;
const PICTURES = 130;

let n8n: TestN8n;
let pictures: string;

beforeAll(async () => {
	n8n = await testN8n();
	pictures = join(n8n.folder, 'pictures');
	await mkdir(pictures);
	for (let number = 0; number < PICTURES; number++) {
		const background = { r: number, g: 255 - number, b: 99 };
		const picture = await sharp({ create: { width: 16, height: 16, channels: 3, background } }).png().toBuffer();
		await writeFile(join(pictures, `${String(number).padStart(3, '0')}.png`), picture);
	}
}, 15 * MINUTES);

afterAll(async () => await n8n.remove());

test.each([
	['while the first files are sent', 'uploads', 20],
	['while the second batch is created', 'mediaItems.batchCreate', 2],
])('n8n is killed %s, and the next execution loses and duplicates nothing', async (_when, method, calls) => {
	const account = await n8n.connect({ switches: { latencyMs: 20, createLatencyMs: 1000 } });
	const id = `killed-${method}`.replace('.', '-');
	const upload = { resource: 'mediaItem', operation: 'upload', album: { __rl: true, mode: 'title', value: 'Killed' } };
	await n8n.instance.importWorkflow(
		chain(id, [manualTrigger, readFiles(`${pictures}/*.png`), photos('Upload', account.id, upload)]),
	);
	const command = await n8n.instance.begin(id);
	while (((await account.counts()).byMethod[method] ?? 0) < calls) await setTimeout(50);
	command.kill();
	expect((await command.result).code).toBeNull();
	expect((await account.library()).mediaItems.length).toBeLessThan(PICTURES);

	const outputs = itemsOf(await n8n.instance.execute(id), 'Upload');
	expect(new Set(outputs.map(({ json }) => json.id)).size).toBe(PICTURES);
	const { mediaItems, albums } = await account.library();
	expect(mediaItems).toHaveLength(PICTURES);
	expect(albums).toHaveLength(1);
	expect(albums[0]?.entries).toEqual(outputs.map(({ json }) => ({ mediaItemId: json.id })));
}, 15 * MINUTES);
