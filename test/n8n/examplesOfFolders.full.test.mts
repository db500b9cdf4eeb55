/** The examples that read photos from a folder or from Google Drive, in each supported n8n. */
import { mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { ExampleServer, token } from '../support/exampleServer.mts';
import { until } from '../support/until.mts';

const MINUTE = 60_000;

describe.each(supportedN8n)('n8n $line', ({ environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<ExampleServer['n8n']['connect']>>;
	let backup: string;
	let inbox: string;

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			backup = join(n8n.folder, 'backup');
			inbox = join(n8n.folder, 'inbox');
			const own = {
				credentials: { googlePhotosLibraryOAuth2Api: account.id },
				texts: { '/files/photos-backup': backup, '/files/photos-inbox': inbox },
			};
			return { 'folder-backup': own, 'collect-now-upload-hourly': own, 'drive-to-photos': own };
		}, environment);
		await mkdir(inbox);
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	/** Writes different pictures into a folder, with a modification time one hour ago. */
	async function put(folder: string, files: Record<string, Buffer | undefined>): Promise<void> {
		for (const [name, content] of Object.entries(files)) {
			const path = join(folder, name);
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, content ?? (await picture()));
			await past(path);
		}
	}

	const past = async (path: string, hours = 1) => {
		const time = new Date(Date.now() - 60 * MINUTE * hours);
		await utimes(path, time, time);
	};

	let made = 0;
	const picture = async () => (await sharp(server.pictures[0]).resize(200 + ++made).jpeg().toBuffer()) as Buffer<ArrayBuffer>;

	/** @returns 'nothing' after a successful execution, otherwise the message of its error */
	const run = async (id: string, trigger: string) =>
		await server.editor.runWorkflow(id, trigger).then(
			() => 'nothing',
			(error: Error) => error.message,
		);

	const toInbox = async (body: FormData | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
		await fetch(server.address('webhook/photos-inbox'), { method: 'POST', body, headers: { [token.name]: token.value, ...headers } });

	/** All files in a folder and its subfolders. */
	const filesIn = async (folder: string) =>
		(await readdir(folder, { recursive: true, withFileTypes: true }))
			.filter((entry) => !entry.isDirectory())
			.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
			.sort();

	async function namesIn(title: string): Promise<string[]> {
		const { albums, mediaItems } = await account.library();
		const { id = '' } = albums.find((album) => album.title === title) ?? {};
		return mediaItems.filter(({ albumIds }) => albumIds.includes(id)).map(({ filename }) => filename).sort();
	}

	test('folder-backup: succeeds in an empty folder, then uploads all photos with any name, folder and time', async () => {
		await mkdir(backup);
		expect(await run('folder-backup', 'Every Night')).toBe('nothing');
		const names = ['one [1].jpg', 'two {2}!.jpg', 'a (b) + @c|d.jpg', 'Upper.JPG', 'summer/beach.jpg', 'summer/day 1/beach.jpg'];
		await put(backup, Object.fromEntries(names.map((name) => [name, undefined])));
		await past(join(backup, 'Upper.JPG'), -1000);
		await put(backup, { 'Thumbs.db': Buffer.from('x'), 'notes.txt': Buffer.from('x'), '.hidden.jpg': undefined });
		await writeFile(join(backup, 'still copying.jpg'), 'just now');
		expect(await run('folder-backup', 'Every Night')).toBe('nothing');
		expect(await filesIn(join(backup, 'done'))).toEqual([...names].sort());
		expect(await filesIn(backup)).toEqual(
			[...names.map((name) => `done/${name}`), '.hidden.jpg', 'Thumbs.db', 'notes.txt', 'still copying.jpg'].sort(),
		);
		expect(await namesIn('Folder backup')).toEqual(names.map((name) => name.split('/').at(-1)).sort());
	}, 15 * MINUTE);

	test('folder-backup: reports files that cannot be read or sent, moves the rest, and retries the next night', async () => {
		await put(backup, { 'fine.jpg': undefined, 'damaged.jpg': Buffer.from('<!doctype html>'), 'back\\slash.jpg': undefined });
		await symlink(join(backup, 'gone.jpg'), join(backup, 'dangling.jpg'));
		const message = await run('folder-backup', 'Every Night');
		expect(message).toMatch(/\b2 files left in the folder/);
		expect(message).toMatch(/damaged\.jpg: The file is neither a photo nor a video/);
		expect(message).toMatch(/dangling\.jpg: n8n could not read it/);
		expect(await filesIn(join(backup, 'done'))).toEqual(expect.arrayContaining(['fine.jpg', 'back\\slash.jpg']));
		const left = (await filesIn(backup)).filter((name) => !name.startsWith('done/'));
		expect(left).toEqual(expect.arrayContaining(['damaged.jpg', 'dangling.jpg']));
		await rm(join(backup, 'dangling.jpg'));
		await put(backup, { 'damaged.jpg': undefined });
		expect(await run('folder-backup', 'Every Night')).toBe('nothing');
	}, 15 * MINUTE);

	test('folder-backup: keeps a file that cannot be moved or read or was changed, and reports the reason', async () => {
		const aside = `${backup}-aside`;
		await rename(join(backup, 'done'), aside);
		await writeFile(join(backup, 'done'), 'a file in the way');
		await put(backup, { 'a preexisting crack.jpg': undefined });
		expect(await run('folder-backup', 'Every Night')).toMatch(
			/1 file left in the folder: a pre·existing crack\.jpg: It is in Google Photos, but could not be moved: "done" or a folder in it is a file/i,
		);
		await rm(join(backup, 'done'));
		await rename(aside, join(backup, 'done'));

		await put(backup, { 'rewritten.jpg': undefined });
		await account.resetRequests();
		await account.switches({ createLatencyMs: 4000 });
		const running = run('folder-backup', 'Every Night');
		await until(async () => (await account.requests()).some(({ method }) => method === 'mediaItems.batchCreate'));
		await writeFile(join(backup, 'rewritten.jpg'), await picture());
		expect(await running).toMatch(/1 file left in the folder: rewritten\.jpg: It was changed while it was being sent/);
		await account.switches({ createLatencyMs: 0 });
		await past(join(backup, 'rewritten.jpg'));
		expect(await run('folder-backup', 'Every Night')).toBe('nothing');

		const outside = `${server.n8n.folder}-outside.jpg`;
		await writeFile(outside, await picture());
		await past(outside);
		await symlink(outside, join(backup, 'link.jpg'));
		expect(await run('folder-backup', 'Every Night')).toMatch(/link\.jpg: n8n could not read it: .*not allowed/);
		await Promise.all([rm(join(backup, 'link.jpg')), rm(outside)]);
	}, 15 * MINUTE);

	test('folder-backup: keeps both files of the same name from two nights, and uploads equal bytes once', async () => {
		const same = await picture();
		await put(backup, { 'fine.jpg': undefined, 'copy.jpg': same });
		await run('folder-backup', 'Every Night');
		const before = (await namesIn('Folder backup')).length;
		await put(backup, { 'copy.jpg': same });
		expect(await run('folder-backup', 'Every Night')).toBe('nothing');
		const done = await filesIn(join(backup, 'done'));
		expect(done.filter((name) => name.endsWith('fine.jpg'))).toHaveLength(2);
		expect(done.filter((name) => name.endsWith('copy.jpg'))).toHaveLength(2);
		expect(await namesIn('Folder backup')).toHaveLength(before);
	}, 15 * MINUTE);

	test('folder-backup: handles more files than fit into one batch', async () => {
		await put(backup, Object.fromEntries(Array.from({ length: 53 }, (_, index) => [`many/${index}.jpg`, undefined])));
		expect(await run('folder-backup', 'Every Night')).toBe('nothing');
		expect((await filesIn(join(backup, 'done'))).filter((name) => name.startsWith('many/'))).toHaveLength(53);
	}, 15 * MINUTE);

	test('collect-now-upload-hourly: saves every file of every field under a unique name, and uploads it once', async () => {
		await server.publish('collect-now-upload-hourly');
		const post = async (files: Array<[string, string, Buffer?]>, headers: Record<string, string> = {}) => {
			const body = new FormData();
			body.append('note', 'of a form');
			for (const [field, name, content] of files) {
				body.append(field, new File([(content ?? (await picture())) as Buffer<ArrayBuffer>], name, { type: 'image/jpeg' }));
			}
			return await toInbox(body, headers);
		};
		expect((await post([['data', 'a.jpg']], { [token.name]: 'wrong' })).status).toBe(403);
		expect(await filesIn(inbox)).toEqual([]);
		expect((await post([])).status).toBe(422);
		const kept = await post([['photo', 'same.jpg'], ['photo', 'same.jpg'], ['other', '../walks -- away.jpg']]);
		expect([kept.status, await kept.json()]).toEqual([202, { kept: 3 }]);
		expect((await post([['file', 'same.jpg'], ['file', 'a.txt.jpg', Buffer.from('no photo')]])).status).toBe(202);
		expect(await filesIn(inbox)).toHaveLength(5);
		// They may still be being written.
		expect(await run('collect-now-upload-hourly', 'Every Hour')).toBe('nothing');
		expect(await filesIn(inbox)).toHaveLength(5);

		for (const name of await filesIn(inbox)) await past(join(inbox, name));
		expect(await run('collect-now-upload-hourly', 'Every Hour')).toMatch(/1 file left in the folder: \S+--a\.txt\.jpg: The file is neither/);
		expect((await filesIn(inbox)).filter((name) => !name.startsWith('done/'))).toHaveLength(1);
		expect(await namesIn('Collected by n8n')).toEqual(['same.jpg', 'same.jpg', 'same.jpg', expect.stringMatching(/walks -- away\.jpg$/)]);
		expect(await run('collect-now-upload-hourly', 'Every Hour')).toMatch(/1 file left/);
		expect(await namesIn('Collected by n8n')).toHaveLength(4);
	}, 15 * MINUTE);

	test('collect-now-upload-hourly: every accepted file is uploaded or reported, whatever its name', async () => {
		await rm(inbox, { recursive: true });
		const lost = await toInbox(await picture(), { 'content-type': 'image/jpeg' });
		expect([lost.status, await lost.json()]).toEqual([500, { kept: 0, error: '1 of 1 could not be kept.' }]);
		expect(await server.outcome('collect-now-upload-hourly')).toMatchObject({ status: 'error', message: expect.stringMatching(/^Not kept: \w/) });
		await mkdir(inbox);
		const body = new FormData();
		const names = ['noext', 'from-windows.jfif', 'cut.jpg.part', '写'.repeat(100) + '.jpg'];
		for (const name of names) body.append('photo', new File([await picture()], name));
		body.append('photo', new File(['%PDF-1.4'], 'paper.pdf'));
		expect((await toInbox(body)).status).toBe(202);
		expect((await toInbox(await picture(), { 'content-type': 'image/jpeg' })).status).toBe(202);
		const kept = await filesIn(inbox);
		expect(kept).toHaveLength(6);
		for (const name of kept) await past(join(inbox, name));
		const before = (await namesIn('Collected by n8n')).length;
		expect(await run('collect-now-upload-hourly', 'Every Hour')).toMatch(/1 file left in the folder: \S+--paper\.pdf: The file is neither/);
		expect((await namesIn('Collected by n8n')).length - before).toBe(5);
	}, 15 * MINUTE);

	test('collect-now-upload-hourly: after an interrupted execution no file is lost or duplicated', async () => {
		await rm(inbox, { recursive: true });
		await put(inbox, { '1-0--first.jpg': undefined, '1-1--second.jpg': undefined });
		const copies = await Promise.all(['1-0--first.jpg', '1-1--second.jpg'].map(async (name) => await readFile(join(inbox, name))));
		expect(await run('collect-now-upload-hourly', 'Every Hour')).toBe('nothing');
		// As if n8n had been killed between upload and move.
		await put(inbox, { '1-0--first.jpg': copies[0], '1-1--second.jpg': copies[1] });
		expect(await run('collect-now-upload-hourly', 'Every Hour')).toBe('nothing');
		expect((await namesIn('Collected by n8n')).filter((name) => /^(first|second)\.jpg$/.test(name))).toEqual(['first.jpg', 'second.jpg']);
	}, 15 * MINUTE);

	test('drive-to-photos: marks verified files, reports failures, and continues with the rest', async () => {
		const { drive } = server;
		drive.files.length = 0;
		const inDrive = (id: string, content: Buffer) => ({ id, name: `${id}.jpg`, mimeType: 'image/jpeg', content, appProperties: {} as Record<string, string> });
		for (let index = 0; index < 101; index++) drive.files.push(inDrive(`broken${index}`, Buffer.from(`no picture ${index}`)));
		drive.files.push(inDrive('meadow', await picture()));
		const message = await run('drive-to-photos', 'Every Hour');
		expect(message).toMatch(/\b100 not in Google Photos: broken0\.jpg: The file is neither a photo nor a video/);
		expect(drive.files.filter(({ appProperties }) => appProperties.failedOn === new Date().toISOString().slice(0, 10))).toHaveLength(100);
		expect(await run('drive-to-photos', 'Every Hour')).toMatch(/\b1 not in Google Photos/);
		expect(drive.files.at(-1)?.appProperties).toEqual({ inGooglePhotos: 'yes' });
		expect(await namesIn('From Google Drive')).toEqual(['meadow.jpg']);
		expect(await run('drive-to-photos', 'Every Hour')).toBe('nothing');
		expect(drive.queries[0]).toContain("mimeType contains 'image/'");
	}, 15 * MINUTE);

	test('drive-to-photos: reports a file that cannot be marked or downloaded, and continues with the others', async () => {
		const { drive } = server;
		drive.files.length = 0;
		for (const id of ['shared', 'limited', 'harbour']) {
			drive.files.push({ id, name: `${id}.jpg`, mimeType: 'image/jpeg', content: await picture(), appProperties: {} });
		}
		drive.refused.set('PATCH shared', 'The user does not have sufficient permissions for this file.');
		drive.refused.set('GET limited', 'The download quota for this file has been exceeded.');
		const message = await run('drive-to-photos', 'Every Hour');
		expect(message).toMatch(/\b1 not in Google Photos: /);
		expect(message).toMatch(/shared\.jpg: It is in Google Photos, but could not be marked, and is tried again in the next hour: \w/);
		expect(message).toMatch(/limited\.jpg: It could not be downloaded: \w/);
		const [shared, limited, harbour] = drive.files.map(({ appProperties }) => Object.keys(appProperties));
		// n8n 1.x leaves out files that could not be downloaded.
		expect([shared, harbour]).toEqual([[], ['inGooglePhotos']]);
		expect(limited).not.toContain('inGooglePhotos');
		drive.files.splice(0, 3, ...drive.files.filter(({ id }) => id === 'limited'));
		expect(await run('drive-to-photos', 'Every Hour')).toMatch(limited?.length ? /nothing/ : /limited\.jpg: It could not be downloaded/);
		drive.refused.clear();
	}, 15 * MINUTE);
});
