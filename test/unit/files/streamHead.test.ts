/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { flowWhenRead, readHead } from '../../../nodes/GooglePhotos/files/streamHead';

type Reader = (stream: Readable) => Promise<Buffer>;

/** Reads as n8n does for binary data in memory. */
const byListening: Reader = async (stream) =>
	await new Promise((resolve, reject) => {
		const pieces: Buffer[] = [];
		stream.on('data', (piece: Buffer) => pieces.push(piece));
		stream.once('end', () => resolve(Buffer.concat(pieces))).once('error', reject);
	});

/** Pipes after a delay, as n8n does for binary data on a disk. */
const byPiping: Reader = async (stream) => {
	await new Promise((later) => setImmediate(later));
	const through = new PassThrough();
	const [content] = await Promise.all([buffer(through), pipeline(stream, through)]);
	return content;
};

const readers: Array<[string, Reader]> = [
	['listens to data', byListening],
	['pipes', byPiping],
	['iterates', async (stream) => await buffer(stream)],
];

test.each(readers)('a consumer that %s after the head was read gets the whole content, for any chunk sizes', async (_how, read) => {
	const pieces = fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 0, maxLength: 6 });
	await fc.assert(
		fc.asyncProperty(pieces, async (lengths) => {
			const parts = lengths.map((length, number) => Buffer.alloc(length, number + 1));
			const whole = Buffer.concat(parts);
			const { head, content } = await readHead(Readable.from(parts, { objectMode: false }));
			expect(head.equals(whole.subarray(0, 4096))).toBe(true);
			if (!Buffer.isBuffer(content)) flowWhenRead(content);
			const all = Buffer.isBuffer(content) ? content : await read(content as Readable);
			expect(all.equals(whole)).toBe(true);
		}),
		{ numRuns: 50 },
	);
});

test('an error of the stream rejects the read of the head', async () => {
	const broken = new Error('aborted');
	async function* breaking() {
		yield Buffer.alloc(10);
		throw broken;
	}
	await expect(readHead(Readable.from(breaking(), { objectMode: false }))).rejects.toBe(broken);
});
