import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { saveFile } from '../../../nodes/GooglePhotos/downloads/saveFile';
import type { DescribedFile } from '../../../nodes/GooglePhotos/downloads/saveFile';
import { UnexpectedResponseError } from '../../../nodes/GooglePhotos/errors/kinds';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';
import { errorOf } from '../support/virtualClock';

type Keep = (body: Buffer, name: string, mimeType?: string) => IBinaryData;

/** Stores replies, and records the names and MIME types that were passed to n8n. */
class Storing {
	readonly kept: Array<[name: string, mimeType?: string]> = [];

	constructor(
		private readonly keep: Keep = inMemory,
		private readonly statusCode = 200,
	) {}

	async store(headers: IDataObject, described: DescribedFile = {}, content = 'bytes'): Promise<IBinaryData> {
		const caller = fakeCaller();
		Object.assign(caller.helpers, {
			prepareBinaryData: async (body: Buffer, name: string, mimeType?: string) => {
				this.kept.push([name, mimeType]);
				return this.keep(body, name, mimeType);
			},
		});
		const reply = { statusCode: this.statusCode, headers, body: Buffer.from(content) };
		return await saveFile(fakeRun(caller), reply, described, { item: 2, what: '"a"' });
	}
}

test('a reply with status 206, which was not requested, is rejected and not stored', async () => {
	const storing = new Storing(undefined, 206);
	await expect(storing.store({ 'content-type': 'image/jpeg' })).rejects.toThrow('only a part of the file');
	expect(storing.kept).toEqual([]);
});

describe('MIME type and file name', () => {
	test.each([
		['image/png', 'image/png', 'a.png'],
		['Video/MP4 ; codecs="avc1"', 'video/mp4', 'a.mp4'],
		// a header without information: the described type is kept
		[undefined, 'image/heic', 'a.heic'],
		['', 'image/heic', 'a.heic'],
		['application/octet-stream', 'image/heic', 'a.heic'],
		['binary/octet-stream; charset=utf-8', 'image/heic', 'a.heic'],
		['application/dicom', 'application/dicom', 'a.heic'],
	])('a reply of type %j is stored with the type %s and the name %s', async (header, mimeType, fileName) => {
		const storing = new Storing();
		const headers = header === undefined ? {} : { 'content-type': header };
		const file = await storing.store(headers, { filename: 'a.heic', mimeType: 'image/heic' });
		expect(file).toMatchObject({ mimeType, fileName });
		expect(storing.kept).toEqual([[fileName, mimeType]]);
	});

	test.each([undefined, '', '..', '/'])('a file with the name %j is named after its media item ID, with an extension', async (filename) => {
		const file = await new Storing().store({ 'content-type': 'image/png' }, { id: 'AF1Qip', filename });
		expect(file.fileName).toBe('AF1Qip.png');
	});

	test('a file without a name and an ID is called "file"', async () => {
		expect((await new Storing().store({ 'content-type': 'image/png' })).fileName).toBe('file.png');
	});

	test('path separators in a name are replaced, for n8n and for the next node', async () => {
		const storing = new Storing();
		const file = await storing.store({ 'content-type': 'image/jpeg' }, { filename: '..\\AC/DC/live.jpg' });
		expect(storing.kept).toEqual([['AC_DC_live.jpg', 'image/jpeg']]);
		expect(file.fileName).toBe('AC_DC_live.jpg');
	});
});

describe('replies that are not a file', () => {
	test.each([
		'text/html; charset=UTF-8',
		'Text/Plain',
		'application/json',
		'application/xml',
		'application/xhtml+xml',
	])('a reply of type %s is reported as a text or web page and not stored', async (type) => {
		const storing = new Storing();
		const error = await errorOf(storing.store({ 'content-type': type }));
		expect(error).toStrictEqual(new UnexpectedResponseError('The response is a text or web page, not a file'));
		expect(storing.kept).toEqual([]);
	});

	test.each(['image/svg+xml', 'x-text/x', 'x-application/json'])('a reply of type %s is not treated as a page and is stored', async (type) => {
		expect((await new Storing().store({ 'content-type': type })).mimeType).toBe(type);
	});

	test('a reply with Content-Length 0 is rejected and not stored', async () => {
		const storing = new Storing();
		const error = await errorOf(storing.store({ 'content-type': 'image/png', 'content-length': '0' }, {}, ''));
		expect(error).toStrictEqual(new UnexpectedResponseError('The response is empty'));
		expect(storing.kept).toEqual([]);
	});

	test('a reply with an empty body is rejected', async () => {
		const error = await errorOf(new Storing().store({ 'content-type': 'image/png' }, {}, ''));
		expect(error).toStrictEqual(new UnexpectedResponseError('The response is empty'));
	});

	test.each(['4', '6'])('a body of 5 bytes with the Content-Length %s is rejected as incomplete', async (length) => {
		const error = await errorOf(new Storing().store({ 'content-type': 'image/png', 'content-length': length }));
		expect(error).toStrictEqual(new Error('The file broke off before its end'));
	});
});

describe('failures while a file is stored', () => {
	const failing = (error: Error) =>
		new Storing(() => {
			throw error;
		});

	const codes =
		'EACCES EDQUOT EEXIST EFBIG EIO EMFILE ENFILE ENOENT ENOSPC ENOTDIR EPERM EROFS ERR_BUFFER_TOO_LARGE ERR_FS_FILE_TOO_LARGE ERR_OUT_OF_RANGE ERR_STRING_TOO_LONG';

	const reasons: Array<[called: string, reason: Error]> = [
		...codes.split(' ').map((code): [string, Error] => [code, Object.assign(new Error(`${code}: no way`), { code })]),
		['too much for the memory', new RangeError('Array buffer allocation failed')],
	];

	test.each(reasons)('%s is reported as a storage failure of n8n', async (_, reason) => {
		const error = await errorOf(failing(reason).store({ 'content-type': 'image/png' }));
		expect(error.message).toBe('n8n could not store the file: "a" [item 2]. Check the free disk space for n8n\'s binary data.');
		expect(error.description).toBe(
			`For large files, n8n must keep binary data on a disk. n8n says: ${reason.message}`,
		);
	});

	// the last two only contain the code of a disk error
	test.each([undefined, 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'E_ENOSPC', 'ENOSPC_NOT'])(
		'an error with the code %s is reported as a broken connection',
		async (code) => {
			const reason = Object.assign(new Error('aborted'), { code });
			const error = await errorOf(failing(reason).store({ 'content-type': 'image/png' }));
			expect(error).toStrictEqual(new Error('The file broke off before its end'));
		},
	);
});
