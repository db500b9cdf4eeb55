/**
 * Two n8n workers with the same Google account. A process caches albums per credential, so two credential IDs stand for
 * two processes. Google accepts one write at a time and creates an album at the end of the request.
 */
import fc from 'fast-check';
import { getOrCreateAlbum } from '../../../nodes/GooglePhotos/albums/getOrCreateByTitle';
import { findAlbumByTitle } from '../../../nodes/GooglePhotos/albums/findByTitle';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { FakeGoogle } from '../support/google';
import { newCredentialId } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const CONCURRENT = "Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'.";

/** Durations of requests in milliseconds. */
interface Latency {
	read: number;
	write: number;
}

/** A Google account with slow replies that accepts one write at a time. */
class SlowGoogle {
	readonly albums = new FakeGoogle();
	refused = 0;
	private writing = 0;

	constructor(private readonly latency: Latency) {}

	caller(credentialId: string): N8nContext {
		const caller = this.albums.caller({ credentialId });
		const { helpers } = caller;
		const ask = helpers.httpRequestWithAuthentication as (...given: unknown[]) => Promise<unknown>;
		const httpRequestWithAuthentication = async (credential: string, options: { method: string }) =>
			options.method === 'POST' ? await this.write(ask, credential, options) : await this.read(ask, credential, options);
		Object.assign(helpers, { httpRequestWithAuthentication });
		return caller;
	}

	private async read(ask: (...given: unknown[]) => Promise<unknown>, ...given: unknown[]): Promise<unknown> {
		const reply = await ask(...given);
		await clock.delay(this.latency.read);
		return reply;
	}

	private async write(ask: (...given: unknown[]) => Promise<unknown>, ...given: unknown[]): Promise<unknown> {
		if (this.writing > 0) {
			this.refused++;
			throw googleSays(429, CONCURRENT);
		}
		this.writing++;
		try {
			await clock.delay(this.latency.write);
			return await ask(...given);
		} finally {
			this.writing--;
		}
	}
}

/** Executions of two processes that create the same album. The second process starts `later` milliseconds later. */
async function race(latency: Latency, later: number) {
	const google = new SlowGoogle(latency);
	const processes = [newCredentialId(), newCredentialId()];
	const executions = processes.flatMap((process, number) =>
		Array.from({ length: 3 }, async (_none, execution) => {
			await clock.delay(number * later + execution * 7);
			return await getOrCreateAlbum({ n8n: google.caller(process), settings: {} }, 'New');
		}),
	);
	const used = await time.clock.until(Promise.all(executions));
	return { google, processes, used: new Set(used.map(({ id }) => id)) };
}

test.each([0, 50, 100, 300, 1000])('two processes, the second %d ms later, create one album and both use it', async (later) => {
	const { google, used } = await race({ read: 100, write: 800 }, later);
	expect(google.albums.askedTo('create album')).toHaveLength(1);
	expect(used.size).toBe(1);
});

test('a process that was throttled by the concurrent write of the other finds the album and creates none', async () => {
	const { google } = await race({ read: 100, write: 800 }, 0);
	expect(google.refused).toBeGreaterThan(0);
	expect(google.albums.askedTo('create album')).toHaveLength(1);
});

test('for any request durations: both processes use the album listed first from the next execution on', async () => {
	const latency = fc.record({ read: fc.integer({ min: 1, max: 300 }), write: fc.integer({ min: 100, max: 2000 }) });
	let rounds = 0;
	let twice = 0;
	await fc.assert(
		fc.asyncProperty(latency, fc.integer({ min: 0, max: 3000 }), async (takes, later) => {
			const { google, processes } = await race(takes, later);
			rounds++;
			if (google.albums.askedTo('create album').length > 1) twice++;
			for (const wait of [0, 5 * SECOND, 20 * MINUTE]) {
				await time.clock.pass(wait);
				const found = await time.clock.until(
					Promise.all(processes.map(async (process) => await findAlbumByTitle({ n8n: google.caller(process), settings: {} }, 'New'))),
				);
				expect(found.map((album) => album?.id)).toEqual(Array(2).fill(google.albums.albums[0].id));
			}
		}),
		{ numRuns: 60, seed: 15 },
	);
	// two albums are created only if the other process writes while the reply to a list request is on its way
	expect(twice / rounds).toBeLessThan(0.2);
});
