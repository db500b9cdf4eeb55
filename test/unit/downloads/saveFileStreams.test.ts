/** Replies whose body is a stream: how it is read, when it is complete, and that it is closed. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IDataObject } from 'n8n-workflow';
import { saveFile } from '../../../nodes/GooglePhotos/downloads/saveFile';
import { fakeCaller, fakeRun, inMemory, picture } from '../support/caller';
import { errorOf, settle } from '../support/virtualClock';

/** Reads a stream as n8n does where it keeps files in memory: by a listener alone. */
async function byListener(body: Readable): Promise<Buffer> {
	return await new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		body.on('data', (chunk: Buffer) => chunks.push(chunk));
		body.once('end', () => resolve(Buffer.concat(chunks)));
		body.once('error', reject);
	});
}

async function save(body: Readable, headers: IDataObject, statusCode = 200, read = byListener) {
	const caller = fakeCaller();
	Object.assign(caller.helpers, {
		prepareBinaryData: async (content: Readable | Buffer, name: string, type: string) =>
			inMemory(Buffer.isBuffer(content) ? content : await read(content), name, type),
	});
	const file = await saveFile(fakeRun(caller), { statusCode, headers, body }, { id: 'a' }, { item: 0 });
	return Buffer.from(file.data, 'base64');
}

const jpeg = (size: number) => Buffer.concat([picture(''), Buffer.alloc(size - 3, 'x')]);
const streamOf = (content: Buffer, chunk = 1000) =>
	Readable.from(
		(function* () {
			for (let at = 0; at < content.length; at += chunk) yield content.subarray(at, at + chunk);
		})(),
		{ objectMode: false },
	);
const ofJpeg = { 'content-type': 'image/jpeg' };

test.each([100, 4095, 4096, 4097, 100_000])('a body of %i bytes is stored whole', async (size) => {
	const content = jpeg(size);
	expect(await save(streamOf(content), { ...ofJpeg, 'content-length': String(size) })).toEqual(content);
});

test.each<[string, IDataObject, number, RegExp]>([
	['a part', ofJpeg, 206, /only a part/],
	['a web page', { 'content-type': 'text/html' }, 200, /web page/],
	['compressed', { ...ofJpeg, 'content-encoding': ' br ' }, 200, /compressed in a way that n8n cannot decompress/],
	['announced as empty', { ...ofJpeg, 'content-length': '0' }, 200, /empty/],
])('a body that is %s is not read, and may fail later', async (_title, headers, statusCode, words) => {
	const body = streamOf(jpeg(10));
	expect((await errorOf(save(body, headers, statusCode))).message).toMatch(words);
	expect(body.readableDidRead).toBe(false);
	expect(() => body.emit('error', new Error('reset'))).not.toThrow();
});

test.each(['identity', ' Identity ', '', ' '])('the content encoding %j means none', async (encoding) => {
	expect(await save(streamOf(jpeg(50)), { ...ofJpeg, 'content-encoding': encoding })).toEqual(jpeg(50));
});

test('a stream that fails between its first bytes and the rest is a file that broke off', async () => {
	const body = streamOf(jpeg(100_000));
	const slowly = async (content: Readable) => {
		body.destroy(new Error('reset'));
		await settle();
		return await byListener(content.destroyed ? Readable.from([], { objectMode: false }) : content);
	};
	const error = await errorOf(save(body, { ...ofJpeg, 'content-length': '100000' }, 200, slowly));
	expect(error.message).toBe('The file broke off before its end');
});

test('the stream is closed after a file that is stored, and after one that is not', async () => {
	const good = streamOf(jpeg(100_000));
	await save(good, ofJpeg);
	expect(good.destroyed).toBe(true);
	const failing = streamOf(jpeg(100_000));
	await errorOf(
		save(failing, ofJpeg, 200, async () => {
			throw Object.assign(new Error('full'), { code: 'ENOSPC' });
		}),
	);
	expect(failing.destroyed).toBe(true);
});

describe('Content-Length', () => {
	const length = (announced: number) => ({ ...ofJpeg, 'content-length': String(announced) });
	const asReceived = (content: Buffer) => Object.assign(streamOf(content), { rawHeaders: [] });

	test.each([99, 101])('must be that of a body as it was received: %i of 100 is an error', async (announced) => {
		expect((await errorOf(save(asReceived(jpeg(100)), length(announced)))).message).toMatch(/broke off/);
		expect(await save(asReceived(jpeg(100)), length(100))).toHaveLength(100);
	});

	// a decompressed body: Content-Length is that of the compressed bytes, which are a little more at most
	test.each([
		[10_000, 2, true],
		[10_000, 10_000, true],
		[10_000, 10_074, true],
		[10_000, 10_075, false],
		[32, 96, true],
		[32, 97, false],
		[31, 31, true],
		[31, 32, false],
	])('a decompressed body of %i bytes of which %i were announced: complete %p', async (size, announced, complete) => {
		const outcome = save(streamOf(jpeg(size)), length(announced));
		if (complete) expect(await outcome).toHaveLength(size);
		else expect((await errorOf(outcome)).message).toMatch(/broke off/);
	});
});
