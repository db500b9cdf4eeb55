/** Two people through one n8n credential: 200 operations at once, nothing of one seen by the other. */
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { withoutWaiting } from '../../support/instantClock';
import { operations, SHARED_TITLE, userOf } from './operations';
import type { User } from './operations';
import { twoPeople } from './people';

const ROUNDS = 4;
const AT_ONCE = 16;

/** Everything by which a person's library can be recognized in an output. */
async function marksOf({ account, name }: User): Promise<string[]> {
	const { albums, mediaItems } = await account.library();
	const entries = albums.flatMap(({ entries: list }) => list.map((entry) => ('enrichmentId' in entry ? entry.enrichmentId : entry.mediaItemId)));
	return [name, account.user, account.accessToken, account.refreshToken, ...entries, ...[...albums, ...mediaItems].map(({ id }) => id)];
}

/** Outputs as text, with the content of their files. */
async function textOf({ engine }: User, outputs: unknown): Promise<string> {
	const files = (Array.isArray(outputs) ? (outputs as INodeExecutionData[]) : []).flatMap(({ binary }) => Object.values(binary ?? {}));
	const contents = await Promise.all(files.map(async (file: IBinaryData) => (await engine.content(file)).toString('latin1')));
	return [JSON.stringify(outputs), ...contents].join('\n');
}

/** Runs tasks in this order, so many at once. */
async function run(tasks: Array<() => Promise<void>>): Promise<void> {
	const queue = [...tasks];
	const worker = async () => {
		for (let task = queue.shift(); task; task = queue.shift()) await task();
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

test('200 interleaved operations of all kinds, with tokens that expire and refusals for the quota in between', async () => {
	const [one, other] = await twoPeople();
	const users = [await userOf(one, 'Annabella', 1000), await userOf(other, 'Benedict', 2000)];
	const outputs = new Map<User, string[]>(users.map((user) => [user, []]));
	const failures: string[] = [];
	const jobs = Array.from({ length: ROUNDS }, (_, round) =>
		Object.entries(operations).flatMap(([name, operation]) =>
			users.map((user) => async () => {
				try {
					outputs.get(user)?.push(await textOf(user, await operation(user, round)));
				} catch (error) {
					failures.push(`${user.name}, ${name}, round ${round}: ${(error as Error).message}`);
				}
			}),
		),
	).flat();
	expect(jobs).toHaveLength(200);
	jobs.splice(50, 0, async () => await one.account.expireAccess());
	jobs.splice(90, 0, async () => await one.account.fault({ method: 'albums.list', kind: 'status', status: 429, times: 2 }));
	jobs.splice(120, 0, async () => {
		await other.account.fault({ method: 'token', kind: 'pause', seconds: 1 });
		await Promise.all([one.account.expireAccess(), other.account.expireAccess()]);
	});

	const time = withoutWaiting();
	try {
		await run(jobs);
	} finally {
		time.restore();
	}

	// a list of the editor does not wait for the end of a cool-down; the other's lists are not refused by it
	expect(failures.filter((text) => !/^Annabella, list of .* is receiving too many requests/.test(text))).toEqual([]);
	for (const [index, user] of users.entries()) {
		const text = outputs.get(user)?.join('\n') ?? '';
		const foreign = await marksOf(users[1 - index]);
		expect(foreign.filter((mark) => text.includes(mark))).toEqual([]);
		const own = await marksOf(user);
		expect(own.filter((mark) => text.includes(mark)).length).toBeGreaterThan(own.length / 2);
		await expectOwnLibrary(user);
	}
});

/** The library holds what its user's operations made, once each, and Google has seen no id of another account. */
async function expectOwnLibrary({ account, name }: User): Promise<void> {
	const { albums, mediaItems } = await account.library();
	const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
	const titles = [SHARED_TITLE, ...rounds.flatMap((round) => [`New ${round}`, `${name}'s album ${round}`])];
	expect(albums.map(({ title }) => title).sort()).toEqual(titles.sort());
	expect(mediaItems.filter(({ filename }) => !filename.startsWith(name))).toEqual([]);
	expect(mediaItems).toHaveLength(3 + ROUNDS * 4);
	// an expired token is refused with 401, for the bytes of a picked file with 403
	const refused = (await account.requests()).filter(({ status }) => status >= 400 && status !== 429);
	expect(refused.filter(({ method, status }) => status !== (method === 'bytes' ? 403 : 401))).toEqual([]);
}
