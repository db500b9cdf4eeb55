/** A download that is stopped, by its own signal or with its execution, or held back by the cool-down of the media hosts. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { mediaBytes } from '../../../nodes/GooglePhotos/api/methods';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { downloadMedia } from '../../../nodes/GooglePhotos/http/mediaDownload';
import { Attempts } from '../support/attempts';
import { fakeCaller, newCredentialId } from '../support/caller';
import { refused } from '../support/httpErrors';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Another download of the account, which is throttled after some time and succeeds 30 seconds later. */
function throttledDownload(credentialId: string, after = 0): void {
	const attempts = new Attempts(time.clock, [refused(429)], [after]);
	attempts.through(fakeCaller({ credentialId }), { method: mediaBytes }).catch(() => {});
}

describe('a download that waits for the end of the cool-down', () => {
	const why = new Error('another file has failed');

	/** Starts a download during the cool-down; cancels and stops it after some seconds. */
	async function ended(end: (stop: AbortController, execution: AbortController) => void): Promise<Error> {
		const credentialId = newCredentialId();
		throttledDownload(credentialId);
		await time.clock.pass(SECOND);
		const [stop, execution] = [new AbortController(), new AbortController()];
		const n8n = fakeCaller({ credentialId, signal: execution.signal });
		const save = async () => 'never';
		const request = { method: mediaBytes, subject: {}, signal: stop.signal, urlProvider: async () => 'never', save };
		const outcome = errorOf(downloadMedia({ n8n, settings: {} }, request));
		await time.clock.pass(4 * SECOND);
		end(stop, execution);
		const error = await time.clock.until(outcome);
		expect(time.clock.elapsed).toBe(5 * SECOND);
		return error;
	}

	test('ends at once with the reason for which it is stopped', async () => {
		expect(await ended((stop) => stop.abort(why))).toBe(why);
	});

	test.each<[string, Parameters<typeof ended>[0]]>([
		['alone', (_stop, execution) => execution.abort()],
		['and other files fail for that', (stop, execution) => [execution, stop].forEach((each) => each.abort(why))],
	])('ends at once as cancelled when the execution is cancelled: %s', async (_title, end) => {
		expect(failureOf(await ended(end))?.kind).toBe('cancelled');
	});
});

test('a download whose URL is being renewed when a cool-down begins is requested only afterwards', async () => {
	const credentialId = newCredentialId();
	const requested: number[] = [];
	const n8n = fakeCaller({
		credentialId,
		respond: () => {
			requested.push(time.clock.elapsed / SECOND);
			return Readable.from(['bytes']);
		},
	});
	throttledDownload(credentialId, 2 * SECOND);
	const urlProvider = async () => {
		await time.clock.delay(5 * SECOND);
		return 'https://lh3.googleusercontent.com/lr/AbC=d';
	};
	const save = async ({ body }: { body: unknown }) => (await (body as Readable).toArray()).join('');
	const done = downloadMedia({ n8n, settings: {} }, { method: mediaBytes, subject: {}, urlProvider, save });
	expect(await time.clock.until(done)).toBe('bytes');
	expect(requested).toEqual([37]);
});
