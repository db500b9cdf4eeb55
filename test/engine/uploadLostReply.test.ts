/** Creates whose reply is lost, followed by other faults. */
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { errorOf, pictureItems, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import type { PassedTime } from '../support/instantClock';

let time: PassedTime;
beforeEach(() => (time = withoutWaiting()));
afterEach(() => time.restore());

const method = 'mediaItems.batchCreate';
const FULL = { error: { code: 400, message: "The remaining storage in the user's account is not enough to perform this operation.", status: 'INVALID_ARGUMENT' } };
const QUOTA = { error: { code: 429, message: "Quota exceeded for quota 'concurrent write request'", status: 'RESOURCE_EXHAUSTED' } };

/** After `skip` creates, the reply to the next one is lost, and all that follow are rejected. */
async function losingReply(refusal: { status: number; body: object }, skip = 0): Promise<{ account: EmulatedAccount; engine: Engine }> {
	const account = await newAccount();
	await account.fault({ method, kind: 'reset-after', skip });
	await account.fault({ method, kind: 'status', times: 100, skip, ...refusal });
	return { account, engine: await Engine.for(account) };
}

describe.each([
	['the storage is full', { status: 400, body: FULL }],
	['there are too many requests', { status: 429, body: QUOTA }],
])('the reply to a create is lost, then %s', (_title, refusal) => {
	const form = upload({ options: { maximumWait: 1 } });

	test('the error lists the files that may be in the library', async () => {
		const { account, engine } = await losingReply(refusal);
		const error = await errorOf(engine.run(form, { items: await pictureItems(engine, 3) }));
		expect((await account.library()).mediaItems).toHaveLength(3);
		expect(errorText(error)).toMatch(/3 files may be in the library, .*: 0\.jpg, 1\.jpg, 2\.jpg \(items 0 to 2\)/);
		expect(errorText(error)).not.toMatch(/No file of this run/);
	});

	test("Continue On Fail: each item's JSON says that it may be in the library", async () => {
		const { engine } = await losingReply(refusal);
		const outputs = await engine.run(form, { items: await pictureItems(engine, 3), node: { onError: 'continueRegularOutput' } });
		for (const { json } of outputs) expect(JSON.stringify(json)).toMatch(/may be in the library/);
	});

	test('in the second batch: the error lists what is in the library and what may be', async () => {
		const { account, engine } = await losingReply(refusal, 1);
		const error = await errorOf(engine.run(form, { items: await pictureItems(engine, 60) }));
		expect((await account.library()).mediaItems).toHaveLength(60);
		expect(errorText(error)).toMatch(/In the library from this run: 0\.jpg, .* and 30 more\. 10 files may be in the library, .*\(items 50 to 59\)/);
	});
});

test('after a lost reply, if upload tokens work only once, the bytes are sent again', async () => {
	const account = await newAccount({ switches: { usedToken: 'code 6' } });
	const engine = await Engine.for(account);
	await account.fault({ method, kind: 'reset-after' });
	const outputs = await engine.run(upload(), { items: await pictureItems(engine, 3) });
	expect(outputs.map(({ json }) => [json.filename, json.alreadyInLibrary])).toEqual(['0.jpg', '1.jpg', '2.jpg'].map((name) => [name, null]));
	expect((await account.library()).mediaItems).toHaveLength(3);
});

test('a file at which Google always fails, fails alone out of 60', async () => {
	const account = await newAccount({ switches: { failingItem: '7.jpg' } });
	const engine = await Engine.for(account);
	const outputs = await engine.run(upload(), { items: await pictureItems(engine, 60), node: { onError: 'continueRegularOutput' } });
	expect(outputs.flatMap(({ json }, index) => (json.error ? index : []))).toEqual([7]);
	expect((await account.library()).mediaItems).toHaveLength(59);
	expect((await account.counts()).byMethod[method]).toBeLessThanOrEqual(2 + 6 + 12);
});
