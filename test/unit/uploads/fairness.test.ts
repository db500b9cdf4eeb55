/** Uploads that have begun wait at the head of the queue. Throttled files keep their place in it. */
import { FileReader } from '../../../nodes/GooglePhotos/uploads/fileReader';
import { sendResumable } from '../../../nodes/GooglePhotos/uploads/resumable';
import { sendBytes } from '../../../nodes/GooglePhotos/uploads/transfer';
import { fakeRun, newCredentialId } from '../support/caller';
import { execution, outcomesOf, slowGoogle, tokens } from '../support/executions';
import { failed, sentFile, success } from '../support/sentFiles';
import { bytes, callerOf, KIB, limits, MIB, Store } from '../support/storedFiles';
import { reset, UploadServer } from '../support/uploadServer';
import type { Mishap } from '../support/uploadServer';
import { SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const oneByOne = { ...limits, parallel: 1 };

interface Sending {
	/** bytes */
	size?: number;
	inSession?: boolean;
	/** fault of the n-th request of the file */
	mishap?: (count: number, server: UploadServer) => Mishap | undefined;
}

/** Sends files of one account, one request at a time. Each request takes ten seconds. */
function queue() {
	const credentialId = newCredentialId();
	const asked: string[] = [];
	const sent: Array<Promise<unknown>> = [];

	const send = async (name: string, { size = KIB, inSession = false, mishap }: Sending = {}) => {
		const server = new UploadServer();
		const { answer } = server;
		Object.assign(server, {
			answer: async (request: never) => {
				await time.clock.delay(10 * SECOND);
				return await answer(request);
			},
		});
		server.mishap = (request, count) => {
			asked.push(`${name} ${/^\w+/.exec(request)?.[0]}`);
			return mishap?.(count, server);
		};
		const store = new Store(bytes(size));
		const run = fakeRun(callerOf(store, server, { credentialId }));
		const { source } = sentFile(1, { file: store.file, size });
		const file = new FileReader(run, source);
		sent.push(inSession ? sendResumable(run, source, oneByOne, file) : sendBytes(run, source, oneByOne));
		await time.clock.pass(SECOND);
	};
	const done = async () => {
		await time.clock.until(Promise.all(sent));
		return asked;
	};
	return { send, done };
}

test('a session that has begun continues before files that have not begun', async () => {
	const { send, done } = queue();
	await send('sea', { inSession: true });
	for (const name of ['hut', 'bay']) await send(name);
	expect(await done()).toEqual(['sea start', 'hut raw', 'sea upload', 'bay raw']);
});

test('the first session of a file waits at the end of the queue', async () => {
	const { send, done } = queue();
	for (const name of ['sea', 'hut']) await send(name);
	await send('bay', { inSession: true });
	expect(await done()).toEqual(['sea raw', 'hut raw', 'bay start', 'bay upload']);
});

test('a session that replaces one that Google ended goes to the head of the queue', async () => {
	const { send, done } = queue();
	const mishap: Sending['mishap'] = (count, { sessions }) => {
		if (count === 2) sessions.clear();
		return undefined;
	};
	await send('sea', { inSession: true, mishap });
	for (const name of ['a', 'b', 'c', 'd', 'e']) await send(name);
	expect(await done()).toEqual([
		...['sea start', 'a raw', 'sea upload', 'b raw', 'sea query', 'c raw'],
		...['sea start', 'd raw', 'sea upload', 'e raw'],
	]);
});

test('a session that replaces a request whose connection was lost goes to the head of the queue', async () => {
	const { send, done } = queue();
	await send('sea', { size: 9 * MIB, mishap: (count) => (count === 1 ? reset(MIB) : undefined) });
	for (const name of ['hut', 'bay', 'fog']) await send(name);
	expect(await done()).toEqual(['sea raw', 'hut raw', 'sea start', 'bay raw', 'sea upload', 'fog raw']);
});

test('a file that Google throttled is created before those of executions that came later', async () => {
	const google = slowGoogle((asked, call) => asked.map((token) => (call === 1 ? failed(token, 8) : success(token))));
	const credentialId = newCredentialId();
	const first = execution(google, { credentialId });
	await time.clock.pass(5 * SECOND);
	await time.clock.until(outcomesOf([first, execution(google, { credentialId })]));
	expect(google.calls.flat()).toEqual(tokens(0, 0, 1));
});
