/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/** Files = URL: replies without a usable file, and addresses that cannot be requested. The message ends with what to do. */
import type { RequestListener } from 'node:http';
import { newAccount } from '../support/account';
import { type BinaryMode, Engine } from '../support/engine';
import { errorOf, upload } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { WebServer } from '../support/webServer';

const compressed =
	(encoding: string): RequestListener =>
	(_request, response) =>
		void response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Encoding': encoding }).end(`this is not ${encoding}`);
const empty =
	(status: number, headers = {}): RequestListener =>
	(_request, response) =>
		void response.writeHead(status, headers).end();

let web: WebServer;
beforeAll(async () => {
	web = await WebServer.start({
		'/gzip.jpg': compressed('gzip'),
		'/br.jpg': compressed('br'),
		'/deflate.jpg': compressed('deflate'),
		'/length.jpg': empty(200, { 'Content-Length': 0 }),
		'/chunked.jpg': empty(200, { 'Transfer-Encoding': 'chunked' }),
		'/nothing.jpg': empty(204),
	});
});
afterAll(async () => await web.stop());

describe.each<BinaryMode>(['filesystem', 'default'])('binary data mode %s', (mode) => {
	test.each([
		...['/gzip.jpg', '/br.jpg', '/deflate.jpg'].map((path) => [
			path,
			/^The file could not be fetched from the URL: 127\.0\.0\.1:\d+ \[item 0\]\. Fetch the file in another way before this node\.$/,
		]),
		...['/length.jpg', '/chunked.jpg', '/nothing.jpg'].map((path) => [
			path,
			new RegExp(`^The file is empty: file "${path.slice(1)}" \\[item 0\\]\\. Check the URL\\.$`),
		]),
		['https://example.com:70000/a.jpg', /^'URL' is not the URL of a file \[item 0\]\. Check the host name and the port of the URL\.$/],
	] as Array<[string, RegExp]>)('%s', async (path, message) => {
		const account = await newAccount();
		const engine = await Engine.for(account, mode);
		const time = withoutWaiting();
		const url = path.startsWith('/') ? web.at(path) : path;
		const error = await errorOf(engine.run(upload({ files: 'url', url, simplify: false })));
		time.restore();
		expect(error.message).toMatch(message);
		expect(await account.requests()).toEqual([]);
	});
});
