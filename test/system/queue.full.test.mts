/**
 * Queue mode: pictures arrive at a webhook process, and two workers upload them. In every case nothing is lost or
 * duplicated. `npm run bench -- --only=queue` does the same with 2,000 executions.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { executionsAfter } from '../support/queueExecutions.mts';
import { type Delivery, numberedPictures } from '../support/queueLoad.mts';
import { emulatorOfTests, hashesOf, type Outcome, QueueStage } from '../support/queueStage.mts';

const MINUTE = 60_000;

const control = emulatorOfTests();
const accounts: EmulatedAccount[] = [];
let stage: QueueStage | undefined;

/** n8n detects a dead worker when its lock expires, after a minute by default; here after ten seconds. */
const shortWorkerLock = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

/** Default concurrency of `n8n worker`. */
const CONCURRENCY = 10;

beforeAll(async () => {
	for (let number = 0; number < 14; number++) accounts.push(await control.account());
	stage = await QueueStage.set(accounts, 2, { binaryDataMode: 'database', environment: shortWorkerLock });
}, 15 * MINUTE);

afterAll(async () => {
	await stage?.queue.remove();
	for (const account of accounts) await account.remove();
}, 15 * MINUTE);

async function deliveries(prefix: string, to: EmulatedAccount[], count: number, each: number, album?: string) {
	const pictures = await numberedPictures(prefix, count * each);
	return Array.from({ length: count }, (_none, number): Delivery => {
		const account = to[number % to.length] as EmulatedAccount;
		return { account, album, pictures: pictures.slice(number * each, (number + 1) * each) };
	});
}

async function expectComplete(sent: Delivery[], outcome: Outcome | undefined) {
	expect(outcome?.statuses).toEqual({ success: sent.length });
	expect(outcome?.ofSuccess).toEqual(hashesOf(sent));
	expect(outcome?.inLibraries).toEqual(hashesOf(sent));
}

test('150 executions of one picture for one account', async () => {
	const sent = await deliveries('one account', accounts.slice(0, 1), 150, 1);
	await expectComplete(sent, await stage?.load(sent));
}, 15 * MINUTE);

test('150 executions of one picture for ten accounts', async () => {
	const sent = await deliveries('ten accounts', accounts.slice(1, 11), 150, 1);
	await expectComplete(sent, await stage?.load(sent));
}, 15 * MINUTE);

test('20 executions of twenty pictures for one account', async () => {
	const sent = await deliveries('twenty', accounts.slice(11, 12), 20, 20);
	await expectComplete(sent, await stage?.load(sent));
}, 15 * MINUTE);

test('200 executions with the same new album create at most one album a worker, with each picture in one of them', async () => {
	const [account] = accounts.slice(12, 13) as [EmulatedAccount];
	const sent = await deliveries('album', [account], 200, 1, 'New');
	await expectComplete(sent, await stage?.load(sent));
	const { albums, mediaItems } = await account.library();
	expect(albums.map(({ title }) => title)).toEqual(albums.length === 1 ? ['New'] : ['New', 'New']);
	expect(mediaItems.map(({ albumIds }) => albumIds.length)).toEqual(mediaItems.map(() => 1));
}, 15 * MINUTE);

test('if a worker is killed, successful executions are complete and the others can be sent again', async () => {
	const [account] = accounts.slice(13) as [EmulatedAccount];
	await account.switches({ latencyMs: 20, createLatencyMs: 100 });
	const sent = await deliveries('killed', [account], 60, 3);
	const outcome = await stage?.load(sent, {
		during: async (last) => {
			const done = async () => (await executionsAfter((stage as QueueStage).queue.database, last)).success ?? 0;
			while ((await done()) < 10) await wait(50);
			await stage?.workers[0]?.kill();
		},
	});
	const { statuses, ofSuccess = [], inLibraries = [] } = outcome ?? {};
	const { success = 0, ...others } = statuses ?? {};
	expect(success).toBeGreaterThanOrEqual(sent.length - CONCURRENCY);
	expect(success + Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(sent.length);
	expect(ofSuccess).toHaveLength(success * 3);
	expect(inLibraries).toEqual([...new Set(inLibraries)]);
	expect(inLibraries).toEqual(expect.arrayContaining(ofSuccess));

	const again = sent.filter(({ pictures }) => hashesOf([{ account, pictures }]).some((hash) => !ofSuccess.includes(hash)));
	expect(again).toHaveLength(sent.length - success);
	const second = await stage?.load(again);
	expect(second?.statuses ?? {}).toEqual(again.length > 0 ? { success: again.length } : {});
	expect((await account.library()).mediaItems.map(({ sha256 }) => sha256).sort()).toEqual(hashesOf(sent));
}, 30 * MINUTE);
