/** Files from URLs: fetched right before they are sent, and released after that. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IDataObject, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { UploadBreaker } from '../../../nodes/GooglePhotos/uploads/circuitBreaker';
import { FileSender } from '../../../nodes/GooglePhotos/uploads/fileSender';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { errorText } from '../../support/errorText';
import { inMemory, picture } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { FakeGoogle } from '../support/google';
import { runOver, summary } from '../support/runs';
import { failed, success } from '../support/sentFiles';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { uploadBytesOnly, uploadFiles } from '../support/operations';

const time = useVirtualClock();

/** An execution over `count` URLs. The text in each picture is the name in its URL. */
class FromUrls {
	readonly account = new FakeGoogle();
	readonly fetched: string[] = [];
	readonly hints: string[] = [];
	/** log of events: `fetch 3`, `send 3` */
	readonly events: string[] = [];
	private inStore = 0;
	mostInStore = 0;
	content: (name: string) => Buffer = picture;
	missing = new Set<string>();
	/** what the server says of each file, and how its URLs end */
	type = 'image/jpeg';
	extension = '.jpg';
	/** milliseconds that the server takes for each file */
	takes = 0;
	private fetching = 0;
	/** the highest number of files fetched at a time, once bytes are being sent */
	mostFetched = 0;

	constructor(
		private readonly count: number,
		private readonly options: { continueOnFail?: boolean; parameters?: IDataObject } = {},
	) {
		this.account.takes = (what) => (what.startsWith('send ') ? SECOND : 0);
		const token = this.account.token;
		this.account.token = (words) => {
			this.events.push(`send ${words}`);
			this.inStore--;
			return token(words);
		};
	}

	async run(operation = uploadFiles) {
		const items = Array.from({ length: this.count }, (_, n) => ({ json: { files: 'url', url: `https://example.com/${n}${this.extension}` } }));
		return await time.clock.until(operation(this.contextFor(items)));
	}

	contextFor(items: INodeExecutionData[]): OperationContext {
		const run = runOver(this.account, items, { ...this.options, hint: (message) => void this.hints.push(message) });
		Object.assign(run.n8n.helpers, { httpRequest: this.answer, prepareBinaryData: this.store });
		return run;
	}

	private readonly answer = async ({ url }: IHttpRequestOptions) => {
		const name = /(\d+)(\.jpg)?$/.exec(url)?.[1] as string;
		this.fetched.push(name);
		this.events.push(`fetch ${name}`);
		this.fetching++;
		if (this.events.some((event) => event.startsWith('send'))) this.mostFetched = Math.max(this.mostFetched, this.fetching);
		await time.clock.delay(this.takes);
		this.fetching--;
		if (this.missing.has(name)) throw Object.assign(new Error('no'), { response: { status: 404 } });
		return { headers: { 'content-type': this.type }, body: Readable.from([this.content(name)], { objectMode: false }) };
	};

	private readonly store = async (content: Buffer, fileName: string, mimeType: string) => {
		this.mostInStore = Math.max(this.mostInStore, ++this.inStore);
		return inMemory(content, fileName, mimeType);
	};
}

const all = Array.from({ length: 60 }, (_, n) => String(n));

test.each([
	['Upload', uploadFiles],
	['Upload Bytes Only', uploadBytesOnly],
])('%s: of 60 files 20 at most are stored at a time, each is fetched once, the output is in input order', async (_title, operation) => {
	const urls = new FromUrls(60, { parameters: { simplify: false } });
	const outputs = await urls.run(operation);
	expect(outputs.map(({ json }) => json.filename ?? json.fileName)).toEqual(all.map((name) => `${name}.jpg`));
	expect(outputs.map(({ json }) => json.sourceSize ?? json.size)).toEqual(all.map((name) => picture(name).length));
	if (operation === uploadFiles) expect(outputs.map(({ json }) => json.sourceFileName)).toEqual(all.map((name) => `${name}.jpg`));
	expect([...urls.fetched].sort()).toEqual([...all].sort());
	expect(urls.mostInStore).toBeLessThanOrEqual(20);
	expect(urls.events.indexOf('send 0')).toBeLessThan(urls.events.indexOf('fetch 30'));
});

test('five files are sent at a time, and meanwhile the next five are fetched', async () => {
	const urls = new FromUrls(60);
	urls.takes = 3 * SECOND;
	await urls.run();
	expect(urls.account.mostOpen).toBe(5);
	expect(urls.mostFetched).toBe(5);
});

test('up to ten files are all fetched before anything is sent: if one is missing, nothing is sent', async () => {
	const urls = new FromUrls(10, { continueOnFail: false });
	urls.missing.add('9');
	expect(errorText(await errorOf(urls.run()))).toMatch(/^The server responded with HTTP status 404: example\.com \[item 9\]/);
	expect(urls.account.asked).toEqual([]);
});

test('without Continue On Fail a file missing later stops queued files; the error lists created ones', async () => {
	const urls = new FromUrls(60, { continueOnFail: false });
	urls.missing.add('20');
	const words = errorText(await errorOf(urls.run()));
	expect(words).toMatch(/^The server responded with HTTP status 404: example\.com \[item 20\]\. .*\| .*In the library from this run: 0\.jpg/);
	expect(urls.fetched.length).toBeLessThan(40);
});

test('with Continue On Fail a missing file is an error at its place in the output', async () => {
	const urls = new FromUrls(60);
	urls.missing.add('20');
	const outputs = summary(await urls.run());
	expect(outputs[20]).toBe('The server responded with HTTP status 404: example.com [item 20]. Check the URL.');
	expect(outputs.filter((output) => output.startsWith('item of '))).toHaveLength(59);
});

test('after a fatal error the remaining files are not fetched', async () => {
	const urls = new FromUrls(60);
	urls.account.fault = ({ what }) => (what === 'send 3' ? googleSays(400, 'The remaining storage is not enough.') : undefined);
	const outputs = summary(await urls.run());
	expect(outputs[59]).toMatch(/^Not sent: The storage of the Google account is full \[item 59\]\. ./);
	expect(urls.fetched.length).toBeLessThan(25);
});

test('web pages instead of pictures are skipped whenever they are detected, and one hint counts them all', async () => {
	const urls = new FromUrls(60, { parameters: { options: { unsupportedFiles: 'skip' } } });
	urls.content = (name) => (['2', '40', '59'].includes(name) ? Buffer.from('<!doctype html>') : picture(name));
	const outputs = await urls.run();
	expect(outputs.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(
		all.map(Number).filter((item) => ![2, 40, 59].includes(item)),
	);
	expect(urls.hints).toEqual(['Skipped because they are neither photos nor videos: 3.']);
});

test('if Google rejects the upload token, the file is fetched and sent again', async () => {
	const urls = new FromUrls(3);
	let refused = false;
	urls.account.create = (token) => {
		if (token !== 'token-of-1' || refused) return success(token);
		refused = true;
		return failed(token, 3, 'Request must contain a valid upload token.');
	};
	const outputs = summary(await urls.run());
	expect(outputs).toEqual(['item of token-of-0', 'item of token-of-1', 'item of token-of-2']);
	expect(urls.fetched).toEqual(['0', '1', '2', '1']);
});

test('if the file at the URL is a web page when it is fetched again, the error says so', async () => {
	const urls = new FromUrls(1);
	urls.account.create = (token) => failed(token, 3, 'Request must contain a valid upload token.');
	urls.content = () => (urls.fetched.length > 1 ? Buffer.from('<!doctype html>') : picture('0'));
	expect(summary(await urls.run())).toEqual([expect.stringMatching(/^The file is neither a photo nor a video: file "0\.jpg" \[item 0\]/)]);
	expect(urls.account.askedTo('send')).toEqual(['0']);
});

test('a web page that is found only among later files is an error at its place in the output', async () => {
	const urls = new FromUrls(30);
	urls.content = (name) => (name === '20' ? Buffer.from('<!doctype html>') : picture(name));
	const outputs = summary(await urls.run());
	expect(outputs[20]).toMatch(/^The file is neither a photo nor a video: file "20\.jpg" \[item 20\]/);
	expect(outputs.filter((output) => output.startsWith('item of '))).toHaveLength(29);
	expect(urls.hints).toEqual([]);
});

test('a file of which only File Name tells its type is refused if that is no photo or video', async () => {
	const urls = new FromUrls(1, { parameters: { fileName: 'notes.txt' } });
	Object.assign(urls, { type: 'application/octet-stream', extension: '', content: () => Buffer.from('\0\x01\x02') });
	expect(summary(await urls.run())).toEqual([expect.stringMatching(/^The file is neither a photo nor a video: file "notes\.txt" \[item 0\]/)]);
	expect(urls.account.asked).toEqual([]);
});

test.each(['send', 'resend'] as const)('%s releases the bytes of a file, and fetches them anew the next time', async (method) => {
	const urls = new FromUrls(1);
	const context = urls.contextFor([{ json: {} }]);
	const options = { parallel: 5, maximumWait: MINUTE, unsupportedFiles: 'error' as const };
	const sender = new FileSender(context, options, new UploadBreaker(context));
	const remote = { url: 'https://example.com/7.jpg', position: 0, here: false, skipped: false };
	const source: Source = { item: 0, file: { data: '', mimeType: '' }, mimeType: '', size: 0, remote };
	for (const fetched of [['7'], ['7', '7']]) {
		expect(await time.clock.until(sender[method](source))).toMatchObject({ uploadToken: 'token-of-7' });
		expect(source.file).toEqual({ data: '', mimeType: 'image/jpeg', fileName: '7.jpg' });
		expect(urls.fetched).toEqual(fetched);
	}
});
