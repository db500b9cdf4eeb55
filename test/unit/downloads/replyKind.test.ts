/** The first bytes decide whether a downloaded file is of the requested kind. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { OperationalError, UserError } from 'n8n-workflow';
import { isWrongKind } from '../../../nodes/GooglePhotos/downloads/replyKind';
import { saveFile } from '../../../nodes/GooglePhotos/downloads/saveFile';
import type { DescribedFile } from '../../../nodes/GooglePhotos/downloads/saveFile';
import { UnexpectedResponseError } from '../../../nodes/GooglePhotos/errors/kinds';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';
import { errorOf } from '../support/virtualClock';

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex');
const HEIC = Buffer.from('000000186674797068656963000000006d69663168656963', 'hex');
const TIFF = Buffer.from('49492a0008000000', 'hex');
const MP4 = Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex');
const MOV = Buffer.from('00000014667479707174202000000000', 'hex');
const M4A = Buffer.from('00000018667479704d344120000000004d34412069736f32', 'hex');
const ZIP = Buffer.from('504b0304140000000800', 'hex');
const UNKNOWN = Buffer.from([0xf0, 1, 2, 0xff, 0, 9, 0x80, 4]);

async function storing(
	content: Buffer | Readable,
	headers: IDataObject,
	described: DescribedFile = {},
	keep = async (body: AsyncIterable<Buffer> | Buffer): Promise<Buffer> => {
		if (Buffer.isBuffer(body)) return body;
		const pieces: Buffer[] = [];
		for await (const piece of body) pieces.push(piece);
		return Buffer.concat(pieces);
	},
) {
	const caller = fakeCaller();
	Object.assign(caller.helpers, {
		prepareBinaryData: async (body: Buffer, name: string, mimeType?: string) =>
			inMemory(await keep(body), name, mimeType),
	});
	const body = Buffer.isBuffer(content) ? Readable.from([content], { objectMode: false }) : content;
	const reply = { statusCode: 200, headers, body } as IN8nHttpFullResponse;
	return await saveFile(fakeRun(caller), reply, described, { item: 2, what: '"a"' });
}

const video = { kind: 'video' as const, filename: 'clip.mp4', mimeType: 'video/mp4' };
const photo = { kind: 'photo' as const, filename: 'beach.jpg', mimeType: 'image/jpeg' };

test.each([
	['a JPEG', JPEG, 'image/jpeg', video, /did not return a video, but image\/jpeg/],
	['a JPEG that is called a video', JPEG, 'video/mp4', video, /did not return a video, but image\/jpeg/],
	['what is called a picture', UNKNOWN, 'image/jpeg', video, /did not return a video, but image\/jpeg/],
	['a film', MP4, 'video/mp4', photo, /did not return a photo, but video\/mp4/],
	['a film that is called a picture', MP4, 'image/jpeg', photo, /did not return a photo, but video\/mp4/],
	['sound', M4A, 'video/mp4', video, /did not return a video, but audio\/mp4/],
	['an archive', ZIP, 'image/jpeg', photo, /did not return a photo, but application\/zip/],
	['an archive, where anything will do', ZIP, '', {}, /returned neither a photo nor a video, but application\/zip/],
])('a file of the wrong kind is rejected: %s', async (_title, content, type, described, says) => {
	const error = await errorOf(storing(content, { 'content-type': type }, described));
	expect(errorText(error)).toMatch(/^Google returned a different type of file than requested: "a" \[item 2\]\. .*\| /);
	expect(errorText(error)).toMatch(says);
	expect(isWrongKind(error)).toBe(true);
});

test.each([
	['HTML', '<!doctype html><title>Sign in</title>', 'image/jpeg'],
	['HTML without a type', ' <html>', ''],
	['JSON', '{"error": "no"}', 'image/jpeg'],
	['XML', '<?xml version="1.0"?><Error/>', 'video/mp4'],
])('%s is reported as a text or web page, whatever its MIME type', async (_title, content, type) => {
	const error = await errorOf(storing(Buffer.from(content), { 'content-type': type }, photo));
	expect(error).toStrictEqual(new UnexpectedResponseError('The response is a text or web page, not a file'));
});

test.each([
	[JPEG, 'image/jpeg', photo, 'beach.jpg', 'image/jpeg'],
	[JPEG, '', { filename: 'beach.heic' }, 'beach.jpg', 'image/jpeg'],
	[JPEG, 'image/heic', { filename: 'beach.heic' }, 'beach.jpg', 'image/jpeg'],
	[PNG, 'application/octet-stream', photo, 'beach.png', 'image/png'],
	[HEIC, 'image/heif', { filename: 'a.heic' }, 'a.heic', 'image/heic'],
	[TIFF, 'image/x-adobe-dng', { filename: 'a.dng' }, 'a.dng', 'image/x-adobe-dng'],
	[TIFF, '', { filename: 'a.nef', mimeType: 'image/x-nikon-nef' }, 'a.nef', 'image/x-nikon-nef'],
	[MP4, 'video/mp4', { ...video, filename: 'a.mov' }, 'a.mp4', 'video/mp4'],
	[MP4, 'video/quicktime', { ...video, filename: 'a.mov' }, 'a.mov', 'video/quicktime'],
	[MOV, '', { id: 'AF1' }, 'AF1.mov', 'video/quicktime'],
	[JPEG, '', { id: 'AF1' }, 'AF1.jpg', 'image/jpeg'],
	[UNKNOWN, '', { id: 'AF1' }, 'AF1', undefined],
	[UNKNOWN, 'image/x-new', photo, 'beach.jpg', 'image/x-new'],
] as Array<[Buffer, string, DescribedFile, string, string | undefined]>)(
	'%#: the first bytes decide the MIME type and the extension of a file',
	async (content, type, described, fileName, mimeType) => {
		const file = await storing(content, type ? { 'content-type': type } : {}, described);
		// n8n chooses a type if none is given
		expect(file).toMatchObject({ fileName, ...(mimeType && { mimeType }) });
		expect(Buffer.from(file.data, 'base64').equals(content)).toBe(true);
	},
);

describe('the check of the length', () => {
	/** Large enough for several chunks, and hardly compressible. */
	const large = Buffer.concat([JPEG, Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * n * 31) % 251))]);
	const packed = gzipSync(large, { level: 0 }).length;
	const wellPacked = gzipSync(Buffer.concat([JPEG, Buffer.alloc(100_000)])).length;

	test('accepts a decompressed file that is longer or shorter than Content-Length', async () => {
		expect(packed).toBeGreaterThan(large.length);
		for (const announced of [packed, wellPacked]) {
			const file = await storing(large, { 'content-length': String(announced) }, photo);
			expect(Buffer.from(file.data, 'base64').equals(large)).toBe(true);
		}
	});

	test('rejects a raw reply that is shorter than Content-Length', async () => {
		const reply = Object.assign(Readable.from([large], { objectMode: false }), { rawHeaders: [] });
		const error = await errorOf(storing(reply, { 'content-length': String(large.length + 1) }, photo));
		expect(error.message).toBe('The file broke off before its end');
	});

	test('rejects a file if Content-Length is 10% larger, which compression cannot explain', async () => {
		const error = await errorOf(storing(large, { 'content-length': String(large.length * 1.1) }, photo));
		expect(error.message).toBe('The file broke off before its end');
	});

	test('rejects a reply with a content encoding that n8n cannot decode', async () => {
		const error = await errorOf(storing(JPEG, { 'content-encoding': 'zstd' }, photo));
		expect(error).toBeInstanceOf(UnexpectedResponseError);
		expect(await storing(JPEG, { 'content-encoding': 'identity' }, photo)).toMatchObject({ mimeType: 'image/jpeg' });
	});
});

describe('a failure while n8n stores the file', () => {
	const large = Buffer.concat([JPEG, Buffer.alloc(100_000, 7)]);
	const reasons: Array<[string, Error, readAll: boolean]> = [
		['too large for the database', new UserError('Failed to write binary file because its size of 600 MB exceeds the max size limit'), false],
		['an operational error', new OperationalError('No space'), false],
		['the database\'s driver', Object.assign(new Error('database or disk is full'), { driverError: {} }), false],
		['SQLite', Object.assign(new Error('disk is full'), { code: 'SQLITE_FULL' }), false],
		['the object store', Object.assign(new Error('Access Denied'), { $metadata: { httpStatusCode: 403 } }), false],
		['the file system', Object.assign(new Error('EROFS'), { path: '/x' }), false],
		['something after all has been read', new Error('Connection terminated unexpectedly'), true],
	];

	test.each(reasons)('is reported as a storage failure of n8n: %s', async (_title, reason, readAll) => {
		const keep = async (body: AsyncIterable<Buffer> | Buffer) => {
			if (readAll) await text(body as Readable);
			throw reason;
		};
		const error = await errorOf(storing(large, {}, photo, keep as never));
		expect(errorText(error)).toMatch(/^n8n could not store the file: "a" \[item 2\]\. .*\| .*n8n says: /);
		expect(errorText(error)).toContain(reason.message);
	});

	test('is reported as an incomplete file if the connection breaks', async () => {
		async function* breaking() {
			yield large;
			throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		}
		const error = await errorOf(storing(Readable.from(breaking(), { objectMode: false }), {}, photo));
		expect(error.message).toBe('The file broke off before its end');
		async function* breakingAtOnce() {
			throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
			yield large;
		}
		const atOnce = await errorOf(storing(Readable.from(breakingAtOnce(), { objectMode: false }), {}, photo));
		expect(atOnce.message).toBe('The file broke off before its end');
	});
});
