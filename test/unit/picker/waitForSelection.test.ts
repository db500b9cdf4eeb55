import fc from 'fast-check';
import { setClock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { refused } from '../support/httpErrors';
import { FakePicking } from '../support/picking';
import { errorOf, MINUTE, SECOND, useVirtualClock, VirtualClock } from '../support/virtualClock';
import { waitForSelection } from '../support/operations';

const time = useVirtualClock();
const every = (pollInterval: string, timeoutIn?: string) => ({ pollInterval, timeoutIn });
const expired = refused(403, { error: { code: 403, status: 'PERMISSION_DENIED', message: '' } });

test('each session is polled at its own interval and ends at the first poll after its picks are made', async () => {
	const picking = new FakePicking(time.clock, {
		quick: { doneAt: 21 * SECOND, pollingConfig: every('5s') },
		slow: { doneAt: 21 * SECOND, pollingConfig: every('12.5s') },
		silent: { doneAt: SECOND },
	});
	const outputs = await time.clock.until(waitForSelection(picking.run()));
	expect(outputs.map(({ json, pairedItem }) => [json.sessionId, pairedItem])).toEqual([
		['quick', { item: 0 }],
		['slow', { item: 1 }],
		['silent', { item: 2 }],
	]);
	expect(picking.polls('quick')).toEqual([0, 5, 10, 15, 20, 25].map((seconds) => seconds * SECOND));
	expect(picking.polls('slow')).toEqual([0, 12.5, 25].map((seconds) => seconds * SECOND));
	expect(picking.polls('silent')).toEqual([0, 5 * SECOND]);
});

test.each(['0s', '0.001s', 'nonsense'])('a poll interval of %s does not cause unlimited polling', async (pollInterval) => {
	const picking = new FakePicking(time.clock, { a: { pollingConfig: every(pollInterval) } });
	await time.clock.until(waitForSelection(picking.run({ maximumWait: 1 })));
	expect(picking.polls('a').length).toBeLessThanOrEqual(61);
});

test.each([
	[{ maximumWait: 2 }, '1800s', 2 * MINUTE, /within 'Maximum Wait'/],
	[{}, '90s', 90 * SECOND, /time that Google allows/],
	[{}, '0s', 0, /time that Google allows/],
])('with %j and a timeout of %s from Google, waiting ends after %d ms', async (parameters, timeoutIn, end, says) => {
	const picking = new FakePicking(time.clock, { a: { pollingConfig: every('7s', timeoutIn) } });
	const [{ error }] = await time.clock.until(waitForSelection(picking.run(parameters)));
	expect(errorText(error as Error)).toMatch(says);
	expect(time.clock.elapsed).toBe(end);
	expect(picking.polls('a').at(-1)).toBe(end);
});

test('items that name the same session wait as long as the longest Maximum Wait among them', async () => {
	const picking = new FakePicking(time.clock, { a: { doneAt: 5 * MINUTE, pollingConfig: every('7s', '1800s') }, b: {} });
	const context = picking.run();
	const waits: Record<string, number[]> = { maximumWait: [1, 10] };
	const outputs = await time.clock.until(
		waitForSelection({
			...context,
			parameter: <T>(name: string, position: number, fallback: T) =>
				(name === 'sessionId' ? 'a' : (waits[name]?.[position] ?? context.parameter(name, position, fallback))) as T,
		}),
	);
	expect(outputs.map(({ json, pairedItem }) => [json.sessionId, pairedItem])).toEqual([
		['a', { item: 0 }],
		['a', { item: 1 }],
	]);
});

test('waiting ends when the session expires', async () => {
	const expireTime = new Date(time.clock.now() + 20 * SECOND).toISOString();
	const picking = new FakePicking(time.clock, { a: { pollingConfig: every('7s', '1800s'), expireTime } });
	const [{ error }] = await time.clock.until(waitForSelection(picking.run({ maximumWait: 2 })));
	expect(errorText(error as Error)).toMatch(/time that Google allows/);
	expect(picking.polls('a').at(-1)).toBe(20 * SECOND);
});

test.each([
	[{ maximumWait: 'soon' }, /not a number from 0 on: "soon"/, 'Maximum Wait'],
	[{ maximumWait: '' }, /not a number from 0 on/, 'Maximum Wait'],
	[{ options: { mediaType: 'photos', deleteSession: true } }, /not one of the choices: "photos"/, 'Media Type'],
	[{ options: { deleteSession: 'yes' } }, /neither true nor false/, 'Delete Session Afterwards'],
	[{ downloadFiles: 1 }, /neither true nor false/, 'Download Files'],
])('%j is rejected before the session is polled', async (parameters, says, parameter) => {
	const picking = new FakePicking(time.clock, { a: {} });
	const [{ error }] = await time.clock.until(waitForSelection(picking.run(parameters)));
	expect(errorText(error as Error)).toMatch(says);
	expect(errorText(error as Error)).toContain(`[item 0]`);
	expect(errorText(error as Error)).toContain(`'${parameter}'`);
	expect(picking.polls('a')).toEqual([]);
});

test('a cancelled execution ends within one second', async () => {
	const stop = new AbortController();
	const picking = new FakePicking(time.clock, { a: { pollingConfig: every('60s') }, b: {} });
	const outcome = errorOf(waitForSelection(picking.run({}, { signal: stop.signal, continueOnFail: false })));
	await time.clock.pass(10 * SECOND);
	stop.abort();
	const error = await time.clock.until(outcome);
	expect(failureOf(error)?.kind).toBe('cancelled');
	expect(time.clock.elapsed).toBeLessThanOrEqual(11 * SECOND);
});

test('without Continue On Fail, the first failure ends the wait for all sessions, and none is deleted', async () => {
	const picking = new FakePicking(time.clock, {
		well: { doneAt: 0 },
		open: { pollingConfig: every('30s') },
		ill: { refusal: expired },
	});
	const run = picking.run({ options: { deleteSession: true } }, { continueOnFail: false });
	expect(errorText(await time.clock.until(errorOf(waitForSelection(run))))).toMatch(/has expired.*\[item 2\]/);
	expect(time.clock.elapsed).toBeLessThanOrEqual(SECOND);
	expect(picking.asked.map(({ what }) => what)).not.toContain('DELETE well');
});

test('with Continue On Fail, a terminal failure reports the other items as not sent', async () => {
	const dead = refused(401, { error: { code: 401, status: 'UNAUTHENTICATED', message: '' } });
	const picking = new FakePicking(time.clock, { ill: { refusal: dead }, open: { pollingConfig: every('5s') } });
	const outputs = await time.clock.until(waitForSelection(picking.run()));
	expect(outputs.map(({ error }) => error?.message)).toEqual([
		expect.stringMatching(/^Google did not accept.*\[item 0\]\. ./),
		expect.stringMatching(/^Not sent: Google did not accept.*\[item 1\]\. ./),
	]);
});

test('without input items, there are no output items', async () => {
	expect(await waitForSelection(new FakePicking(time.clock, {}).run())).toEqual([]);
});

test('any session gives its picks in order or exactly one error, within 15 minutes', async () => {
	const session = fc.record(
		{
			doneAt: fc.integer({ min: 0, max: 20 * MINUTE }),
			pollingConfig: fc.record({
				pollInterval: fc.constantFrom('0s', '1s', '5s', '33.3s', '-1s', ''),
				timeoutIn: fc.constantFrom('0s', '60s', '1800s', ''),
			}),
			picks: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 4 }),
			refusal: fc.constant(expired),
		},
		{ requiredKeys: [] },
	);
	await fc.assert(
		fc.asyncProperty(fc.array(session, { maxLength: 5 }), async (all) => {
			const clock = new VirtualClock();
			const restore = setClock(clock);
			const picking = new FakePicking(clock, Object.fromEntries(all.map((one, index) => [`s${index}`, one])));
			const outputs = await clock.until(waitForSelection(picking.run()));
			restore();
			for (const [item, { picks = ['pick'] }] of all.entries()) {
				const mine = outputs.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item);
				const failed = mine.filter(({ error }) => error);
				if (failed.length > 0) expect(mine).toHaveLength(1);
				else expect(mine.map(({ json }) => json.id)).toEqual(picks);
			}
			expect(clock.elapsed).toBeLessThanOrEqual(15 * MINUTE);
		}),
		{ numRuns: 60 },
	);
});

test('picks that cannot be listed to their end are an error, and their session is not deleted', async () => {
	const picking = new FakePicking(time.clock, { a: { doneAt: 0, picks: [], nextPageToken: 'same' } });
	const [{ error }] = await time.clock.until(waitForSelection(picking.run({ options: { deleteSession: true } })));
	expect(errorText(error as Error)).toMatch(/list from Google Photos does not end: picking session "a" \[item 0\].*stays open/);
	expect(picking.asked.map(({ what }) => what)).toEqual(['GET a', 'GET list', 'GET list']);
});
