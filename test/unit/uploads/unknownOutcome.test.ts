/** Create calls without a reply: it is unknown whether their files are in the library, and errors say only that. */
import fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';
import { errorText } from '../../support/errorText';
import { newCredentialId } from '../support/caller';
import { CREATE, execution, slowGoogle } from '../support/executions';
import { disconnected, googleSays } from '../support/httpErrors';
import { FakeGoogle } from '../support/google';
import { photos, runOver } from '../support/runs';
import type { RunOptions } from '../support/runs';
import { failed } from '../support/sentFiles';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';
import { uploadFiles } from '../support/operations';

const time = useVirtualClock();

const lost = () => disconnected('ECONNRESET', 'socket hang up');
const unreachable = () => disconnected('ECONNREFUSED');
const full = () => googleSays(400, "The remaining storage in the user's account is not enough to perform this operation.");
const signedOut = () => disconnected('EAUTH', 'invalid_grant');
const slowDown = () => googleSays(429, 'Quota exceeded');

const MAY_BE = /, but the file may be in the library: file/;
const NONE = /No file of this run is in the library/;

/** Uploads photos. The n-th create call ends in the n-th of the `ways`, all later ones in the last. */
async function upload(names: string[], ways: Array<() => Error | undefined>, options: RunOptions = {}) {
	const account = new FakeGoogle();
	let creates = 0;
	account.fault = ({ what }) => (what.startsWith('create ') ? ways[Math.min(creates++, ways.length - 1)]() : undefined);
	const parameters = { options: { maximumWait: 1 } };
	const outputs = uploadFiles(runOver(account, photos(...names), { parameters, ...options }));
	return { account, outputs: time.clock.until(outputs) };
}

const errorsOf = (outputs: INodeExecutionData[]) => outputs.map(({ error }) => errorText(error as Error));
const names = (count: number) => Array.from({ length: count }, (_, number) => `${number}`);

describe.each<[string, Array<() => Error | undefined>]>([
	['then the connection is refused', [lost, unreachable]],
	['then the storage is full', [lost, full]],
	['then the sign-in ends', [lost, signedOut]],
	['then there are too many requests', [lost, slowDown]],
	['and again and again', [lost]],
	['behind a fault', [() => googleSays(504, 'Deadline exceeded')]],
])('the reply to a create call is lost, %s', (_title, ways) => {
	test('the error says which files may be in the library', async () => {
		const { outputs } = await upload(['sea', 'hut'], ways, { continueOnFail: false });
		const said = errorText(await errorOf(outputs));
		expect(said).toMatch(/2 files may be in the library, .*: sea\.jpg, hut\.jpg \(items 0 to 1\)\. Running it again creates no second copies\.$/);
		expect(said).not.toMatch(NONE);
		expect(said).not.toMatch(/Nothing was sent/);
	});

	test('under Continue On Fail the error of each file says that it may be in the library', async () => {
		const { outputs } = await upload(['sea', 'hut'], ways);
		for (const said of errorsOf(await outputs)) {
			expect(said).toMatch(MAY_BE);
			expect(said).toMatch(/\. Running it again creates no second copy\. \| Google did not say what became of a request that contained the file/);
			expect(said).not.toMatch(/Nothing was sent|before running it again|Not sent/);
		}
	});
});

test.each<[string, () => Error]>([
	['a full storage', full],
	['an ended sign-in', signedOut],
	['too many requests', slowDown],
	['a refused connection', unreachable],
	['a refusal', () => googleSays(400, 'No.')],
])('%s is a known outcome: the error does not say that a file may be in the library', async (_title, way) => {
	const { outputs } = await upload(['sea'], [way], { continueOnFail: false });
	const said = errorText(await errorOf(outputs));
	expect(said).toMatch(NONE);
	expect(said).not.toMatch(/may be/);
	const continued = await (await upload(['sea'], [way])).outputs;
	expect(errorsOf(continued)[0]).not.toMatch(/may be/);
});

test('after a fault, a file that is not sent again because the storage is full meanwhile may be in the library', async () => {
	const fault = () => googleSays(503, 'Unavailable');
	const { account, outputs } = await upload(['sea', 'hut'], [...Array<typeof fault>(6).fill(fault), full]);
	const said = errorsOf(await outputs);
	expect(account.askedTo('create')).toHaveLength(7);
	for (const [item, name] of ['sea', 'hut'].entries()) {
		expect(said[item]).toContain(`The storage of the Google account is full, but the file may be in the library: file "${name}.jpg" in field "data" [item ${item}]. `);
	}
});

test('after a lost reply in the second batch, the error lists created and possibly created files', async () => {
	const { outputs } = await upload(names(60), [() => undefined, lost, full], { continueOnFail: false });
	const said = errorText(await errorOf(outputs));
	expect(said).toMatch(/In the library from this run: 0\.jpg, .* and 30 more\. 10 files may be in the library, .*: 50\.jpg, .*59\.jpg \(items 50 to 59\)\./);
});

test('if the first create call of 60 files is cancelled, its 50 files may be in the library, others not', async () => {
	const stop = new AbortController();
	const account = new FakeGoogle();
	account.takes = (what) => (what.startsWith('create ') ? 5 * SECOND : 0);
	account.fault = ({ what }) => (what.startsWith('create ') && stop.signal.aborted ? lost() : undefined);
	const run = (continueOnFail: boolean) => uploadFiles(runOver(account, photos(...names(60)), { continueOnFail, signal: stop.signal }));
	const both = [errorOf(run(false)), run(true)] as const;
	await time.clock.pass(2 * SECOND);
	stop.abort();
	const said = errorText(await time.clock.until(both[0]));
	expect(said).toMatch(/^The execution was cancelled/);
	expect(said).not.toMatch(NONE);
	expect(said).toMatch(/50 files may be in the library, .*\(items 0 to 49\)/);
});

test('files with status 13 or 6 may be in the library, files with status 3 are not', async () => {
	const account = new FakeGoogle();
	account.create = (token) => failed(token, { 'token-of-sea': 13, 'token-of-hut': 3, 'token-of-bay': 6 }[token] ?? 0);
	const error = await time.clock.until(errorOf(uploadFiles(runOver(account, photos('sea', 'hut', 'bay'), { continueOnFail: false }))));
	expect(errorText(error)).toMatch(/2 files may be in the library, .*: sea\.jpg, bay\.jpg \(items 0, 2\)/);
});

describe('executions that share a create call', () => {
	test('one cancelled during the call says that its file may be in the library, one cancelled before does not', async () => {
		const google = slowGoogle();
		const credentialId = newCredentialId();
		const first = execution(google, { credentialId });
		await time.clock.pass(SECOND);
		const others = [1, 1, 1].map((files) => execution(google, { files, credentialId }));
		others[0].cancel();
		await time.clock.pass(CREATE);
		others[1].cancel();
		await time.clock.until(Promise.all([first.outcomes, ...others.map(({ outcomes }) => outcomes)]));
		const said = async (index: number) => errorText(((await others[index].outcomes)[0] as { error: Error }).error);
		expect(await said(0)).not.toMatch(/may be/);
		expect(await said(1)).toMatch(MAY_BE);
		expect(google.calls[1]).toHaveLength(2);
	});

	test('all say that their files may be in the library if the call gets no reply', async () => {
		const google = slowGoogle(() => {
			throw lost();
		});
		const credentialId = newCredentialId();
		const all = [1, 2, 1].map((files) => execution(google, { files, credentialId }));
		const outcomes = await time.clock.until(Promise.all(all.map(async (one) => await one.outcomes)));
		for (const outcome of outcomes.flat()) expect(errorText((outcome as { error: Error }).error)).toMatch(MAY_BE);
	});
});

/** Outcomes of a create call: whether Google creates the files, and the error that the node gets. */
const ways: Record<string, { acts: boolean; error?: () => Error }> = {
	made: { acts: true },
	'reply lost': { acts: true, error: lost },
	'request lost': { acts: false, error: lost },
	fault: { acts: true, error: () => googleSays(503, 'Unavailable') },
	full: { acts: false, error: full },
	'signed out': { acts: false, error: signedOut },
	'slow down': { acts: false, error: slowDown },
	unreachable: { acts: false, error: unreachable },
	refused: { acts: false, error: () => googleSays(400, 'No.') },
};

test('under random outcomes of create calls no error denies a file that is in the library', async () => {
	const plan = fc.array(fc.constantFrom(...Object.keys(ways)), { minLength: 1, maxLength: 8 });
	await fc.assert(
		fc.asyncProperty(plan, fc.integer({ min: 1, max: 60 }), fc.boolean(), async (planned, count, continueOnFail) => {
			const library = new Set<string>();
			const account = new FakeGoogle();
			let creates = 0;
			account.fault = ({ what }) => {
				if (!what.startsWith('create ')) return undefined;
				const { acts, error } = ways[planned[Math.min(creates++, planned.length - 1)]];
				if (acts) for (const token of what.slice('create '.length).split(',')) library.add(token.replace('token-of-', ''));
				return error?.();
			};
			const parameters = { options: { maximumWait: 1 } };
			const run = runOver(account, photos(...names(count)), { parameters, continueOnFail });
			const outcome = await time.clock.until(uploadFiles(run).then((outputs) => ({ outputs }), (error: Error) => ({ error })));
			if ('error' in outcome) {
				const said = errorText(outcome.error);
				if (library.size > 0) expect(said).not.toMatch(NONE);
				const made = /library from this run: (.*?)( and (\d+) more)?\. /.exec(said);
				const sure = (made?.[1].split(', ').length ?? 0) + Number(made?.[3] ?? 0);
				const unsure = Number(/(\d+) files? may be/.exec(said)?.[1] ?? 0);
				expect(sure + unsure).toBeGreaterThanOrEqual(library.size);
				expect(sure).toBeLessThanOrEqual(library.size);
			} else {
				outcome.outputs.forEach(({ error }, item) => {
					if (error && library.has(`${item}`)) expect(errorText(error)).toMatch(MAY_BE);
				});
			}
		}),
	);
});
