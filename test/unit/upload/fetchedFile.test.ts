/** What becomes of a file that a server sends. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IBinaryData, IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { fetchFile } from '../../../nodes/GooglePhotos/upload/fetch';
import { fakeCaller, fakeRun } from '../support/caller';
import { KIB, MIB } from '../support/storedFiles';
import { errorOf, saying, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const PHOTO = 'https://example.com/beach.jpg';
const NAMELESS = 'https://example.com/';
const FOUR = [Buffer.from('jp'), Buffer.from('eg')];

/** One server that sends these pieces with these headers, and n8n with its store. */
class Sending {
	readonly requests: IHttpRequestOptions[] = [];
	readonly bodies: Readable[] = [];
	/** what n8n's helper was given for its store */
	readonly stored: Array<{ body: Readable; bytes: number; content: string; fileName?: string; mimeType?: string }> = [];

	constructor(
		private readonly headers: IDataObject,
		private readonly pieces: Buffer[] = FOUR,
	) {}

	async fetch(url = PHOTO, signal?: AbortSignal) {
		const helpers = { httpRequest: this.answer, prepareBinaryData: this.store, getBinaryMetadata: this.look };
		const settings = { timeout: 5, skipSslCertificateValidation: true };
		const run = { ...fakeRun({ ...fakeCaller({ signal }), helpers } as never), settings };
		return await fetchFile(run, url, { item: 2, parameter: 'URL' });
	}

	/** What is said of the file, however it is told. */
	async refused(url?: string): Promise<string> {
		const outcome = await this.fetch(url).catch((error: Error) => error);
		if (outcome instanceof Error) return saying(outcome);
		return 'unsupported' in outcome ? saying(outcome.unsupported) : 'nothing was refused';
	}

	private readonly answer = async (request: IHttpRequestOptions) => {
		this.requests.push(request);
		const body = Readable.from(this.pieces, { objectMode: false });
		this.bodies.push(body);
		return { statusCode: 200, headers: this.headers, body };
	};

	private readonly store = async (body: Readable, fileName?: string, mimeType?: string): Promise<IBinaryData> => {
		let bytes = 0;
		let content = '';
		for await (const piece of body) {
			bytes += (piece as Buffer).length;
			if (bytes < KIB) content += (piece as Buffer).toString();
		}
		this.stored.push({ body, bytes, content, fileName, mimeType });
		// without them n8n makes up a name, and looks at the bytes
		return { id: 'x', data: 'filesystem-v2', mimeType: mimeType ?? 'image/guessed', fileName: fileName ?? 'File', fileExtension: 'jpg' };
	};

	private readonly look = async () => ({ fileSize: this.stored.at(-1)?.bytes });
}

test('is asked for as it is, streamed and without a credential, as Request Options say', async () => {
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

// more comes than was told where a server compresses all the same
test.each([{ 'content-length': '4' }, { 'content-length': '3' }, {}])('is stored in full, and its connection let go of, with %j', async (length) => {
	const sending = new Sending({ 'content-type': 'image/jpeg', ...length });
	expect(await sending.fetch()).toEqual({
		file: { id: 'x', data: 'filesystem-v2', mimeType: 'image/jpeg', fileName: 'beach.jpg', fileExtension: 'jpg' },
	});
	expect(sending.stored).toMatchObject([{ content: 'jpeg', bytes: 4 }]);
	expect(sending.bodies.map(({ destroyed }) => destroyed)).toEqual([true]);
	// what tells its length is not counted on the way
	expect(sending.stored[0].body === sending.bodies[0]).toBe('content-length' in length);
});

test.each<[string, string | undefined, string, string | undefined]>([
	[PHOTO, undefined, 'beach.jpg', 'beach.jpg'],
	[PHOTO, 'attachment; filename="sea.jpg"', 'sea.jpg', 'sea.jpg'],
	[NAMELESS, undefined, 'File', undefined],
])('at %s with Content-Disposition %j is called %s', async (url, disposition, fileName, given) => {
	const sending = new Sending({ 'content-type': 'image/jpeg', 'content-disposition': disposition });
	expect(await sending.fetch(url)).toMatchObject({ file: { fileName } });
	expect(sending.stored[0].fileName).toBe(given);
});

test.each<[string | undefined, string | undefined]>([
	['image/jpeg', 'image/jpeg'],
	[' IMAGE/Jpeg ; charset=utf-8', 'image/jpeg'],
	['application/octet-stream', undefined],
	['Binary/Octet-Stream;x=y', undefined],
	['application/octet-streams', 'application/octet-streams'],
	['xapplication/octet-stream', 'xapplication/octet-stream'],
	['', undefined],
	[undefined, undefined],
])('of the type %j is, for n8n, %j: undefined is for n8n to find out', async (type, mimeType) => {
	const sending = new Sending({ 'content-type': type });
	expect(await sending.fetch()).toMatchObject({ file: { mimeType: mimeType ?? 'image/guessed' } });
	expect(sending.stored[0].mimeType).toBe(mimeType);
});

describe('that is neither a photo nor a video', () => {
	const words = (what: string, type: string) =>
		`The file is neither a photo nor a video${what} [item 2] | Google Photos takes photos and videos only; this file is ${type}. ` +
		'Remove it from the item, or set Unsupported Files to Skip. Parameter: "URL".';

	test.each([
		[NAMELESS, 'Text/HTML; charset=utf-8', '', 'text/html'],
		['https://example.com/index.html', 'text/html', ': file "index.html"', 'text/html'],
		['https://example.com/a.pdf', 'application/octet-stream', ': file "a.pdf"', 'application/octet-stream'],
		['https://example.com/a.pdf', undefined, ': file "a.pdf"', 'of an unknown type'],
	])('is not read: %s of the type %j', async (url, type, what, shown) => {
		const sending = new Sending({ 'content-type': type, 'content-length': '0' });
		expect(await sending.fetch(url)).toHaveProperty('unsupported');
		expect(await sending.refused(url)).toBe(words(what, shown));
		expect(sending.stored).toEqual([]);
		expect(sending.bodies.every(({ destroyed }) => destroyed)).toBe(true);
	});

	test('is read where only its bytes can tell', async () => {
		expect(await new Sending({}, [Buffer.from('hello')]).fetch(NAMELESS)).toHaveProperty('file');
	});
});

describe('of a size that Google does not take', () => {
	const tooLarge = (size: string) =>
		`The file is too large for Google Photos: file "beach.jpg" [item 2] | Google takes photos up to 200 MB and videos up to 20 GB; this one has ${size} MB. Parameter: "URL".`;
	const large = Array<Buffer>(4).fill(Buffer.alloc(50 * MIB));

	test('is not read where its length is told', async () => {
		const sending = new Sending({ 'content-type': 'image/jpeg', 'content-length': String(300e6) });
		expect(await sending.refused()).toBe(tooLarge('300'));
		const empty = new Sending({ 'content-type': 'image/jpeg', 'content-length': '0' });
		expect(await empty.refused(NAMELESS)).toBe(
			'The file is empty [item 2] | It has 0 bytes. Check the node that made it. Parameter: "URL".',
		);
		for (const { requests, stored, bodies } of [sending, empty]) {
			expect(stored).toEqual([]);
			expect(requests).toHaveLength(1);
			expect(bodies[0].destroyed).toBe(true);
		}
	});

	test('is read no further than that where its length is not told', async () => {
		const endless = [...large, Buffer.from('x'), ...large, ...large];
		const sending = new Sending({ 'content-type': 'image/jpeg' }, endless);
		expect(await sending.refused()).toBe(tooLarge('210'));
		expect(sending.stored).toEqual([]);
		expect(sending.requests).toHaveLength(1);
		expect(sending.bodies[0].destroyed).toBe(true);
	});

	test('is one byte larger than the largest that it takes', async () => {
		expect(await new Sending({ 'content-type': 'image/jpeg' }, large).fetch()).toHaveProperty('file');
		expect(await new Sending({ 'content-type': 'video/mp4' }, [...large, Buffer.from('x')]).fetch()).toHaveProperty('file');
	});
});

test('of which less comes than was told is asked for again, and then refused', async () => {
	const sending = new Sending({ 'content-type': 'image/jpeg', 'content-length': '5' });
	expect(saying(await errorOf(time.clock.until(sending.fetch())))).toBe(
		'The file could not be fetched from the address: https://example.com/beach.jpg [item 2] | ' +
			'No reply came, or it broke off. Check the address, and the network of the machine that runs n8n. Parameter: "URL".',
	);
	expect(sending.stored).toHaveLength(4);
	expect(sending.bodies.map(({ destroyed }) => destroyed)).toEqual([true, true, true, true]);
});
