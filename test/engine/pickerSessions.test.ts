import { errorText } from '../support/errorText';
import { PICK, WITHOUT_PICKER } from '../support/scopes';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorOf } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { finished, ofItem, pickable, picker, sessions } from '../support/picker';

const uuid = '3f0c1e5a-8f43-4c1e-9a4e-0d1b2c3d4e5f';

describe('Create Session', () => {
	test("returns a link, flat fields and Google's polling settings", async () => {
		const engine = await Engine.for(await newAccount());
		const [{ json }] = await engine.run(picker('createSession'));
		expect(json).toEqual({
			id: expect.stringMatching(/^[\w-]+$/),
			pickerUri: expect.stringMatching(/^https:\/\/photos\.google\.com\/picker\/[\w-]+$/),
			finished: false,
			expireTime: expect.stringMatching(/Z$/),
			pollIntervalSeconds: 1,
			timeoutSeconds: 1800,
			maxItemCount: 2000,
		});
	});

	test('sends the options to Google, also from expressions', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const options = { closeTab: true, maxItemCount: '={{ "7" }}', requestId: ` ${uuid} ` };
		const [{ json }] = await engine.run(picker('createSession', { options }));
		expect(json).toMatchObject({ maxItemCount: 7, pickerUri: expect.stringMatching(/\/autoclose$/) });
		expect((await account.requests()).at(-1)?.query).toEqual({ requestId: uuid });
	});

	test.each([
		[{ maxItemCount: 0 }, /'Maximum Number of Items' is not .* from 1 to 2,000: "0" \[item 0\]/],
		[{ maxItemCount: '={{ null }}' }, /from 1 to 2,000/],
		[{ maxItemCount: '={{ true }}' }, /from 1 to 2,000/],
		[{ closeTab: '={{ "yes" }}' }, /'Close Tab When Done' is neither true nor false/],
		[{ maxItemCount: 2001 }, /from 1 to 2,000/],
		[{ maxItemCount: '={{ "some" }}' }, /from 1 to 2,000/],
		[{ requestId: 'x' }, /version 4 UUID.*Request ID/],
	])('rejects %j before anything is sent', async (options, says) => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		expect(errorText(await errorOf(engine.run(picker('createSession', { options }))))).toMatch(says);
		expect(await account.requests()).toEqual([]);
	});

	test('is not retried after a lost reply, which could create a second session', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		await account.fault({ method: 'sessions.create', kind: 'reset-after' });
		const error = await errorOf(engine.run(picker('createSession')));
		expect(errorText(error)).toMatch(/may have been carried out/);
		expect((await account.counts()).byMethod['sessions.create']).toBe(1);
	});

	test('too many sessions fail at once, and the rest is skipped', async () => {
		const account = await newAccount({ switches: { pickerSessions: 1 } });
		const engine = await Engine.for(account);
		const outputs = await engine.run(picker('createSession'), {
			items: [{ json: {} }, { json: {} }, { json: {} }],
			node: { onError: 'continueRegularOutput' },
		});
		expect(outputs.filter(({ json }) => json.id)).toHaveLength(1);
		expect(outputs.filter(({ json }) => /too many picking sessions/.test(String(json.error)))).toHaveLength(2);
	});

	test('reports a user without Google Photos, and a disabled Picker API', async () => {
		const errorOfSession = async (switches: object) => {
			const engine = await Engine.for(await newAccount({ switches }));
			return errorText(await errorOf(engine.run(picker('createSession'))));
		};
		expect(await errorOfSession({ noPhotosAccount: 'FAILED_PRECONDITION' })).toMatch(/has no Google Photos/);
		expect(await errorOfSession({ pickerServiceDisabled: true })).toMatch(/Google Photos Picker API is not enabled/);
	});

	test('without the scope nothing is sent, and the error names the toggle', async () => {
		const account = await newAccount({ scopes: WITHOUT_PICKER });
		const engine = await Engine.for(account);
		for (const [operation, parameters] of [
			['createSession', {}],
			['waitForSelection', { sessionId: 'x' }],
			['download', { sessionId: 'x' }],
		] as const) {
			const words = errorText(await errorOf(engine.run(picker(operation, parameters))));
			expect(words).toMatch(/Turn on 'Pick From My Whole Library' in the credential, then reconnect/);
			expect(words).toMatch(/photospicker\.mediaitems\.readonly.*Nothing was sent/);
		}
		expect(await account.requests()).toEqual([]);
	});

	test("works with only the Picker's scope", async () => {
		const engine = await Engine.for(await newAccount({ scopes: [PICK] }));
		expect(await engine.run(picker('createSession'))).toHaveLength(1);
	});

	test.each([3, 120])('creates %d sessions for as many input items, paired', async (count) => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const items = Array.from({ length: count }, () => ({ json: {} }));
		const outputs = await engine.run(picker('createSession'), { items });
		expect(new Set(outputs.map(({ json }) => json.id)).size).toBe(count);
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});

	test("works as an agent's tool", async () => {
		const engine = await Engine.for(await newAccount());
		const [{ json }] = await engine.runAsTool(picker('createSession'));
		expect(json.finished).toBe(false);
	});
});

describe('Get Session', () => {
	test('returns whether the user has pressed Done', async () => {
		const library = await pickable(1);
		const [open] = await sessions(library.engine, 1);
		const items = [open, await finished(library, library.ids)];
		const outputs = await library.engine.run(picker('getSession', ofItem), { items });
		expect(outputs.map(({ json }) => json.finished)).toEqual([false, true]);
		expect(outputs[1].json).not.toHaveProperty('pollIntervalSeconds');
	});

	test('distinguishes unknown and expired sessions', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const [session] = await sessions(engine, 1);
		await account.advance(8 * 24 * 3600);
		const time = withoutWaiting();
		const told = async (sessionId: unknown) =>
			errorText(await errorOf(engine.run(picker('getSession', { sessionId: String(sessionId) }))));
		expect(await told('unknown')).toMatch(/picking session was not found in Google Photos: picking session "unknown" \[item 0\]/);
		expect(await told(session.json.id)).toMatch(/has expired.*Session ID/);
		time.restore();
	});

	test.each([
		...['={{ "" }}', ' ', '.', '..', 'https://photos.google.com/picker/x'].map((id) => [id, /picking session|'Session ID' is empty/] as const),
		['\ud800', /half of a character/] as const,
	])(
		'rejects %j before anything is sent',
		async (sessionId, words) => {
			const account = await newAccount();
			const engine = await Engine.for(account);
			for (const operation of ['getSession', 'deleteSession', 'getAll', 'waitForSelection', 'download']) {
				const error = await errorOf(engine.run(picker(operation, { sessionId })));
				expect(errorText(error)).toMatch(words);
				expect(errorText(error)).toMatch(/^'Session ID' .*\[item 0\]/);
			}
			expect(await account.requests()).toEqual([]);
		},
	);

	test.each(['../mediaItems', 'a/b', 'a?b=c', 'a#b', '%2e%2e', 'a:b'])('%j cannot change the requested path', async (sessionId) => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		await errorOf(engine.run(picker('getSession', { sessionId })));
		await errorOf(engine.run(picker('getAll', { sessionId })));
		const [get, list] = await account.requests().then((requests) => requests.slice(-2));
		expect(list).toMatchObject({ method: 'picker.mediaItems.list', query: { sessionId } });
		expect(get?.path ?? '').toMatch(/^\/v1\/(sessions\/|mediaItems$)/);
	});
});

test('Delete Session succeeds for existing and deleted sessions, and fails if Google refuses access', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const [session] = await sessions(engine, 1);
	for (let times = 0; times < 2; times++) {
		const outputs = await engine.run(picker('deleteSession', ofItem), { items: [session] });
		expect(outputs).toEqual([{ json: { deleted: true }, pairedItem: { item: 0 } }]);
	}
	expect(errorText(await errorOf(engine.run(picker('getSession', ofItem), { items: [session] })))).toMatch(/picking session was not found/);
	const items = await sessions(engine, 1);
	await account.advance(8 * 24 * 3600);
	const error = await errorOf(engine.run(picker('deleteSession', ofItem), { items }));
	expect(errorText(error)).toMatch(/refused access: picking session .*If the session has expired.*Google says: The caller does not have permission/);
});

describe('Get Picked Items', () => {
	test('returns all picks in order under every paging switch', async () => {
		const library = await pickable(30, { switches: 'hostile' });
		const session = await finished(library, library.ids);
		const run = async (more: object) =>
			await library.engine.run(picker('getAll', { ...ofItem, ...more }), { items: [session] });
		const all = await run({ returnAll: true });
		expect(all.map(({ json }) => json.id)).toEqual(library.ids);
		expect(all[0].json).toMatchObject({ filename: 'holiday 0.jpg', type: 'photo', width: 32, sessionId: session.json.id });
		expect(JSON.stringify(all)).not.toContain('googleusercontent');
		expect(await run({ limit: 7 })).toHaveLength(7);
		const [raw] = await run({ simplify: false });
		expect(raw.json).toMatchObject({ mediaFile: { filename: 'holiday 0.jpg' } });
	});

	test('fails before the user has finished', async () => {
		const engine = await Engine.for(await newAccount());
		const items = await sessions(engine, 1);
		const error = await errorOf(engine.run(picker('getAll', ofItem), { items }));
		expect(errorText(error)).toMatch(/has not finished picking: picking session.*Wait for Selection/);
	});
});
