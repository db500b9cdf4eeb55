/** Verify After Upload: checks that the created media items are in the library. */
import { requireReadScope, verifyUploads } from '../../../nodes/GooglePhotos/uploads/verifyUploads';
import { errorText } from '../../support/errorText';
import { APPEND } from '../support/caller';
import { disconnected, googleSays } from '../support/httpErrors';
import { FakeGoogle } from '../support/google';
import { runOver } from '../support/runs';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const notThere = (code: number) => ({ status: { code, message: 'Not there' } });
const named = (...ids: string[]) => ids.map((id) => ({ id }));

/** Verifies media items with these IDs. */
async function look(account: FakeGoogle, ids: string[], signal?: AbortSignal) {
	const start = time.clock.now();
	const run = runOver(account, [], { signal });
	const findings = await time.clock.until(verifyUploads(run, named(...ids), { verify: true }));
	return { findings: Object.fromEntries(findings), at: account.times.map((at) => at - start) };
}

describe('the permission to read', () => {
	const needed =
		'Needed: "photoslibrary.readonly.appcreateddata" (see what this app added). Nothing was sent.';
	const reconnect = 'Open it in n8n and sign in with Google again.';

	test.each([
		[{ verify: true }, 'Verify After Upload'],
		[{ verify: false, videoWait: 0 }, 'Wait for Videos'],
		[{ verify: true, videoWait: 0 }, 'Verify After Upload'],
	])('is required for %j', async (asked, parameter) => {
		const error = await errorOf(requireReadScope(runOver(new FakeGoogle(), [], { scope: APPEND }), asked));
		expect(errorText(error)).toBe(
			`The credential lacks a permission that this operation needs. Reconnect the credential, and tick every box on Google's page. | ${reconnect} Parameter: '${parameter}'. ${needed}`,
		);
	});

	test('is accepted if it is granted', async () => {
		await expect(requireReadScope(runOver(new FakeGoogle(), []), { verify: true, videoWait: 0 })).resolves.toBeUndefined();
	});

	test('is not required if nothing is verified', async () => {
		await expect(requireReadScope(runOver(new FakeGoogle(), [], { scope: APPEND }), { verify: false })).resolves.toBeUndefined();
	});
});

test('without verification nothing is requested, and verified is null', async () => {
	const account = new FakeGoogle();
	const findings = await verifyUploads(runOver(account, []), named('a', 'b'), { verify: false });
	expect([...findings]).toStrictEqual([
		['a', { verified: null }],
		['b', { verified: null }],
	]);
	expect(account.asked).toEqual([]);
});

test('if all media items are found, one immediate request is enough, and they are returned', async () => {
	const account = new FakeGoogle();
	account.show = (id) => ({ mediaItem: { id, filename: `${id}.jpg` } });
	const { findings, at } = await look(account, ['a', 'b']);
	expect(findings).toStrictEqual({
		a: { verified: true, mediaItem: { id: 'a', filename: 'a.jpg' } },
		b: { verified: true, mediaItem: { id: 'b', filename: 'b.jpg' } },
	});
	expect(account.asked).toEqual(['look a,b']);
	expect(at).toEqual([0]);
	expect(time.clock.elapsed).toBe(0);
});

test('if every call is rejected, media items are "notReadable" and no call is repeated', async () => {
	const account = new FakeGoogle();
	account.fault = () => googleSays(400, 'Request contains an invalid argument.');
	const { findings } = await look(account, ['a', 'b', 'c', 'd']);
	expect(Object.values(findings)).toEqual(Array(4).fill({ verified: 'notReadable' }));
	expect(account.asked).toHaveLength(7);
});

test.each([3, 5])('missing media items (code %i) are checked again after 2 seconds and after 5 more', async (code) => {
	const account = new FakeGoogle();
	account.show = (id) => {
		// `tooLate` appears at the tenth request: endless checks then fail the test instead of hanging it
		const appears = { early: 1, late: 2, tooLate: 10 }[id] as number;
		return account.asked.length >= appears ? { mediaItem: { id } } : notThere(code);
	};
	const { findings, at } = await look(account, ['tooLate', 'late', 'early']);
	expect(findings).toStrictEqual({
		tooLate: { verified: false },
		late: { verified: true, mediaItem: { id: 'late' } },
		early: { verified: true, mediaItem: { id: 'early' } },
	});
	expect(account.asked).toEqual(['look tooLate,late,early', 'look tooLate,late', 'look tooLate']);
	expect(at).toEqual([0, 2 * SECOND, 7 * SECOND]);
	expect(time.clock.elapsed).toBe(7 * SECOND);
});

test.each([7, 9, 16])('a media item with status %i is "notReadable" and not checked again', async (code) => {
	const account = new FakeGoogle();
	account.show = (id) => (id === 'a' ? notThere(code) : { mediaItem: { id } });
	const { findings } = await look(account, ['a', 'b']);
	expect(findings).toStrictEqual({ a: { verified: 'notReadable' }, b: { verified: true, mediaItem: { id: 'b' } } });
	expect(account.asked).toEqual(['look a,b']);
});

test('a media item that is missing in every reply is "notReadable": it may exist', async () => {
	const account = new FakeGoogle();
	account.show = (id) => (id === 'a' ? {} : { mediaItem: { id } });
	const { findings } = await look(account, ['a', 'b']);
	expect(findings).toStrictEqual({ a: { verified: 'notReadable' }, b: { verified: true, mediaItem: { id: 'b' } } });
	expect(account.asked).toEqual(['look a,b', ...Array(5).fill('look a')]);
});

test('media items of a failed call are "notReadable", and the execution does not fail', async () => {
	const account = new FakeGoogle();
	account.fault = ({ count }) => (count === 2 ? googleSays(403, 'The caller does not have permission') : undefined);
	const ids = Array.from({ length: 120 }, (_, number) => `id-${number}`);
	const { findings } = await look(account, ids);
	expect(Object.values(findings).map(({ verified }) => verified)).toEqual(
		ids.map((_, number) => (number >= 50 && number < 100 ? 'notReadable' : true)),
	);
});

test.each([
	[1, [1]],
	[50, [50]],
	[51, [50, 1]],
	[100, [50, 50]],
	[120, [50, 50, 20]],
])('%i media items are requested in calls of %j, each once', async (count, sizes) => {
	const account = new FakeGoogle();
	const ids = Array.from({ length: count }, (_, number) => `id-${number}`);
	const { findings } = await look(account, ids);
	expect(account.askedTo('look').map((asked) => asked.split(',').length)).toEqual(sizes);
	expect(account.askedTo('look').join()).toBe(ids.join());
	expect(Object.keys(findings)).toEqual(ids);
});

test('two files with the same bytes are one media item, which is requested once', async () => {
	const account = new FakeGoogle();
	const { findings } = await look(account, ['a', 'b', 'a']);
	expect(account.asked).toEqual(['look a,b']);
	expect(Object.keys(findings)).toEqual(['a', 'b']);
});

test('without created media items nothing is requested', async () => {
	const account = new FakeGoogle();
	expect(await look(account, [])).toMatchObject({ findings: {}, at: [] });
});

test('cancelled during a check: the results so far are kept, without waiting', async () => {
	const controller = new AbortController();
	const account = new FakeGoogle();
	account.show = () => {
		controller.abort();
		return notThere(5);
	};
	const { findings } = await look(account, ['a'], controller.signal);
	expect(findings).toStrictEqual({ a: { verified: false } });
	expect(time.clock.elapsed).toBe(0);
});

test('cancelled between two checks: no further check, and the wait ends within 250 ms', async () => {
	const controller = new AbortController();
	const account = new FakeGoogle();
	account.show = () => notThere(5);
	void time.clock.delay(SECOND).then(() => controller.abort());
	await look(account, ['a'], controller.signal);
	expect(account.asked).toEqual(['look a']);
	expect(time.clock.elapsed).toBeLessThanOrEqual(1.25 * SECOND);
});

test('after a failed connection the remaining calls are not sent, and verified is null for them', async () => {
	const account = new FakeGoogle();
	account.fault = () => disconnected('ECONNREFUSED');
	const ids = Array.from({ length: 500 }, (_, number) => `id${number}`);
	const { findings } = await look(account, ids);
	expect(account.asked).toHaveLength(6);
	expect(ids.map((id) => findings[id].verified)).toEqual(ids.map((_, number) => (number < 50 ? 'notReadable' : null)));
});

test('without Continue On Fail all media items are checked, even after a rejected call', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what.includes('bad') ? googleSays(400, 'Request contains an invalid media item id.') : undefined);
	const items = ['a', 'bad', 'b', 'c'].map((id) => ({ id }));
	const run = runOver(account, [], { continueOnFail: false });
	const findings = await time.clock.until(verifyUploads(run, items, { verify: true, videoWait: undefined }));
	expect(['a', 'b', 'c'].map((id) => findings.get(id)?.verified)).toEqual([true, true, true]);
	expect(findings.get('bad')?.verified).toBe(false);
});

test('media items that are not requested after a fatal error (daily quota) have verified null', async () => {
	const account = new FakeGoogle();
	account.fault = ({ count }) => (count === 2 ? googleSays(429, "Quota exceeded for limit 'All requests per day'") : undefined);
	const ids = Array.from({ length: 120 }, (_, number) => `id-${number}`);
	const { findings } = await look(account, ids);
	expect(Object.values(findings).map(({ verified }) => verified)).toEqual(
		ids.map((_, number) => (number < 50 ? true : number < 100 ? 'notReadable' : null)),
	);
	expect(account.asked).toHaveLength(2);
});
