/** Limits of attempts and sessions of a resumable upload, and the size of its chunks. */
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorText } from '../../support/errorText';
import { refused } from '../support/httpErrors';
import { bytes, MIB, sendingInSession, Store } from '../support/storedFiles';
import { reset, UploadServer } from '../support/uploadServer';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

async function sent(server: UploadServer, size: number) {
	return await time.clock.until(sendingInSession(new Store(bytes(size)), server));
}

const isUpload = (request: string) => request.startsWith('upload');
const isStart = (request: string) => request === 'start';

test('if each session ends after some bytes have arrived, the sixth session is the last', async () => {
	const server = new UploadServer();
	server.mishap = (request) => {
		// a node that starts more than 12 sessions succeeds, so that the test fails and ends
		if (!isUpload(request) || server.asked.filter(isStart).length > 12) return undefined;
		if (request.startsWith('upload, finalize 0+')) return reset(MIB);
		server.sessions.clear();
		return undefined;
	};
	const outcome = await sent(server, 2 * MIB);
	expect(errorText(outcome as Error)).toMatch(/Google ended the upload before the node had its upload token\.$/);
	expect(server.asked.filter(isStart)).toHaveLength(6);
});

test('received bytes count as progress once: six more attempts without progress are an error', async () => {
	const server = new UploadServer();
	server.mishap = (request) => {
		const tries = server.asked.filter(isUpload).length;
		if (!isUpload(request) || tries > 15) return undefined;
		return reset(tries === 1 ? MIB : 0);
	};
	expect(failureOf(await sent(server, 2 * MIB))?.kind).toBe('connectionLost');
	expect(server.asked.filter(isUpload)).toHaveLength(7);
});

test('a failed query does not make the chunks smaller', async () => {
	const server = new UploadServer();
	server.mishap = (_request, count) => {
		if (count === 2) return reset(0);
		return count === 3 || count === 4 ? { error: () => refused(503), after: 0 } : undefined;
	};
	await sent(server, 20 * MIB);
	expect(server.asked.slice(2, 6)).toEqual(['query', 'query', 'query', `upload 0+${8 * MIB}`]);
});

const all = `upload, finalize 0+${40 * MIB}`;

test.each([
	['no granularity that Google tells', NaN, [all]],
	['one as large as memory may hold', 32 * MIB, [`upload 0+${32 * MIB}`, `upload, finalize ${32 * MIB}+${8 * MIB}`]],
	['a larger one', 32 * MIB + 1, [all]],
])('after a broken connection, chunks need a granularity that fits into memory: %s', async (_title, granularity, asked) => {
	const server = new UploadServer();
	server.granularity = granularity;
	server.mishap = (_request, count) => (count === 2 ? reset(0) : undefined);
	expect(await sent(server, 40 * MIB)).toHaveProperty('uploadToken');
	expect(server.asked).toEqual(['start', all, 'query', ...asked]);
});
