/** When a cool-down ends or starts again, and whose Maximum Wait counts from when. */
import { executeRequest } from '../../../nodes/GooglePhotos/http/pipeline';
import { Attempts, createItems, list, uploads } from '../support/attempts';
import { fakeCaller, newCredentialId } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const tooMany = () => googleSays(429, "Quota exceeded for limit 'Write requests per minute per user'");
const fault = () => googleSays(503, '');

/** When each attempt was made, in seconds after the first. */
const seconds = ({ at }: Attempts) => at.map((each) => (each - at[0]) / SECOND);

test('requests that come meanwhile do not prolong the wait of those before', async () => {
	const credentialId = newCredentialId();
	const first = errorOf(
		new Attempts(time.clock, [tooMany]).through(fakeCaller({ credentialId }), { method: createItems, maximumWait: 5 * MINUTE }),
	);
	let over: number | undefined;
	void first.then(() => (over = time.clock.elapsed));
	while (over === undefined) {
		await time.clock.pass(20 * SECOND);
		void errorOf(
			new Attempts(time.clock, [tooMany]).through(fakeCaller({ credentialId }), { method: createItems, maximumWait: MINUTE }),
		);
	}
	expect(over).toBe(5 * MINUTE);
});

describe('after a cool-down in which all requests gave up', () => {
	async function afterwards(pause: number, failures: Array<Error | (() => Error)>): Promise<Attempts> {
		const credentialId = newCredentialId();
		const policy = { method: uploads, maximumWait: MINUTE };
		await time.clock.until(errorOf(new Attempts(time.clock, [tooMany]).through(fakeCaller({ credentialId }), policy)));
		await time.clock.pass(pause);
		const attempts = new Attempts(time.clock, failures);
		await time.clock.until(attempts.through(fakeCaller({ credentialId }), policy));
		return attempts;
	}

	test('a server fault within 10 minutes does not end it: the next attempt comes 30 seconds later', async () => {
		expect(seconds(await afterwards(9 * MINUTE, [fault()]))).toEqual([0, 30]);
	});

	test('a server fault after more than 10 minutes ends it: the next attempt comes soon', async () => {
		expect(seconds(await afterwards(12 * MINUTE, [fault()]))[1]).toBeLessThan(5);
	});
});

test('a server fault after more than 10 minutes ends the cool-down for all requests at once', async () => {
	const credentialId = newCredentialId();
	const policy = { method: uploads, maximumWait: MINUTE };
	await time.clock.until(errorOf(new Attempts(time.clock, [tooMany]).through(fakeCaller({ credentialId }), policy)));
	await time.clock.pass(12 * MINUTE);
	const all = [new Attempts(time.clock, [fault()], 10 * SECOND), ...[1, 2, 3].map(() => new Attempts(time.clock, [], 10 * SECOND))];
	const start = time.clock.elapsed;
	await time.clock.until(Promise.all(all.map(async (attempts) => await attempts.through(fakeCaller({ credentialId }), policy))));
	expect(all.map(({ at }) => (at[0] - start) / SECOND)).toEqual([0, 10, 10, 10]);
});

describe('writes that Google throttles while it answers reads', () => {
	async function throttledWrites(credentialId: string, attempts: Attempts, maximumWait: number): Promise<number> {
		const start = time.clock.elapsed;
		let over = false;
		const end = () => (over = true);
		void attempts.through(fakeCaller({ credentialId }), { method: createItems, maximumWait }).then(end, end);
		while (!over) {
			await time.clock.until(new Attempts(time.clock).through(fakeCaller({ credentialId }), { method: list }));
			await time.clock.pass(10 * SECOND);
		}
		return time.clock.elapsed - start;
	}

	test('start anew for a write that comes when no other write is waiting', async () => {
		const credentialId = newCredentialId();
		await throttledWrites(credentialId, new Attempts(time.clock, [tooMany]), 5 * MINUTE);
		await time.clock.pass(10 * SECOND);
		const later = new Attempts(time.clock, [tooMany(), tooMany()]);
		await throttledWrites(credentialId, later, 5 * MINUTE);
		expect(later.at).toHaveLength(3);
	});

	/** Starts a write that Google throttles, and a read that ends the cool-down after 30 seconds as its probe. */
	function whileReadsAreAnswered(credentialId: string, write: Attempts, maximumWait: number): void {
		const caller = fakeCaller({ credentialId });
		// began before the cool-down: it is the first to be sent again
		void new Attempts(time.clock, [fault()], [10 * SECOND]).through(caller, { method: list });
		write.through(caller, { method: createItems, maximumWait }).catch(() => {});
	}

	test('start anew for a write that comes when only a read is under way', async () => {
		const credentialId = newCredentialId();
		whileReadsAreAnswered(credentialId, new Attempts(time.clock, [tooMany]), 20 * SECOND);
		await time.clock.pass(40 * SECOND);
		void new Attempts(time.clock, [], 20 * MINUTE).through(fakeCaller({ credentialId }), { method: list });
		const later = new Attempts(time.clock, [tooMany(), tooMany()]);
		await time.clock.until(later.through(fakeCaller({ credentialId }), { method: createItems }));
		expect(seconds(later)).toEqual([0, 30, 90]);
	});

	test('keep their start for a write that comes while another is waiting', async () => {
		const credentialId = newCredentialId();
		whileReadsAreAnswered(credentialId, new Attempts(time.clock, [tooMany], [0, 5 * SECOND]), 5 * MINUTE);
		await time.clock.pass(32 * SECOND);
		const later = new Attempts(time.clock, [tooMany]);
		await time.clock.until(errorOf(later.through(fakeCaller({ credentialId }), { method: createItems, maximumWait: 5 * MINUTE })));
		expect(time.clock.elapsed).toBe(5 * MINUTE);
	});
});

test('a probe that is cancelled while it is in flight makes room for the next one', async () => {
	const credentialId = newCredentialId();
	const cancel = new AbortController();
	const policy = { method: uploads, maximumWait: 15 * MINUTE };
	const sent: number[] = [];
	const cancelled = errorOf(
		executeRequest(fakeCaller({ credentialId, signal: cancel.signal }), policy, async (leaves) => {
			leaves();
			if (sent.push(time.clock.elapsed) === 1) throw tooMany();
			await time.clock.delay(5 * MINUTE, cancel.signal);
			cancel.signal.throwIfAborted();
		}),
	);
	await time.clock.pass(MINUTE);
	expect(sent).toEqual([0, 30 * SECOND]);
	const second = new Attempts(time.clock);
	const done = second.through(fakeCaller({ credentialId }), policy);
	await time.clock.pass(30 * SECOND);
	expect(second.at).toEqual([]);
	cancel.abort();
	await time.clock.until(Promise.all([done, cancelled]));
	// a request without a result tells nothing about the quota
	expect(second.at).toEqual([120 * SECOND]);
});
