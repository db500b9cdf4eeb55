/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import fc from 'fast-check';
import type { Content } from '../../../nodes/GooglePhotos/files/binaryData';
import { addedBytes, openEdited } from '../../../nodes/GooglePhotos/files/editedContent';
import { inMemory } from '../support/caller';
import { anyEdits, edited } from '../support/edits';
import { bytes, Store } from '../support/storedFiles';

async function whole(content: Content): Promise<Buffer> {
	if (Buffer.isBuffer(content)) return content;
	const parts: Buffer[] = [];
	for await (const part of content) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

const SIZE = 300;
const content = bytes(SIZE);
const insertion = { offset: 100, remove: 0, insert: Buffer.from('new') };

/** Opens the file of a store, which n8n streams. */
const opened = async (store: Store, edits = [insertion]) =>
	(await openEdited(store as never, store.file, edits)) as Exclude<Content, Buffer>;

test('any edits are applied to a file that n8n streams, whatever the chunks are', async () => {
	await fc.assert(
		fc.asyncProperty(anyEdits(SIZE), fc.integer({ min: 1, max: 400 }), async (edits, chunk) => {
			const result = await whole(await opened(new Store(content, chunk), edits));
			expect(result.equals(edited(content, edits))).toBe(true);
			expect(result.length).toBe(SIZE + addedBytes(edits));
		}),
	);
});

test('any edits are applied to a file in memory, in a buffer that is not much larger than the file', async () => {
	await fc.assert(
		fc.asyncProperty(anyEdits(SIZE), fc.constantFrom('', '\r\n'), async (edits, lineBreak) => {
			const file = inMemory(content);
			const data = file.data.replace(/.{76}/g, `$&${lineBreak}`);
			const result = (await openEdited({} as never, { ...file, data }, edits)) as Buffer;
			expect(result.equals(edited(content, edits))).toBe(true);
		}),
	);
	const large = bytes(10_000_000);
	const result = (await openEdited({} as never, inMemory(large), [insertion])) as Buffer;
	expect(result.buffer.byteLength).toBeLessThan(10_001_000);
});

test('without edits the content itself is returned', async () => {
	const store = new Store(content);
	const stream = await opened(store, []);
	expect(stream).toBe(store.opened[0]);
	stream.destroy();
	expect(await openEdited({} as never, inMemory(content), [])).toEqual(content);
});

test('a file that is shorter than its edits ends where it ends', async () => {
	const edits = [insertion, { offset: SIZE + 10, remove: 5, insert: Buffer.from('never') }];
	expect((await whole(await opened(new Store(content, 64), edits))).equals(edited(content, [insertion]))).toBe(true);
});

test('closing the result closes the file, even if nothing was read', async () => {
	const store = new Store(content, 64);
	(await opened(store)).destroy();
	expect(store.opened[0].destroyed).toBe(true);
});

test('an error of the file becomes that of the result', async () => {
	const store = new Store(content, 64);
	const result = await opened(store);
	store.opened[0].destroy(new Error('the disk is gone'));
	await expect(whole(result)).rejects.toThrow('the disk is gone');
});

test('a file that is closed before its end does not pass for a whole one', async () => {
	const store = new Store(content, 64);
	const result = await opened(store);
	store.opened[0].destroy();
	await expect(whole(result)).rejects.toThrow();
});

test('the file is read only as fast as the result is', async () => {
	const chunk = 64 * 1024;
	const store = new Store(bytes(100 * chunk), chunk);
	const result = await opened(store);
	let read = 0;
	store.opened[0].on('data', (part: Buffer) => (read += part.length));
	const one = await new Promise<Buffer>((resolve) => {
		result.once('data', (part: Buffer) => {
			result.pause();
			resolve(part);
		});
	});
	await new Promise((resolve) => setImmediate(resolve));
	expect(one.length).toBeGreaterThan(0);
	expect(read).toBeLessThanOrEqual(5 * chunk);
	result.destroy();
});
