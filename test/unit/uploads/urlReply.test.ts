/** How a file from a URL is requested, checked and stored. */
import { errorText } from '../../support/errorText';
import { FOUR, jpegOf, NAMELESS, PHOTO, Sending } from '../support/sendingServer';
import { MIB } from '../support/storedFiles';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

test('a URL is requested unchanged, as a stream, without a credential, with the Request Options', async () => {
	const sending = new Sending({ 'content-type': 'image/jpeg', 'content-length': '4' });
	const { signal } = new AbortController();
	await sending.fetch('https://example.com/beach.jpg?size=large', signal);
	expect(sending.requests).toEqual([
		{
			method: 'GET',
			url: 'https://example.com/beach.jpg?size=large',
			headers: { Accept: 'image/*, video/*, */*;q=0.5', 'Accept-Encoding': 'identity' },
			encoding: 'stream',
			disableFollowRedirect: true,
			returnFullResponse: true,
			abortSignal: signal,
			timeout: 5,
			skipSslCertificateValidation: true,
		},
	]);
});

// n8n decompresses a body: Content-Length then differs from the size of the file
test.each([{ 'content-length': '4' }, { 'content-length': '3' }, { 'content-length': '5' }, {}])('a file is stored in full and its connection is closed, with the headers %j', async (length) => {
	const sending = new Sending({ 'content-type': 'image/jpeg', ...length });
	expect(await sending.fetch()).toEqual({
		file: { id: 'x', data: 'filesystem-v2', mimeType: 'image/jpeg', fileName: 'beach.jpg', fileExtension: 'jpg' },
	});
	expect(sending.stored).toMatchObject([{ content: Buffer.concat(FOUR), bytes: 4 }]);
	expect(sending.bodies.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test.each([4, 4095, 4096, 4097, 60_000])('a file of %i bytes is stored with each byte once and in order', async (size) => {
	const picture = jpegOf(size);
	for (let at = 4; at < size; at++) picture[at] = at % 251;
	const pieces = Array.from({ length: Math.ceil(size / 1000) }, (_, n) => picture.subarray(n * 1000, n * 1000 + 1000));
	const sending = new Sending({ 'content-type': 'image/jpeg' }, pieces);
	await sending.fetch();
	expect(sending.stored[0].content.equals(picture)).toBe(true);
	expect(sending.requests).toHaveLength(1);
});

test('a file that n8n reads only with listeners is stored with all its bytes', async () => {
	const sending = new Sending({ 'content-type': 'image/jpeg' }, [jpegOf(5000), Buffer.alloc(5000)]);
	sending.withListeners = true;
	expect(await time.clock.until(sending.fetch())).toHaveProperty('file');
	expect(sending.stored).toMatchObject([{ bytes: 10_000 }]);
});

test.each<[string, string | undefined, string]>([
	[PHOTO, undefined, 'beach.jpg'],
	[PHOTO, 'attachment; filename="sea.jpg"', 'sea.jpg'],
	[NAMELESS, undefined, 'photo.jpg'],
])('a file at %s with Content-Disposition %j is named %s', async (url, disposition, fileName) => {
	const sending = new Sending({ 'content-type': 'image/jpeg', 'content-disposition': disposition });
	expect(await sending.fetch(url)).toMatchObject({ file: { fileName } });
	expect(sending.stored[0].fileName).toBe(fileName);
});

test.each(['image/jpeg', ' IMAGE/Jpeg ; charset=utf-8', 'application/octet-stream', 'text/html', 'application/json', 'application/force-download', '', undefined])(
	'a file sent as type %j gets the type of its first bytes',
	async (type) => {
		const sending = new Sending({ 'content-type': type });
		expect(await sending.fetch()).toHaveProperty('file');
		expect(sending.stored[0].mimeType).toBe('image/jpeg');
	},
);

test('a file whose first bytes say nothing has the type that the server declares, and else the name "file"', async () => {
	const unknown = [Buffer.from('\0\x01\x02')];
	const declared = new Sending({ 'content-type': 'image/x-of-tomorrow' }, unknown);
	await declared.fetch(NAMELESS);
	expect(declared.stored).toMatchObject([{ mimeType: 'image/x-of-tomorrow', fileName: 'photo' }]);
	const undeclared = new Sending({}, unknown);
	await undeclared.fetch(NAMELESS);
	expect(undeclared.stored).toMatchObject([{ mimeType: 'application/octet-stream', fileName: 'file' }]);
});

describe('a file that is neither a photo nor a video', () => {
	const words = (what: string, type: string) =>
		`The file is neither a photo nor a video${what} [item 2]. Remove it from the item, or set 'Unsupported Files' to 'Skip'. | ` +
		`Google Photos accepts only photos and videos; this file is ${type}. Parameter: 'URL'.`;

	test.each([
		[NAMELESS, 'Text/HTML; charset=utf-8', '', 'text/html', '<html>'],
		['https://example.com/photo.jpg', 'image/jpeg', ': file "photo.jpg"', 'text/html', '\n<!doctype html><title>Sign in</title>'],
		['https://example.com/photo.jpg', 'image/jpeg', ': file "photo.jpg"', 'application/json', '{"error": "no"}'],
		['https://example.com/a.pdf', 'application/octet-stream', ': file "a.pdf"', 'application/pdf', '%PDF-1.7'],
		['https://example.com/a.pdf', undefined, ': file "a.pdf"', 'of an unknown type', '\0\x01'],
	])('is not stored: %s of the type %j', async (url, type, what, shown, begins) => {
		const page = [Buffer.from(begins), Buffer.alloc(10_000, ' ')];
		const sending = new Sending({ 'content-type': type, 'content-length': '5' }, page);
		expect(await sending.fetch(url)).toHaveProperty('unsupported');
		expect(await sending.refused(url)).toBe(words(what, shown));
		expect(sending.kept).toBe(0);
		expect(sending.bodies.every(({ destroyed }) => destroyed)).toBe(true);
	});
});

describe('a file of a size that Google does not accept', () => {
	const tooLarge = (size: string) =>
		`The file is too large for Google Photos: file "beach.jpg" [item 2]. Use a smaller file. | Google accepts photos of up to 200 MB and videos of up to 20 GB; this one has ${size} MB. Parameter: 'URL'.`;
	/** a JPEG that never ends, in chunks of 1 MiB */
	function* endless() {
		yield jpegOf(MIB);
		for (;;) yield Buffer.alloc(MIB);
	}

	test('is not read if Content-Length shows its size', async () => {
		const sending = new Sending({ 'content-type': 'image/jpeg', 'content-length': String(300e6) });
		expect(await sending.refused()).toBe(tooLarge('300'));
		const empty = new Sending({ 'content-type': 'image/jpeg', 'content-length': '0' });
		expect(await empty.refused(NAMELESS)).toBe(
			'The file is empty [item 2]. Check the URL. | The response of the server has 0 bytes. Parameter: \'URL\'.',
		);
		for (const { requests, kept, bodies } of [sending, empty]) {
			expect(kept).toBe(0);
			expect(requests).toHaveLength(1);
			expect(bodies[0].destroyed).toBe(true);
		}
	});

	test.each([200, 204])('is not stored if it is empty and there is no Content-Length, with status %i', async (status) => {
		const sending = new Sending({ 'content-type': 'image/jpeg' }, []);
		sending.status = status;
		expect(await sending.refused()).toMatch(/^The file is empty: file "beach\.jpg" \[item 2\]\. Check the URL\. \|/);
		expect(sending.requests).toHaveLength(1);
		expect(sending.stored).toEqual([]);
	});

	// of a compressed body, Content-Length is small
	test.each([{}, { 'content-length': String(MIB) }])('is read only up to the maximum size, with the headers %j', async (length) => {
		const sending = new Sending({ 'content-type': 'image/jpeg', ...length }, endless());
		expect(await sending.refused()).toBe(tooLarge('211'));
		expect(sending.stored).toEqual([]);
		expect(sending.kept).toBeLessThanOrEqual(201 * MIB);
		expect(sending.requests).toHaveLength(1);
		expect(sending.bodies[0].destroyed).toBe(true);
	});

	test('counts as a photo if its type is unknown and it is longer than Content-Length (decompressed)', async () => {
		function* zeros() {
			for (;;) yield Buffer.alloc(MIB);
		}
		const sending = new Sending({ 'content-length': String(MIB) }, zeros());
		expect(await sending.refused('https://example.com/bomb')).toMatch(/^The file is too large for Google Photos: file "bomb" \[item 2\]/);
		expect(sending.kept).toBeLessThanOrEqual(201 * MIB);
	});

	test('does not include a photo of exactly 200 MiB, nor a larger video', async () => {
		const large = [jpegOf(50 * MIB), ...Array<Buffer>(3).fill(Buffer.alloc(50 * MIB))];
		expect(await new Sending({ 'content-type': 'image/jpeg' }, large).fetch()).toHaveProperty('file');
		const video = [Buffer.from('\0\0\0\x18ftypisom\0\0\0\0'), ...large, Buffer.from('x')];
		expect(await new Sending({ 'content-type': 'video/mp4' }, video).fetch()).toHaveProperty('file');
		// decompressed
		expect(await new Sending({ 'content-type': 'video/mp4', 'content-length': '5' }, video).fetch()).toHaveProperty('file');
	});

	test('does not include a file of an unknown type that is as long as Content-Length says', async () => {
		const pieces = Array<Buffer>(5).fill(Buffer.alloc(50 * MIB));
		const sending = new Sending({ 'content-length': String(250 * MIB) }, pieces);
		expect(await sending.fetch('https://example.com/file')).toHaveProperty('file');
	});
});

test('a part of a file that was not requested is not stored, and the error says so', async () => {
	const sending = new Sending({ 'content-type': 'image/jpeg', 'content-range': 'bytes 0-3/8' });
	sending.status = 206;
	expect(await time.clock.until(sending.refused())).toBe(
		'The server responded with HTTP status 206: example.com [item 2]. ' +
			'Fetch the file with an HTTP Request node before this one. | The server returned only a part of it. Parameter: \'URL\'.',
	);
	expect(sending.stored).toEqual([]);
	expect(sending.bodies.every(({ destroyed }) => destroyed)).toBe(true);
});

test('a file with a content encoding that n8n cannot decompress is not stored, and the error says so', async () => {
	const sending = new Sending({ 'content-type': 'image/jpeg', 'content-encoding': 'zstd' });
	expect(await sending.refused()).toMatch(/^The server compresses the file in a way that n8n cannot decompress: file "beach\.jpg" \[item 2\]\. .*\| .* Parameter: 'URL'\.$/);
	expect(sending.requests).toHaveLength(1);
	expect(sending.kept).toBe(0);
});

test.each<[string, (sending: Sending) => void, Buffer[]]>([
	['among its first bytes', (sending) => (sending.breaksOff = true), FOUR],
	['after its first bytes', (sending) => (sending.breaksOff = true), [jpegOf(MIB)]],
	// n8n's own words
	['while n8n stores it', (sending) => (sending.storeFails = { after: 1, error: new Error('Response stream timed out') }), [jpegOf(MIB)]],
])('a download that breaks off %s is retried three times, then it is an error', async (_title, breakOff, pieces) => {
	const sending = new Sending({ 'content-type': 'image/jpeg', 'content-length': String(2 * MIB) }, pieces);
	breakOff(sending);
	expect(errorText(await errorOf(time.clock.until(sending.fetch())))).toBe(
		'The file could not be fetched from the URL: example.com [item 2]. ' +
			'Check the URL, and the network of the machine that runs n8n. | There was no complete response. Parameter: \'URL\'.',
	);
	expect(sending.requests).toHaveLength(4);
	expect(sending.bodies.map(({ destroyed }) => destroyed)).toEqual([true, true, true, true]);
});

test.each<[string, Error]>([
	['its disk is full', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
	['its database takes no such file', new Error('File size exceeds the limit of 512 MB')],
])('a file that n8n cannot store is an error about n8n, after one request: %s', async (_title, error) => {
	const sending = new Sending({ 'content-type': 'image/jpeg' }, [jpegOf(MIB), Buffer.alloc(MIB)]);
	sending.storeFails = { after: 1, error };
	expect(await sending.refused()).toBe(
		'n8n could not store the file: file "beach.jpg" [item 2]. Check the free disk space for n8n\'s binary data. | ' +
			`For large files, n8n must keep binary data on a disk. n8n says: ${error.message} Parameter: 'URL'.`,
	);
	expect(sending.requests).toHaveLength(1);
	expect(sending.bodies[0].destroyed).toBe(true);
});
