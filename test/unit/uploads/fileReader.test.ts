import fc from 'fast-check';
import { FileReader } from '../../../nodes/GooglePhotos/uploads/fileReader';
import { errorText } from '../../support/errorText';
import { fakeRun, inMemory } from '../support/caller';
import { sentFile } from '../support/sentFiles';
import { bytes, callerOf, KIB, MIB, sending, sha256, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

function readerOf(store: Store, inStore = true) {
	const { source } = sentFile(1, {
		size: store.content.length,
		file: inStore ? store.file : inMemory(store.content),
	});
	return new FileReader(fakeRun(callerOf(store, new UploadServer())), source);
}

async function whole(content: Awaited<ReturnType<FileReader['rest']>>): Promise<Buffer> {
	if (Buffer.isBuffer(content)) return content;
	const parts: Buffer[] = [];
	for await (const part of content) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

test.each([true, false])('pieces read in any order, some repeatedly, are correct and hashed once (streamed: %s)', async (inStore) => {
	const size = 300;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.integer({ min: 0, max: size }), fc.integer({ min: 0, max: 120 }), fc.boolean())),
			fc.integer({ min: 1, max: 400 }),
			async (reads, chunk) => {
				const content = bytes(size);
				const store = new Store(content, chunk);
				const file = readerOf(store, inStore);
				for (const [offset, wanted, rest] of reads) {
					const length = Math.min(wanted, size - offset);
					if (rest) expect((await whole(await file.rest(offset))).equals(content.subarray(offset))).toBe(true);
					else expect((await file.piece(offset, length)).equals(content.subarray(offset, offset + length))).toBe(true);
				}
				await whole(await file.rest(0));
				expect(file.sha256).toBe(sha256(content));
				file.close();
				expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
			},
		),
	);
});

test('the file is opened once for consecutive pieces and for going back into the last piece', async () => {
	const store = new Store(bytes(100 * KIB), 7 * KIB);
	const file = readerOf(store);
	await file.piece(0, 40 * KIB);
	await file.piece(40 * KIB, 20 * KIB);
	await file.piece(40 * KIB, 20 * KIB);
	await file.piece(45 * KIB, 20 * KIB);
	await whole(await file.rest(65 * KIB));
	expect(store.opened).toHaveLength(1);
	file.close();
});

test('a file that n8n loads into memory is loaded once, until it is closed', async () => {
	const content = bytes(KIB);
	let loaded = 0;
	const { source } = sentFile(1, { size: KIB, file: { ...new Store(content).file, id: 'database:x' } });
	const caller = callerOf(new Store(content), new UploadServer());
	const getBinaryStream = async () => {
		loaded++;
		return content;
	};
	Object.assign(caller.helpers, { getBinaryStream });
	const file = new FileReader(fakeRun(caller), source);
	await file.piece(0, 100);
	expect(await file.rest(50)).toEqual(content.subarray(50));
	expect(loaded).toBe(1);
	file.close();
	await file.rest(0);
	expect(loaded).toBe(2);
});

test('closing the file destroys a stream that was handed out to the caller', async () => {
	const store = new Store(bytes(KIB), 64);
	const file = readerOf(store);
	await file.rest(0);
	file.close();
	expect(store.opened.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test('a stream that fails while nothing reads it causes no crash, and the file is opened again', async () => {
	const store = new Store(bytes(KIB), 64);
	const file = readerOf(store);
	await file.piece(0, 100);
	store.opened[0].destroy(new Error('the disk is gone'));
	await new Promise((resolve) => store.opened[0].once('close', resolve));
	expect((await file.piece(100, 100)).equals(bytes(KIB).subarray(100, 200))).toBe(true);
	expect(store.opened).toHaveLength(2);
	file.close();
});

test('a file that is shorter than n8n says causes an error with the expected size', async () => {
	const store = new Store(bytes(KIB), 64);
	const { source } = sentFile(1, { size: 2 * KIB, file: store.file });
	const file = new FileReader(fakeRun(callerOf(store, new UploadServer())), source);
	const error = await errorOf(file.piece(0, 2 * KIB));
	expect(errorText(error)).toMatch(/does not have the size that n8n recorded: file "1\.jpg".*2,048 bytes.*Parameter: 'Files'\.$/);
	file.close();
});

test.each([KIB / 2, 2 * KIB, 9 * MIB])('a file with another size than n8n says (%d) fails after one request', async (size) => {
	const store = new Store(bytes(KIB), 64);
	const server = new UploadServer();
	server.mishap = () => ({ error: 'stalled' });
	const outcome = await time.clock.until(sending(store, server, { size }));
	expect(errorText(outcome as Error)).toMatch(/does not have the size that n8n recorded/);
	expect(server.asked).toEqual(['raw']);
});
