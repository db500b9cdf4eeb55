import type { INodeExecutionData } from 'n8n-workflow';
import type { EmulatedAccount } from '../../../tools/emulator/control-client.mts';
import type { Fault } from '../../../tools/emulator/control-types.mts';
import { newAccount } from '../../support/account';
import { Engine } from '../../support/engine';
import { album, itemWith, upload } from '../../support/files';
import { withoutWaiting } from '../../support/instantClock';
import type { PassedTime } from '../../support/instantClock';
import { jpeg } from '../../support/pictures';
import { inFull } from '../../support/rings';
import { Random } from '../../unit/seeds/random';
import { cases } from './table';

/** Random faults in all requests through the whole stack; unit/seeds runs the same with many more seeds. */
const SEEDS = Array.from({ length: inFull ? 20 : 8 }, (_, index) => index + 1);
const FILES = 30;

const methods = ['uploads', 'uploads', 'mediaItems.batchCreate', 'mediaItems.batchCreate', 'albums.list', 'albums.create'];

let time: PassedTime;
beforeEach(() => (time = withoutWaiting()));
afterEach(() => time.restore());

/** Plans faults for some of the coming calls. */
async function plan(account: EmulatedAccount, random: Random, among: string[]): Promise<void> {
	for (let count = random.int(3, 15); count > 0; count--) {
		const method = random.pick(among);
		const fatalToo = random.chance(0.05);
		const possible = cases
			.filter(({ only }) => only === undefined || (only === 'bytes') === (method === 'bytes'))
			.filter(({ isFatal }) => !isFatal || fatalToo);
		const skip = random.int(0, method === 'uploads' || method === 'bytes' ? 20 : 1);
		const fault: Fault =
			method === 'mediaItems.batchCreate' && random.chance(0.5)
				? { method, kind: 'item-status', code: random.pick([8, 10, 13, 14]), index: random.int(0, 20), skip }
				: { ...random.pick(possible).fault, method, skip };
		await account.fault(fault);
	}
}

async function itemsFor(engine: Engine, random: Random): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (let number = 0; number < FILES; number++) {
		const content = await jpeg(number > 0 && random.chance(0.1) ? number - 1 : number);
		const item = await itemWith(engine, content, `${number}.jpg`);
		items.push({ ...item, json: { album: random.pick(['', 'One', 'Other']) } });
	}
	return items;
}

test.each(SEEDS)('seed %i: each file gives one media item or one error, and each download the whole file or one error', async (seed) => {
	const random = new Random(seed);
	const account = await newAccount({ switches: { mixedStatus: random.pick([200, 207]) } });
	const engine = await Engine.for(account);
	const items = await itemsFor(engine, random);
	await plan(account, random, methods);
	const continueOnFail = { node: { onError: 'continueRegularOutput' as const } };
	const outputs = await engine.run(upload({ ...album('title', '={{ $json.album }}'), simplify: false }), { items, ...continueOnFail });

	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	const { mediaItems, albums } = await account.library();
	const succeeded = outputs.filter(({ json }) => json.error === undefined);
	for (const { json } of succeeded) {
		const inLibrary = mediaItems.find(({ id }) => id === json.id);
		expect(inLibrary).toMatchObject({ sha256: json.sha256, size: json.sourceSize });
		if (json.albumId) expect(inLibrary?.albumIds).toContain(json.albumId);
	}
	for (const { json } of outputs.filter((output) => !succeeded.includes(output))) {
		expect(json.error).toMatch(/\[item \d+\]/);
	}
	// After a create whose replies are all lost, items could be in the library without an output; no seed loses six in
	// a row.
	const ids = new Set(succeeded.map(({ json }) => json.id));
	expect(mediaItems.filter(({ id }) => !ids.has(id))).toEqual([]);
	expect(new Set(albums.map(({ title }) => title)).size).toBe(albums.length);
	for (const { entries } of albums) expect(new Set(entries.map((entry) => JSON.stringify(entry))).size).toBe(entries.length);
	expect((await account.counts()).maxParallel.writes).toBeLessThanOrEqual(1);

	await account.clearFaults();
	const download = { resource: 'mediaItem', operation: 'download', mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
	const whole = await engine.run(download, { items: succeeded });
	await plan(account, random, ['bytes', 'bytes', 'bytes', 'mediaItems.batchGet']);
	const downloaded = await engine.run(download, { items: succeeded, ...continueOnFail });
	expect(downloaded).toHaveLength(succeeded.length);
	for (const [index, { json, binary }] of downloaded.entries()) {
		if (json.error !== undefined) {
			expect(json.error).toMatch(/\[item \d+\]/);
			continue;
		}
		const files = [binary, whole[index].binary].map(async (file) => await engine.content(file!.data));
		const [got, expected] = await Promise.all(files);
		expect(got.equals(expected)).toBe(true);
	}
});
