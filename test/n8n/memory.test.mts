/** Streaming is a promise that only a real n8n process can show to be kept. */
import { copyFile, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplesFolder, sampleNames } from '../../demo/samples.mts';
import { itemsOf } from '../../real-n8n/execution.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { chain, manualTrigger, photos, readFiles, type Step } from '../support/workflow.mts';

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
const MINUTE = 60_000;

let n8n: TestN8n;
let peaks: string;
let video: string;

beforeAll(async () => {
	// the preload must be named before the processes are started, and lies in a folder that exists before
	const preload = join(import.meta.dirname, '../support/peakMemory.cjs');
	peaks = join(tmpdir(), `peak-memory-${process.pid}`);
	n8n = await testN8n({ NODE_OPTIONS: `--require ${preload}`, PEAK_MEMORY_FILE: peaks });
	video = join(n8n.folder, 'video.mp4');
	await makeVideo(video, GIBIBYTE);
}, 15 * MINUTE);

afterAll(async () => {
	await n8n.remove();
	await rm(peaks, { force: true });
});

/** A real video followed by a box that players skip, as long as wanted; the box takes no space on disk. */
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

async function store(id: string, ...steps: Step[]): Promise<void> {
	await n8n.instance.importWorkflow(chain(id, [manualTrigger, ...steps]));
}

/** Runs a workflow. @returns the peak memory of its n8n process, in bytes, and what the last node gave out */
async function peakOf(id: string) {
	await rm(peaks, { force: true });
	const execution = await n8n.instance.execute(id);
	await rm(join(n8n.instance.userFolder, '.n8n', 'storage'), { recursive: true, force: true });
	await rm(join(n8n.instance.userFolder, '.n8n', 'binaryData'), { recursive: true, force: true });
	const lines = (await readFile(peaks, 'utf8')).trim().split('\n');
	const kibibytes = lines
		.map((line) => JSON.parse(line) as { arguments: string[]; maxRSS: number })
		.find((line) => line.arguments.includes('execute'))?.maxRSS;
	return { peak: (kibibytes ?? 0) * 1024, items: itemsOf(execution, 'Last') };
}

const noOperation: Step = { name: 'Last', type: 'n8n-nodes-base.noOp' };

const ROUNDS = 3;

/**
 * Measures a node after the nodes before it, and No Operation in its place; writes what it saw to `reports/`.
 *
 * @param check looks at what the node gave out
 * @returns what the median peak has more, in MiB
 */
async function moreThanNoOperation(before: Step, node: Step, check: (items: unknown) => void): Promise<number> {
	const ours: number[] = [];
	const nothing: number[] = [];
	await store('nothing', before, noOperation);
	await store('ours', before, node);
	for (let round = 0; round < ROUNDS; round++) {
		nothing.push((await peakOf('nothing')).peak);
		const { peak, items } = await peakOf('ours');
		ours.push(peak);
		check(items);
	}
	expect(Math.min(...nothing)).toBeGreaterThan(50 * MEBIBYTE);
	const difference = (median(ours) - median(nothing)) / MEBIBYTE;
	await writeFile(
		join(import.meta.dirname, `../../reports/memory-${String(node.parameters?.operation)}.json`),
		JSON.stringify({ unit: 'MiB', ours: ours.map(inMebibytes), nothing: nothing.map(inMebibytes), difference }),
	);
	return difference;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const inMebibytes = (bytes: number) => Math.round(bytes / MEBIBYTE);

test('uploading a video of 1 GiB takes at most 64 MiB more than No Operation', async () => {
	const account = await n8n.connect();
	const upload = photos('Last', account.id, { resource: 'mediaItem', operation: 'upload' });
	const difference = await moreThanNoOperation(readFiles(video), upload, (items) => {
		expect(items).toMatchObject([{ json: { filename: 'video.mp4', sourceSize: GIBIBYTE } }]);
	});
	expect((await account.library()).mediaItems).toMatchObject([{ size: GIBIBYTE }]);
	await account.remove();
	expect(difference).toBeLessThanOrEqual(64);
}, 10 * MINUTE);

test('so does downloading it', async () => {
	const account = await n8n.connect();
	await store('upload', readFiles(video), photos('Last', account.id, { resource: 'mediaItem', operation: 'upload' }));
	await peakOf('upload');
	const all = photos('All', account.id, { resource: 'mediaItem', operation: 'getAll', returnAll: true });
	const download = photos('Last', account.id, {
		resource: 'mediaItem',
		operation: 'download',
		mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	});
	const difference = await moreThanNoOperation(all, download, (items) => {
		expect(items).toMatchObject([{ binary: { data: { bytes: GIBIBYTE, fileName: 'video.mp4' } } }]);
	});
	await account.remove();
	expect(difference).toBeLessThanOrEqual(64);
}, 10 * MINUTE);
