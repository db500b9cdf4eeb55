/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/** Compressed responses that cannot be decompressed: they are complete, so the network is not to be checked. */
import { Readable } from 'node:stream';
import { brotliCompressSync, brotliDecompressSync, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { FOUR, jpegOf, Sending } from '../support/sendingServer';
import { MIB } from '../support/storedFiles';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

describe('a file whose compressed data is damaged', () => {
	const DAMAGED =
		'The file could not be fetched from the URL: example.com [item 2]. Fetch the file in another way before this node. | ' +
		'The server sends it compressed (Content-Encoding), and the compressed data is damaged. Parameter: \'URL\'.';
	const changed = (data: Buffer) => {
		data[data.length - 6] ^= 1;
		return data;
	};

	describe.each<[string, (data: Buffer) => Buffer, Buffer]>([
		['no gzip', gunzipSync, Buffer.from('this is not gzip')],
		['gzip with a wrong checksum', gunzipSync, changed(gzipSync(FOUR[0]))],
		['gzip without its end', gunzipSync, gzipSync(jpegOf(MIB)).subarray(0, 100)],
		['no deflate', inflateSync, Buffer.from('this is not deflate')],
		['deflate with a dictionary', inflateSync, deflateSync(FOUR[0], { dictionary: FOUR[0] })],
		['no Brotli', brotliDecompressSync, Buffer.from('this is not Brotli')],
		['Brotli without its end', brotliDecompressSync, brotliCompressSync(jpegOf(5000)).subarray(0, 8)],
	])('is retried, then an error that says so: %s', (_title, decompress, data) => {
		function* decompressed(first: Buffer[]) {
			yield* first;
			yield decompress(data);
		}
		const closed = () => {
			const stream = Readable.from([]).on('error', () => {});
			try {
				decompress(data);
			} catch (error) {
				stream.destroy(error as Error);
			}
			return stream;
		};

		test.each<[string, Iterable<Buffer> | (() => Readable)]>([
			['among its first bytes', () => Readable.from(decompressed([]))],
			['after its first bytes', () => Readable.from(decompressed([jpegOf(MIB)]))],
			['before it is read', closed],
		])('%s', async (_where, body) => {
			const sending = new Sending({ 'content-type': 'image/jpeg' }, body);
			expect(await time.clock.until(sending.refused())).toBe(DAMAGED);
			expect(sending.requests).toHaveLength(4);
			expect(sending.stored).toEqual([]);
		});
	});

	test('is also recognized in the words of n8n, which reads it while it stores it', async () => {
		const sending = new Sending({ 'content-type': 'image/jpeg' }, [jpegOf(MIB)]);
		const cause = Object.assign(new Error('incorrect data check'), { code: 'Z_DATA_ERROR' });
		sending.storeFails = { after: 1, error: new Error('Failed to decompress response', { cause }) };
		expect(await time.clock.until(sending.refused())).toBe(DAMAGED);
	});
});
