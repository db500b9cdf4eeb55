/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/** Files = URL: downloads from a server that is not Google's. */
import type { RequestListener } from 'node:http';
import { brotliCompressSync, createGzip, gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { type BinaryMode, Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { jpeg, video } from '../support/pictures';
import { WebServer } from '../support/webServer';

let picture: Buffer;
let clip: Buffer;
let web: WebServer;
let brokenOff = 0;

const send =
	(headers: Record<string, string | number>, content = () => picture): RequestListener =>
	(_request, response) => {
		response.writeHead(200, headers).end(content());
	};
/** With the length of the compressed bytes, which is not the file's. */
const packed = (encoding: string, content: Buffer): RequestListener =>
	send({ 'Content-Type': 'image/jpeg', 'Content-Encoding': encoding, 'Content-Length': content.length }, () => content);
const to = (path: string): RequestListener => (_request, response) =>
	void response.writeHead(302, { Location: path }).end('moved');

beforeAll(async () => {
	picture = await jpeg(1);
	clip = await video(100_000);
	web = await WebServer.start({
		'/beach.jpg': send({ 'Content-Type': 'image/jpeg', 'Content-Length': picture.length }),
		'/a%20day%20at%20sea.jpg': send({ 'Content-Type': 'application/octet-stream' }),
		'/download': send({
			'Content-Type': 'image/jpeg; charset=binary',
			'Content-Disposition': 'attachment; filename="x.jpg"; filename*=UTF-8\'\'%E5%86%99%E7%9C%9F.jpg',
		}),
		'/gzip.jpg': packed('gzip', gzipSync(picture)),
		'/br.jpg': packed('br', brotliCompressSync(picture)),
		'/stored.jpg': packed('gzip', gzipSync(picture, { level: 0 })),
		'/chunked.jpg': send({ 'Content-Type': 'image/jpeg', 'Content-Encoding': 'gzip', 'Transfer-Encoding': 'chunked' }, () => gzipSync(picture)),
		'/called-html.jpg': send({ 'Content-Type': 'text/html' }),
		'/long': send({ 'Content-Type': 'image/jpeg', 'Content-Disposition': `attachment; filename="${'x'.repeat(300)}.jpg"` }),
		'/login.jpg': send({ 'Content-Type': 'image/jpeg' }, () => Buffer.from('\n<!doctype html><title>Sign in</title>')),
		'/denied.jpg': send({ 'Content-Type': 'image/jpeg' }, () => Buffer.from('{"error":"denied"}')),
		'/bomb.jpg': (_request, response) => {
			response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Encoding': 'gzip' });
			const zip = createGzip();
			zip.pipe(response);
			zip.write(picture);
			const zeros = Buffer.alloc(4 * 1024 * 1024);
			const more = () => !response.destroyed && zip.write(zeros, () => more());
			more();
		},
		'/gzip-breaks-off': (_request, response) => {
			const content = gzipSync(picture);
			response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Encoding': 'gzip', 'Content-Length': content.length });
			response.write(content.subarray(0, 100), () => response.destroy());
		},
		'/clip.mp4': send({ 'Content-Type': 'video/mp4' }, () => clip),
		'/nameless': send({ 'Content-Type': 'image/jpeg' }),
		'/moved': to('/moved-again?secret=1'),
		'/moved-again': to('/beach.jpg'),
		'/round': to('/round'),
		'/to-file': to('file:///etc/passwd'),
		'/page': send({ 'Content-Type': 'text/html' }, () => Buffer.from('<html>')),
		'/text': send({}, () => Buffer.from('hello, this is text')),
		'/empty': send({ 'Content-Type': 'image/jpeg', 'Content-Length': 0 }, () => Buffer.alloc(0)),
		'/huge': (_request, response) => {
			response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': 300 * 1024 * 1024 }).write('x');
		},
		'/endless': (_request, response) => {
			response.writeHead(200, { 'Content-Type': 'image/jpeg' });
			const more = () => response.write(Buffer.alloc(4 * 1024 * 1024), () => !response.destroyed && more());
			more();
		},
		'/part.jpg': (_request, response) => response.writeHead(206, { 'Content-Type': 'image/jpeg' }).end(picture.subarray(0, 100)),
		'/forbidden': (_request, response) => response.writeHead(403).end(),
		'/broken': (_request, response) => response.writeHead(503).end(),
		'/breaks-off': (_request, response) => {
			response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': picture.length });
			response.write(picture.subarray(0, 100), () => response.destroy());
		},
		'/breaks-off-once': (request, response) => {
			if (brokenOff++ > 0) return send({ 'Content-Type': 'image/jpeg', 'Content-Length': picture.length })(request, response);
			response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': picture.length });
			response.write(picture.subarray(0, 100), () => response.destroy());
		},
		...Object.fromEntries(
			await Promise.all(
				Array.from({ length: 120 }, async (_, number) => {
					const content = await jpeg(number);
					return [`/${number}.jpg`, send({ 'Content-Type': 'image/jpeg' }, () => content)];
				}),
			),
		),
	});
});
afterAll(async () => await web.stop());

const fromUrl = (url: string, more: IDataObject = {}) => upload({ files: 'url', url, simplify: false, ...more });

describe.each<BinaryMode>(['filesystem', 'default'])('binary data mode %s', (mode) => {
	test.each([
		['/beach.jpg', 'beach.jpg'],
		['/a%20day%20at%20sea.jpg', 'a day at sea.jpg'],
		['/download', '写真.jpg'],
		['/moved', 'beach.jpg'],
		['/gzip.jpg', 'gzip.jpg'],
		['/br.jpg', 'br.jpg'],
		['/stored.jpg', 'stored.jpg'],
		['/chunked.jpg', 'chunked.jpg'],
		['/called-html.jpg', 'called-html.jpg'],
		['/long', `${'x'.repeat(251)}.jpg`],
	])('uploads %s as %s', async (path, name) => {
		const account = await newAccount();
		const engine = await Engine.for(account, mode);
		const [{ json, pairedItem }] = await engine.run(fromUrl(web.at(path)));
		expect(json).toMatchObject({ filename: name, mimeType: 'image/jpeg', sourceField: null, sourceSize: picture.length });
		expect(pairedItem).toEqual({ item: 0 });
		const [{ id }] = (await account.library()).mediaItems;
		expect(Buffer.from(await account.original(id)).equals(picture)).toBe(true);
	});

	test('uploads a file of many chunks completely', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account, mode);
		const [{ json }] = await engine.run(fromUrl(web.at('/clip.mp4')));
		expect(json).toMatchObject({ filename: 'clip.mp4', sourceSize: clip.length });
	});

	test('retries a file that breaks off', async () => {
		brokenOff = 0;
		const engine = await Engine.for(await newAccount(), mode);
		const time = withoutWaiting();
		const [{ json }] = await engine.run(fromUrl(web.at('/breaks-off-once')));
		time.restore();
		expect(json.sourceSize).toBe(picture.length);
		expect(brokenOff).toBe(2);
	});
});

test('sends no credential to the server', async () => {
	const engine = await Engine.for(await newAccount());
	const earlier = web.requests.length;
	await engine.run(fromUrl(web.at('/moved')));
	const seen = web.requests.slice(earlier);
	expect(seen.map(({ url }) => url)).toEqual(['/moved', '/moved-again?secret=1', '/beach.jpg']);
	for (const { headers } of seen) expect(headers.authorization).toBeUndefined();
});

test('uploads 120 URLs into an album in input order, at most 5 concurrently', async () => {
	const account = await newAccount({ switches: 'hostile' });
	const engine = await Engine.for(account);
	const items = Array.from({ length: 120 }, (_, number) => ({ json: { url: web.at(`/${number}.jpg`) } }));
	const outputs = await engine.run(fromUrl('={{ $json.url }}', album('title', 'Web')), { items });
	expect(outputs.map(({ json }) => json.sourceFileName)).toEqual(items.map((_, number) => `${number}.jpg`));
	const [{ entries }] = (await account.library()).albums;
	expect(entries).toEqual(outputs.map(({ json }) => ({ mediaItemId: json.id })));
	expect(web.maxParallel).toBeLessThanOrEqual(5);
});

describe.each([
	['/nothing', /The server responded with HTTP status 404/],
	['/part.jpg', /The server responded with HTTP status 206/],
	['/forbidden', /The server responded with HTTP status 403/],
	['/broken', /The server responded with HTTP status 503/],
	['/round', /redirects too many times/],
	['/to-file', /redirects to something that is not a web address/],
	['/page', /neither a photo nor a video/],
	['/text', /neither a photo nor a video/],
	['/empty', /file is empty/],
	['/huge', /too large/],
	['/endless', /too large/],
	['/breaks-off', /could not be fetched/],
	['/gzip-breaks-off', /could not be fetched/],
	['/login.jpg', /neither a photo nor a video/],
	['/denied.jpg', /neither a photo nor a video/],
	['/bomb.jpg', /too large/],
	...['ftp://example.com/a.jpg', 'beach.jpg'].map((path) => [path, /not the URL of a file/] as [string, RegExp]),
	['http://127.0.0.1:9/a.jpg', /could not be fetched/],
	['', /has no URL/],
])('the URL %s', (path, says) => {
	const address = () => (path.startsWith('/') ? `${web.at(path)}?key=secret` : path);

	test('is rejected before anything is sent to Google', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const time = withoutWaiting();
		const error = await errorOf(engine.run(fromUrl('={{ $json.url }}'), { items: [{ json: { url: address() } }] }));
		time.restore();
		expect(errorText(error)).toMatch(says);
		expect(errorText(error)).toMatch(/\[item 0\]/);
		expect(errorText(error)).not.toMatch(/secret/);
		expect(await account.requests()).toEqual([]);
	});

	test('Continue On Fail: the others are uploaded', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const items = [web.at('/1.jpg'), address(), web.at('/2.jpg')].map((value) => ({ json: { url: value } }));
		const time = withoutWaiting();
		const [good, bad] = await engine.outputs(fromUrl('={{ $json.url }}'), {
			items,
			node: { onError: 'continueErrorOutput' },
		});
		time.restore();
		expect(good.map(({ json }) => json.filename)).toEqual(['1.jpg', '2.jpg']);
		expect(bad.map(({ json }) => json.error)).toEqual([expect.stringMatching(says)]);
	});
});

test('unsupported files can be skipped, and items without a URL can pass through', async () => {
	const engine = await Engine.for(await newAccount());
	const items = [{ json: { url: web.at('/page') } }, { json: { url: '', note: 1 } }, { json: { url: web.at('/1.jpg') } }];
	const options = { unsupportedFiles: 'skip', itemsWithoutFiles: 'passThrough' };
	const outputs = await engine.run(fromUrl('={{ $json.url }}', { options }), { items });
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
});

describe('as an agent\'s tool', () => {
	test.each(['http://127.0.0.1/', 'http://localhost/', 'http://0x7f.1/', 'http://[::1]/', 'http://169.254.169.254/latest'])(
		'%s is never fetched',
		async (url) => {
			const engine = await Engine.for(await newAccount());
			const earlier = web.requests.length;
			const target = url.includes('127') || url.includes('localhost') ? web.at('/beach.jpg').replace('127.0.0.1', new URL(url).hostname) : url;
			const error = await errorOf(engine.runAsTool(fromUrl(target)));
			expect(errorText(error)).toMatch(/agents may not fetch files from the network/);
			expect(web.requests).toHaveLength(earlier);
		},
	);

	test('uploads an internet address', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const { id } = (await engine.run(fromUrl(web.at('/beach.jpg'))))[0].json;
		const [{ json }] = await engine.run({
			resource: 'mediaItem',
			operation: 'get',
			simplify: false,
			mediaItem: { __rl: true, mode: 'id', value: id },
		});
		const [output] = await engine.runAsTool(fromUrl(`${json.baseUrl}=w20`));
		expect(output.json).toMatchObject({ mimeType: 'image/jpeg', width: 20 });
	});
});
