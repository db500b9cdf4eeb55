import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { errorText } from '../support/errorText';
import { errorOf } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import type { PassedTime } from '../support/instantClock';
import { asked, finished, ofItem, pickable, picker, sessions } from '../support/picker';
import { video } from '../support/pictures';

const wait = (more: IDataObject = {}) => picker('waitForSelection', { ...ofItem, ...more });
const id = ({ json }: INodeExecutionData) => String(json.id);
const hoursOf = (hours: number) => ({ maximumWait: hours * 60 });

let time: PassedTime;
beforeEach(() => {
	time = withoutWaiting();
});
afterEach(() => time.restore());

/** Number of times that sessions were polled. */
async function polls(account: EmulatedAccount): Promise<number> {
	return (await account.counts()).byMethod['sessions.get'] ?? 0;
}

describe('the user picks', () => {
	test('during the wait: returns the picks with their files in order, unchanged', async () => {
		const { account, engine, ids, pictures } = await pickable(3, { switches: 'hostile' });
		const items = await sessions(engine, 1);
		const waiting = engine.run(wait({ downloadFiles: true, ...hoursOf(1000) }), { items });
		await asked(account, 'sessions.get', 3);
		await account.pick(id(items[0]), [ids[2], ids[0], ids[1]]);
		const outputs = await waiting;
		expect(outputs.map(({ json }) => json.filename)).toEqual(['holiday 2.jpg', 'holiday 0.jpg', 'holiday 1.jpg']);
		for (const [index, number] of [2, 0, 1].entries()) {
			expect(outputs[index].pairedItem).toEqual({ item: 0 });
			const file = outputs[index].binary!.data;
			expect(file).toMatchObject({ fileName: `holiday ${number}.jpg`, mimeType: 'image/jpeg' });
			expect(await engine.content(file)).toEqual(pictures[number]);
		}
		const bytes = (await account.requests()).filter(({ method }) => method === 'bytes');
		expect(bytes.every(({ hadBearer }) => hadBearer)).toBe(true);
	});

	test('in three sessions: the picks are paired with the item of their session', async () => {
		const library = await pickable(3);
		const [a, b] = library.ids;
		const items = [await finished(library, [a, b]), await finished(library, []), await finished(library, [a])];
		const { data } = await library.engine.execute(wait(), { items });
		const [{ data: result, hints }] = data.resultData.runData['Google Photos'];
		const outputs = result?.main[0] ?? [];
		expect(outputs.map((output) => [id(output), output.pairedItem])).toEqual([
			[a, { item: 0 }],
			[b, { item: 0 }],
			[a, { item: 2 }],
		]);
		expect(JSON.stringify(outputs)).not.toContain('googleusercontent');
		expect(hints?.map(({ message }) => message)).toEqual([expect.stringMatching(/Nothing was picked.*input item 1\./)]);
	});

	test('in 120 sessions: all are polled concurrently', async () => {
		const library = await pickable(1);
		const { account, engine, ids } = library;
		const items = await sessions(engine, 120);
		const waiting = engine.run(wait(hoursOf(1000)), { items });
		await asked(account, 'sessions.get', 240);
		await Promise.all(items.map(async (item) => await account.pick(id(item), ids)));
		const outputs = await waiting;
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect((await account.counts()).maxParallel.uploads).toBe(0);
	});

	test('in one session that two items name: it is polled once', async () => {
		const library = await pickable(1);
		const session = await finished(library, library.ids);
		expect(await library.engine.run(wait(), { items: [session, session] })).toHaveLength(2);
		const { byMethod } = await library.account.counts();
		expect(byMethod).toMatchObject({ 'sessions.get': 1, 'picker.mediaItems.list': 1 });
	});

	test('photos and videos: returns only the requested media type, and videos with =dv', async () => {
		const library = await pickable(1, { switches: { videoRedirect: true } });
		const clip = await video(100_000);
		const ids = [...library.ids, await library.account.addFromElsewhere(clip, 'clip.mp4')];
		const session = await finished(library, ids);
		const run = async (mediaType: string) =>
			await library.engine.run(wait({ downloadFiles: true, options: { mediaType } }), { items: [session] });
		expect((await run('photo')).map(({ json }) => json.type)).toEqual(['photo']);
		const [{ json, binary }] = await run('video');
		expect(json).toMatchObject({ filename: 'clip.mp4', type: 'video', videoStatus: 'READY' });
		expect((await library.engine.content(binary!.data)).equals(clip)).toBe(true);
	});
});

describe('Delete Session Afterwards', () => {
	const deleting = (more: IDataObject = {}) => wait({ downloadFiles: true, options: { deleteSession: true }, ...more });

	test('deletes the session if everything succeeded', async () => {
		const library = await pickable(2);
		const session = await finished(library, library.ids);
		expect(await library.engine.run(deleting(), { items: [session] })).toHaveLength(2);
		expect((await library.account.counts()).byMethod['sessions.delete']).toBe(1);
	});

	test('keeps sessions with failed files, and all sessions if the node stops', async () => {
		const library = await pickable(2);
		const items = [await finished(library, library.ids), await finished(library, library.ids)];
		const gone = { method: 'bytes', kind: 'status', status: 404, body: '<html>', times: 1 } as const;
		await library.account.fault(gone);
		const settings = { items, node: { onError: 'continueRegularOutput' as const } };
		const outputs = await library.engine.run(deleting(), settings);
		expect(outputs.filter(({ json }) => json.error)).toHaveLength(1);
		const failed = outputs.findIndex(({ json }) => json.error);
		const left = outputs[failed].pairedItem as { item: number };
		expect((await library.account.counts()).byMethod['sessions.delete']).toBe(1);

		await library.account.fault(gone);
		await errorOf(library.engine.run(deleting(), { items: [items[left.item]] }));
		expect((await library.account.counts()).byMethod['sessions.delete']).toBe(1);
	});
});

describe('the wait ends without a selection', () => {
	test('fails after Maximum Wait', async () => {
		const { account, engine } = await pickable(0, { switches: { pickerPollSeconds: 5 } });
		const items = await sessions(engine, 1);
		const error = await errorOf(engine.run(wait({ maximumWait: 1 }), { items }));
		expect(errorText(error)).toMatch(/within 'Maximum Wait': picking session .*\[item 0\].*stays open until 20/);
		// test/unit/picker checks the exact milliseconds; here the requests themselves take time.
		expect(time.waited()).toBeGreaterThan(40_000);
		expect(time.waited()).toBeLessThanOrEqual(60_000);
		expect(await polls(account)).toBeLessThanOrEqual(13);
	});

	test('polls once with a wait of 0 minutes', async () => {
		const { account, engine } = await pickable(0);
		const items = await sessions(engine, 1);
		await errorOf(engine.run(wait({ maximumWait: 0 }), { items }));
		expect(await polls(account)).toBe(1);
	});

	test.each([
		[60, 60_000],
		[0, 0],
	])("fails after Google's timeout of %d seconds", async (pickerTimeoutSeconds, waited) => {
		const { engine } = await pickable(0, { switches: { pickerTimeoutSeconds } });
		const items = await sessions(engine, 1);
		const error = await errorOf(engine.run(wait(), { items }));
		expect(errorText(error)).toMatch(/in the time that Google allows/);
		expect(time.waited()).toBeGreaterThanOrEqual(waited / 2);
		expect(time.waited()).toBeLessThanOrEqual(waited);
	});

	test('fails if the session expires or is deleted during the wait', async () => {
		const errorAfter = async (change: (account: EmulatedAccount, sessionId: string) => Promise<unknown>) => {
			const { account, engine } = await pickable(0);
			const items = await sessions(engine, 1);
			const waiting = errorOf(engine.run(wait(hoursOf(1000)), { items }));
			await asked(account, 'sessions.get', 2);
			await change(account, id(items[0]));
			return errorText(await waiting);
		};
		expect(await errorAfter(async (account) => await account.advance(8 * 24 * 3600))).toMatch(/session has expired/);
		const deleted = await errorAfter(async (account, sessionId) => {
			await fetch(`https://photospicker.googleapis.com/v1/sessions/${sessionId}`, {
				method: 'DELETE',
				headers: { authorization: `Bearer ${account.accessToken}` },
			});
		});
		expect(deleted).toMatch(/picking session was not found in Google Photos.*was deleted/);
	});
});

describe('one session fails', () => {
	test('alone, with Continue On Fail and at the error output', async () => {
		const library = await pickable(1);
		const good = await finished(library, library.ids);
		const items = [good, { json: { id: 'unknown' } }, { json: { id: '' } }, good];
		const outputs = await library.engine.run(wait(), { items, node: { onError: 'continueRegularOutput' } });
		expect(outputs.map(({ json }) => json.error ?? json.id)).toEqual([
			library.ids[0],
			expect.stringMatching(/picking session was not found.*\[item 1\]/),
			expect.stringMatching(/is empty \[item 2\]/),
			library.ids[0],
		]);
		const [well, ill] = await library.engine.outputs(wait(), { items, node: { onError: 'continueErrorOutput' } });
		expect([well.length, ill.length]).toEqual([2, 2]);
		expect(ill.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
	});

	test('and stops the others without Continue On Fail', async () => {
		const { account, engine } = await pickable(0);
		const items = [...(await sessions(engine, 3)), { json: { id: 'unknown' } }];
		const error = await errorOf(engine.run(wait(hoursOf(1000)), { items }));
		expect(errorText(error)).toMatch(/picking session was not found.*\[item 3\]/);
		expect(await polls(account)).toBeLessThan(20);
	});
});

test("works as an agent's tool", async () => {
	const library = await pickable(1);
	const session = await finished(library, library.ids);
	const [output] = await library.engine.runAsTool(wait({ downloadFiles: true }), session);
	expect(output.json.id).toBe(library.ids[0]);
	expect(output.binary?.data.fileName).toBe('holiday 0.jpg');
});
