/**
 * Only a real n8n process can show that files are streamed: the memory in use while a video passes through does not
 * grow with the video. The benchmark measures the peak of the whole process, garbage included.
 */
import { copyFile, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplesFolder, sampleNames } from '../../tools/demo/samples.mts';
import { EditorApi } from '../../tools/n8n/editor-api.mts';
import { itemsOf } from '../../tools/n8n/execution.mts';
import type { N8nServer } from '../../tools/n8n/server.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { owner } from '../support/sharedN8n.mts';
import { chain, manualTrigger, photos, readFiles, type Step } from '../support/workflow.mts';

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
const MINUTE = 60_000;
/** Milliseconds between samples: each is two full collections, which take a second of CPU time. */
const INTERVAL = 3000;
/** MiB of a file held at a time, in addition to what n8n needs for any execution. */
const MAX_GROWTH = 64;

let n8n: TestN8n;
let server: N8nServer;
let editor: EditorApi;
let account: Awaited<ReturnType<TestN8n['connect']>>;
/** file in which the n8n process records its memory in use */
let samples: string;

const sizes = { small: MEBIBYTE, large: GIBIBYTE };
type Size = keyof typeof sizes;

beforeAll(async () => {
	samples = join(tmpdir(), `memory-in-use-${process.pid}`);
	const preload = join(import.meta.dirname, '../../tools/benchmark/measure/in-use.cjs');
	n8n = await testN8n({ NODE_OPTIONS: `--require ${preload}`, IN_USE_FILE: samples, IN_USE_INTERVAL: String(INTERVAL) });
	account = await n8n.connect();
	for (const [name, size] of Object.entries(sizes)) await makeVideo(join(n8n.folder, `${name}.mp4`), size);
	const read = (name: Size) => readFiles(join(n8n.folder, `${name}.mp4`));
	const upload = photos('Last', account.id, { resource: 'mediaItem', operation: 'upload', simplify: false });
	const download = photos('Last', account.id, {
		resource: 'mediaItem',
		operation: 'download',
		mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	});
	const all = photos('All', account.id, { resource: 'mediaItem', operation: 'getAll', returnAll: true });
	const only = (name: Size): Step => ({
		name: 'Only One',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: `return $input.all().filter(({ json }) => json.filename === '${name}.mp4');` },
	});
	for (const name of Object.keys(sizes) as Size[]) {
		await n8n.instance.importWorkflow(chain(`up-${name}`, [manualTrigger, read(name), upload]));
		await n8n.instance.importWorkflow(chain(`down-${name}`, [manualTrigger, all, only(name), download]));
	}
	server = await n8n.instance.startServer();
	editor = new EditorApi(server.url);
	await editor.signIn(owner);
}, 15 * MINUTE);

afterAll(async () => {
	await server?.stop();
	await n8n.remove();
	await rm(samples, { force: true });
});

/** A real video padded with a box that players skip; the file is sparse. */
async function makeVideo(path: string, size: number): Promise<void> {
	const name = (await sampleNames()).find((sample) => sample.endsWith('.mp4')) ?? '';
	await copyFile(join(samplesFolder, name), path);
	const { size: beginning } = await stat(path);
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size - beginning, 0);
	header.write('free', 4, 'latin1');
	const file = await open(path, 'r+');
	await file.write(header, 0, header.length, beginning);
	await file.truncate(size);
	await file.close();
}

/** Executes a workflow in the running n8n. @returns the maximum memory in use in MiB, and the output items */
async function inUseDuring(workflowId: string) {
	// Includes at least one sample of a short execution.
	const start = Date.now() - 2 * INTERVAL;
	const items = itemsOf(await editor.runWorkflow(workflowId, manualTrigger.name, 300), 'Last');
	const lines = (await readFile(samples, 'utf8')).trim().split('\n');
	const meanwhile = lines
		.map((line) => JSON.parse(line) as { pid: number; at: number; bytes: number })
		.filter(({ pid, at }) => pid === server.pid && at >= start);
	return { most: Math.max(...meanwhile.map(({ bytes }) => bytes)) / MEBIBYTE, items };
}

test.each([
	['uploading', 'up'],
	['downloading', 'down'],
])('%s a video of 1 GiB takes at most 64 MiB more memory than one of 1 MiB', async (_title, direction) => {
	// Warm-up: loads whatever the first execution loads.
	await inUseDuring(`${direction}-small`);
	const small = await inUseDuring(`${direction}-small`);
	const large = await inUseDuring(`${direction}-large`);
	if (direction === 'up') {
		expect(large.items).toMatchObject([{ json: { filename: 'large.mp4', sourceSize: GIBIBYTE } }]);
		const { mediaItems } = await account.library();
		expect(mediaItems.map((item) => item.size).sort((one, other) => one - other)).toEqual([MEBIBYTE, GIBIBYTE]);
	} else expect(large.items).toMatchObject([{ binary: { data: { bytes: GIBIBYTE, fileName: 'large.mp4' } } }]);
	expect(small.most).toBeGreaterThan(20);
	expect(large.most - small.most).toBeLessThanOrEqual(MAX_GROWTH);
}, 30 * MINUTE);
