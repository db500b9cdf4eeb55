import { newAccount } from '../../support/account';
import { Engine } from '../../support/engine';
import { errorText } from '../../support/errorText';
import { errorOf } from '../../support/files';
import { withoutWaiting } from '../../support/instantClock';
import { seedPictures } from '../../support/seed';
import type { PassedTime } from '../../support/instantClock';
import { jobs } from './jobs';
import type { Job, Scene } from './jobs';
import { cases } from './table';
import type { Case } from './table';

/** Every kind of request with every fault, through n8n's engine, its HTTP helper, TLS and the emulator. */
let time: PassedTime;
beforeEach(() => (time = withoutWaiting()));
afterEach(() => time.restore());

async function newScene(): Promise<Scene> {
	const account = await newAccount();
	const engine = await Engine.for(account);
	return { account, engine, ...(await seedPictures(account, 2, 'Faults')) };
}

/** The expected error if the node cannot recover from the fault; undefined if it can. */
function expectedErrorOf({ notIdempotent }: Job, { error, ambiguous }: Case): RegExp | undefined {
	if (error) return error;
	return notIdempotent && ambiguous ? /Check in Google Photos before running it again/ : undefined;
}

describe.each(jobs)('$title', (job) => {
	const possible = cases.filter(({ only }) => only === undefined || (only === 'bytes') === (job.method === 'bytes'));
	test.each(possible)('$title', async (one) => {
		const scene = await newScene();
		const { account, engine } = scene;
		await account.fault({ ...one.fault, method: job.method });
		const run = engine.run(job.parameters(scene), { items: await job.items?.(scene) });
		const { calls = 1 } = job;
		const called = async () => (await account.counts()).byMethod[job.method];
		const expectedError = expectedErrorOf(job, one);
		if (expectedError) {
			const error = await errorOf(run);
			expect(errorText(error)).toMatch(expectedError);
			expect(errorText(error)).toMatch(/\[item [012]\]/);
			expect(await called()).toBeLessThanOrEqual(one.isFatal ? Math.min(calls, 5) : calls);
			return;
		}
		const outputs = await run;
		await job.check(scene, outputs);
		if (one.minDelay && !job.checksOutcome) expect(time.waited()).toBeGreaterThanOrEqual(one.minDelay * 1000);
		expect(await called()).toBeGreaterThanOrEqual(job.checksOutcome ? calls : calls + 1);
		const rereads = job.expires && (one.minDelay ?? 0) > 60 ? 1 : 0;
		expect(await called()).toBeLessThanOrEqual(calls + 1 + rereads);
	});
});
