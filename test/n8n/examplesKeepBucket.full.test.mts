/** The example that keeps an S3 bucket in Google Photos and remembers it in a data table, in each supported n8n. */
import sharp from 'sharp';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { KeptTable } from '../support/dataTable.mts';
import { ExampleServer } from '../support/exampleServer.mts';
import { until } from '../support/until.mts';

const MINUTE = 60_000;
const FILES = 120;

describe.each(supportedN8n)('n8n $line', ({ line, environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<ExampleServer['n8n']['connect']>>;
	let table: KeptTable;
	let small: Buffer;

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			return { 'keep-a-bucket': { credentials: { googlePhotosLibraryOAuth2Api: account.id } } };
		}, environment);
		table = new KeptTable(server, 'keep-a-bucket');
		if (line !== '2.41') await table.createByHand();
		small = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'olive' } }).jpeg().toBuffer();
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	let made = 0;
	/** Different bytes each time. */
	const picture = () => Buffer.concat([small, Buffer.alloc(++made)]);

	const put = (key: string, content = picture()) => server.s3.objects.set(key, { content, changed: new Date(Date.UTC(2026, 0, 1) + ++made * 1000).toISOString() });

	/** @returns 'nothing' after a successful execution, otherwise the message of its error */
	const run = async () =>
		await server.editor.runWorkflow('keep-a-bucket', 'Every Night', 900).then(
			() => 'nothing',
			(error: Error) => error.message,
		);

	const uploads = async () => (await account.counts()).byMethod.uploads ?? 0;
	const paths = async () => (await table.rows()).map(({ path }) => path).sort();
	const reset = async () => {
		server.s3.downloads.length = 0;
		await account.resetRequests();
	};

	test('keep-a-bucket: an empty bucket is fine; then every photo of all pages is sent once', async () => {
		expect(await run()).toBe('nothing');
		const names = Array.from({ length: 50 }, (_, index) => `camera/${index}.jpg`);
		names.push('a b + c.jpg', 'summer/öl & <b> 写.JPG', "it's (1) [2].jpg");
		for (const name of names) put(name);
		put('camera/', Buffer.alloc(0));
		put('notes.txt', Buffer.from('x'));
		expect(await run()).toBe('nothing');
		expect(await paths()).toEqual([...names].sort());
		const { mediaItems, albums } = await account.library();
		expect(mediaItems.map(({ filename }) => filename).sort()).toEqual(names.map((name) => name.split('/').at(-1)).sort());
		expect(albums).toMatchObject([{ title: 'Photos bucket' }]);
		expect((await table.rows()).map(({ mediaItemId }) => mediaItemId).sort()).toEqual(mediaItems.map(({ id }) => id).sort());

		await reset();
		expect(await run()).toBe('nothing');
		expect([server.s3.downloads, await account.requests()]).toEqual([[], []]);
	}, 15 * MINUTE);

	test('keep-a-bucket: bytes that are known are not sent again, only new ones', async () => {
		put('copy.jpg', server.s3.objects.get('camera/1.jpg')?.content);
		put('camera/2.jpg', server.s3.objects.get('camera/2.jpg')?.content);
		put('camera/3.jpg');
		await reset();
		expect(await run()).toBe('nothing');
		expect(server.s3.downloads.sort()).toEqual(['camera/2.jpg', 'camera/3.jpg', 'copy.jpg']);
		expect(await uploads()).toBe(1);
		expect((await paths()).filter((path) => ['camera/2.jpg', 'camera/3.jpg', 'copy.jpg'].includes(path))).toHaveLength(5);
	}, 15 * MINUTE);

	test('keep-a-bucket: reports what could not be downloaded or sent, and tries it again in the next run', async () => {
		put('fine.jpg');
		put('locked.jpg');
		put('preexisting.jpg', Buffer.from('<!doctype html>'));
		server.s3.refused.add('locked.jpg');
		const message = await run();
		expect(message).toMatch(/\b2 files are not in Google Photos yet: /);
		expect(message).toMatch(/locked\.jpg: It could not be downloaded: \w/);
		expect(message).toMatch(/pre·existing\.jpg: The file is neither a photo nor a video/);
		expect(await paths()).toContain('fine.jpg');
		server.s3.objects.delete('preexisting.jpg');
		expect(await run()).toMatch(/\b1 file is not in Google Photos yet: locked\.jpg: It could not be downloaded/);
		server.s3.refused.clear();
		expect(await run()).toBe('nothing');
		expect(await paths()).toContain('locked.jpg');
	}, 15 * MINUTE);

	test('keep-a-bucket: n8n is killed while the second batch is sent, and the next run sends only what has no row', async () => {
		const before = (await account.library()).mediaItems.length;
		const names = Array.from({ length: FILES }, (_, index) => `many/${String(index).padStart(3, '0')}.jpg`);
		for (const name of names) put(name);
		const kept = async () => (await paths()).filter((path) => path.startsWith('many/'));
		await account.switches({ latencyMs: 20, createLatencyMs: 1000 });
		await reset();
		const running = run();
		await until(async () => (await uploads()) >= 60);
		await server.killAndRestart();
		expect(await running).not.toBe('nothing');
		expect(await kept()).toHaveLength(50);

		const known = await kept();
		await reset();
		expect(await run()).toBe('nothing');
		expect(server.s3.downloads.filter((key) => known.includes(key))).toEqual([]);
		expect(await uploads()).toBe(FILES - known.length);
		expect(await kept()).toEqual(names);
		expect((await account.library()).mediaItems).toHaveLength(before + FILES);
	}, 30 * MINUTE);
});
