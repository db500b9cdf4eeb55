/** The example that keeps a folder in Google Photos and remembers it in a data table, in each supported n8n. */
import { mkdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { KeptTable } from '../support/dataTable.mts';
import { ExampleServer } from '../support/exampleServer.mts';
import { until } from '../support/until.mts';

const MINUTE = 60_000;
const FILES = 300;

describe.each(supportedN8n)('n8n $line', ({ line, environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<ExampleServer['n8n']['connect']>>;
	let folder: string;
	let table: KeptTable;
	let small: Buffer;

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			folder = join(n8n.folder, 'photos');
			return { 'keep-a-folder': { credentials: { googlePhotosLibraryOAuth2Api: account.id }, texts: { '/files/photos': folder } } };
		}, environment);
		table = new KeptTable(server, 'keep-a-folder');
		if (line !== '2.41') await table.createByHand();
		small = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'teal' } }).jpeg().toBuffer();
		await mkdir(folder);
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	let made = 0;
	/** A picture of a size that no other has, so that a request tells which file it sends. */
	const picture = () => Buffer.concat([small, Buffer.alloc(++made)]);

	/** Writes files, with a modification time one hour ago. */
	async function put(files: Record<string, Buffer>): Promise<void> {
		for (const [name, content] of Object.entries(files)) {
			const path = join(folder, name);
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, content);
			await past(name, 1);
		}
	}

	const past = async (name: string, hours: number) => {
		const time = new Date(Date.now() - 60 * MINUTE * hours);
		await utimes(join(folder, name), time, time);
	};

	/** @returns 'nothing' after a successful execution, otherwise the message of its error */
	const run = async () =>
		await server.editor.runWorkflow('keep-a-folder', 'Every Night', 900).then(
			() => 'nothing',
			(error: Error) => error.message,
		);

	/** Sizes of the files that were sent since the requests were reset. */
	const sent = async () =>
		(await account.requests()).filter(({ method, status }) => method === 'uploads' && status === 200).map(({ requestBytes }) => requestBytes);
	const paths = async () => (await table.rows()).map(({ path }) => path).sort();

	test('keep-a-folder: an empty folder is fine; then every photo is sent once, whatever its name', async () => {
		expect(await run()).toBe('nothing');
		expect(await table.rows()).toEqual([]);
		const names = ['one [1].jpg', 'two {2}!.jpg', 'a (b) + @c|d.jpg', "Upper's.JPG", 'summer/beach.jpg', 'summer/day 1/beach.jpg', 'écru "写".jpg'];
		await put(Object.fromEntries(names.map((name) => [name, picture()])));
		await put({ 'notes.txt': Buffer.from('x'), '.hidden.jpg': picture() });
		await writeFile(join(folder, 'still copying.jpg'), 'just now');
		expect(await run()).toBe('nothing');
		expect(await paths()).toEqual([...names].sort());
		const { mediaItems, albums } = await account.library();
		expect(mediaItems).toHaveLength(names.length);
		expect(albums).toMatchObject([{ title: 'Photos folder' }]);
		const rows = await table.rows();
		expect(rows.map(({ mediaItemId }) => mediaItemId).sort()).toEqual(mediaItems.map(({ id }) => id).sort());
		expect(rows.map(({ sha256 }) => sha256).sort()).toEqual(mediaItems.map(({ sha256 }) => sha256).sort());
		expect(rows[0]?.productUrl).toMatch(/^https:\/\/photos\.google\.com\/lr\/photo\//);

		await account.resetRequests();
		expect(await run()).toBe('nothing');
		expect(await account.requests()).toEqual([]);
	}, 15 * MINUTE);

	test('keep-a-folder: bytes that are known are not sent again, only new ones', async () => {
		await rename(join(folder, 'one [1].jpg'), join(folder, 'renamed.jpg'));
		await past('summer/beach.jpg', 2);
		const same = await readFile(join(folder, 'renamed.jpg'));
		await put({ 'copy.jpg': same, 'two {2}!.jpg': picture() });
		const before = (await table.rows()).length;
		await account.resetRequests();
		expect(await run()).toBe('nothing');
		expect(await sent()).toEqual([small.length + made]);
		const rows = (await table.rows()).slice(before);
		expect(rows.map(({ path }) => path).sort()).toEqual(['copy.jpg', 'renamed.jpg', 'summer/beach.jpg', 'two {2}!.jpg']);
		const ids = (await account.library()).mediaItems.map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(rows.map(({ mediaItemId }) => mediaItemId)));

		// all 50 of a batch known, or unreadable
		await past('copy.jpg', 3);
		await account.resetRequests();
		expect(await run()).toBe('nothing');
		await symlink(join(folder, 'gone.jpg'), join(folder, 'dangling.jpg'));
		expect(await run()).toMatch(/\b1 file is not in Google Photos yet: dangling\.jpg: n8n could not read it: it is gone/);
		expect(await sent()).toEqual([]);
	}, 15 * MINUTE);

	test('keep-a-folder: reports what could not be read, sent or verified, and sends it in the next run', async () => {
		await put({ 'fine.jpg': picture(), 'preexisting.jpg': Buffer.from('<!doctype html>'), 'empty.jpg': Buffer.alloc(0) });
		const message = await run();
		expect(message).toMatch(/\b3 files are not in Google Photos yet/);
		expect(message).toMatch(/pre·existing\.jpg: The file is neither a photo nor a video/);
		expect(message).toMatch(/empty\.jpg: The file is empty/);
		expect(message).toMatch(/dangling\.jpg: n8n could not read it/);
		expect(await paths()).toContain('fine.jpg');
		for (const name of ['dangling.jpg', 'preexisting.jpg', 'empty.jpg']) await rm(join(folder, name));

		await put({ 'unseen.jpg': picture() });
		const unavailable = { error: { code: 403, status: 'PERMISSION_DENIED', message: 'No.' } };
		await account.fault({ method: 'mediaItems.batchGet', kind: 'status', status: 403, body: unavailable, times: 100 });
		expect(await run()).toMatch(/\b1 file is not in Google Photos yet: unseen\.jpg: /);
		expect(await paths()).not.toContain('unseen.jpg');
		await account.clearFaults();
		expect(await run()).toBe('nothing');
		expect(await paths()).toContain('unseen.jpg');
	}, 15 * MINUTE);

	test('keep-a-folder: a file that is changed while it is sent gets no row, and its new content is sent', async () => {
		await put({ 'rewritten.jpg': picture() });
		await account.resetRequests();
		await account.switches({ createLatencyMs: 4000 });
		const running = run();
		await until(async () => (await account.requests()).some(({ method }) => method === 'mediaItems.batchCreate'));
		await writeFile(join(folder, 'rewritten.jpg'), picture());
		expect(await running).toMatch(/\b1 file is not in Google Photos yet: rewritten\.jpg: It was changed while it was being sent/);
		await account.switches({ createLatencyMs: 0 });
		expect(await paths()).not.toContain('rewritten.jpg');
		await past('rewritten.jpg', 1);
		expect(await run()).toBe('nothing');
		expect((await sent()).slice(-1)).toEqual([small.length + made]);
	}, 15 * MINUTE);

	test('keep-a-folder: of 300 files n8n is killed at three moments, and none is lost or sent again when it has a row', async () => {
		await rm(folder, { recursive: true });
		const before = (await account.library()).mediaItems.length;
		const names = Array.from({ length: FILES }, (_, index) => `many/${String(index).padStart(3, '0')}.jpg`);
		await put(Object.fromEntries(names.map((name) => [name, picture()])));
		const kept = async () => (await table.rows()).filter(({ path }) => path.startsWith('many/'));
		await account.switches({ latencyMs: 20, createLatencyMs: 1000 });

		const moments: Array<[method: string, calls: number, rows: number]> = [
			['uploads', 20, 0],
			['mediaItems.batchCreate', 2, 50],
			['mediaItems.batchGet', 2, 100],
		];
		for (const [method, calls, rows] of moments) {
			const known = (await kept()).map(({ size }) => Number(size));
			await account.resetRequests();
			const running = run();
			await until(async () => ((await account.counts()).byMethod[method] ?? 0) >= calls);
			await server.killAndRestart();
			expect(await running).not.toBe('nothing');
			expect((await sent()).filter((size) => known.includes(size))).toEqual([]);
			expect((await kept()).length).toBeGreaterThanOrEqual(rows);
			expect((await kept()).length).toBeLessThan(FILES);
		}

		const known = (await kept()).map(({ size }) => Number(size));
		await account.resetRequests();
		expect(await run()).toBe('nothing');
		expect((await sent()).sort()).toEqual([...new Set(await sent())].sort());
		expect((await sent()).filter((size) => known.includes(size))).toEqual([]);
		expect((await sent()).length).toBe(FILES - known.length);
		expect((await kept()).map(({ path }) => path).sort()).toEqual(names);
		const { mediaItems, albums } = await account.library();
		expect(mediaItems).toHaveLength(before + FILES);
		expect(albums).toHaveLength(1);
		expect(new Set((await kept()).map(({ mediaItemId }) => mediaItemId)).size).toBe(FILES);
	}, 30 * MINUTE);
});
