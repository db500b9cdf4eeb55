/** Queue mode with binary data in a folder that all processes share. */
import { type EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { type Delivery, numberedPictures } from '../support/queueLoad.mts';
import { emulatorOfTests, hashesOf, QueueStage } from '../support/queueStage.mts';

const MINUTE = 60_000;

const accounts: EmulatedAccount[] = [];
let stage: QueueStage | undefined;

beforeAll(async () => {
	for (let number = 0; number < 10; number++) accounts.push(await emulatorOfTests().account());
	stage = await QueueStage.set(accounts, 2, { binaryDataMode: 'filesystem' });
}, 15 * MINUTE);

afterAll(async () => {
	await stage?.queue.remove();
	for (const account of accounts) await account.remove();
}, 15 * MINUTE);

test('40 executions of five pictures for ten accounts', async () => {
	const pictures = await numberedPictures('files', 200);
	const sent = Array.from({ length: 40 }, (_none, number): Delivery => {
		const account = accounts[number % accounts.length] as EmulatedAccount;
		return { account, pictures: pictures.slice(number * 5, number * 5 + 5) };
	});
	const outcome = await stage?.load(sent);
	expect(outcome?.statuses).toEqual({ success: sent.length });
	expect(outcome?.ofSuccess).toEqual(hashesOf(sent));
	expect(outcome?.inLibraries).toEqual(hashesOf(sent));
}, 15 * MINUTE);
