import fc from 'fast-check';
import { SequentialReader } from '../../../nodes/GooglePhotos/files/sequentialReader';
import { bytes, Store } from '../support/storedFiles';

const SIZE = 300;
const content = bytes(SIZE);

test.each([true, false])('parts whose offsets never decrease are right, and the file is opened once (streamed: %s)', async (streamed) => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.nat(80), fc.nat(120)), { minLength: 1 }),
			fc.integer({ min: 1, max: 400 }),
			async (steps, chunk) => {
				const store = new Store(content, chunk);
				let opened = 0;
				const reader = new SequentialReader(async () => {
					opened++;
					return streamed ? await store.getBinaryStream() : content;
				});
				let offset = 0;
				for (const [step, length] of steps) {
					const part = await reader.readAt(offset, length);
					expect(part.equals(content.subarray(offset, offset + length))).toBe(true);
					offset += step;
				}
				reader.close();
				expect(opened).toBe(1);
				expect(store.opened.every(({ destroyed }) => destroyed)).toBe(true);
			},
		),
	);
});

test('a file that fails between two parts is an error, not an endless wait', async () => {
	const store = new Store(content, 64);
	const reader = new SequentialReader(store.getBinaryStream);
	await reader.readAt(0, 10);
	store.opened[0].destroy(new Error('the disk is gone'));
	await new Promise((resolve) => store.opened[0].once('close', resolve));
	await expect(reader.readAt(100, 10)).rejects.toThrow('the disk is gone');
});

test('a reader that is closed before it has read anything opens nothing', () => {
	let opened = 0;
	new SequentialReader(async () => {
		opened++;
		return content;
	}).close();
	expect(opened).toBe(0);
});
