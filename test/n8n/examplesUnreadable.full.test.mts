/** The examples that read a folder, when it has files that n8n cannot read, and names that n8n takes for patterns. */
import { mkdir, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { KeptTable } from '../support/dataTable.mts';
import { ExampleServer } from '../support/exampleServer.mts';

const MINUTE = 60_000;

const examples: Array<[id: string, trigger: string, folder: string, album: string]> = [
	['keep-a-folder', 'Every Night', '/files/photos', 'Photos folder'],
	['folder-backup', 'Every Night', '/files/photos-backup', 'Folder backup'],
	['collect-now-upload-hourly', 'Every Hour', '/files/photos-inbox', 'Collected by n8n'],
];

describe.each(supportedN8n)('n8n $line', ({ line, environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<ExampleServer['n8n']['connect']>>;
	let small: Buffer;
	const folderOf = (id: string) => join(server.n8n.folder, `files-${id}`);

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			const own = ([id, , there]: (typeof examples)[number]) =>
				[id, { credentials: { googlePhotosLibraryOAuth2Api: account.id }, texts: { [there]: join(n8n.folder, `files-${id}`) } }] as const;
			return Object.fromEntries(examples.map(own));
		}, environment);
		if (line !== '2.41') await new KeptTable(server, 'keep-a-folder').createByHand();
		small = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'teal' } }).jpeg().toBuffer();
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	let made = 0;

	/** Writes different pictures, with a modification time one hour ago. */
	async function put(folder: string, names: string[]): Promise<void> {
		const time = new Date(Date.now() - 60 * MINUTE);
		for (const name of names) {
			const path = join(folder, name);
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, Buffer.concat([small, Buffer.alloc(++made)]));
			await utimes(path, time, time);
		}
	}

	/** @returns 'nothing' after a successful execution, otherwise the message of its error */
	const run = async (id: string, trigger: string) =>
		await server.editor.runWorkflow(id, trigger, 900).then(
			() => 'nothing',
			(error: Error) => error.message,
		);

	/** How many photos are in an album. */
	async function countIn(title: string): Promise<number> {
		const { albums, mediaItems } = await account.library();
		const { id = '' } = albums.find((album) => album.title === title) ?? {};
		return mediaItems.filter(({ albumIds }) => albumIds.includes(id)).length;
	}

	test.each(examples)('%s: a batch of which nothing can be read stops no other, and folders may have any name', async (id, trigger, _, album) => {
		const folder = folderOf(id);
		const names = ['2024 + 2025/a.jpg', 'a@b/+(c)/a.jpg', '@(d|e)!/{f}*/a.jpg'];
		await put(folder, [...names, 'back\\slash/a.jpg']);
		// files of the folder itself are listed before those of its subfolders: the first 50 are links only
		for (let index = 0; index < 50; index++) await symlink(join(folder, 'gone'), join(folder, `leads nowhere ${index}.jpg`));
		for (const night of [1, 2]) {
			const message = await run(id, trigger);
			expect(message).toMatch(/\b51 files /);
			expect(message).toMatch(/leads nowhere 49\.jpg: n8n could not read it: it is gone, or a link that leads nowhere/);
			expect(message).toMatch(/back\\slash\/a\.jpg: n8n cannot read files of a folder that has a backslash in its name/);
			expect([night, await countIn(album)]).toEqual([night, names.length]);
		}
		for (const name of await readdir(folder)) if (name.startsWith('leads nowhere')) await rm(join(folder, name));
		await rm(join(folder, 'back\\slash'), { recursive: true });
		expect(await run(id, trigger)).toBe('nothing');
	}, 15 * MINUTE);

	test.each(examples)('%s: a folder that n8n cannot open stops no other, and thumbnails and deleted files are left out', async (id, trigger, _, album) => {
		const folder = folderOf(id);
		const before = await countIn(album);
		await put(folder, ['IMG_1.jfif', 'clip/DSC_1.nrw', 'clip/MOV_1.webm']);
		await put(folder, ['@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg', '#recycle/a.jpg', 'b/@Recycle/a.jpg', '.Trash-1000/files/a.jpg', '.hidden.jpg']);
		if (id !== 'collect-now-upload-hourly') await put(folder, ['Mac.photoslibrary/derivatives/a.jpg', 'Catalog.lrdata/a.jpg', 'a.txt']);
		// Root may open every folder. So this one is too deep: its path has more than the 4,096 bytes that Linux takes.
		const deep = Array.from({ length: 12 }, () => 'deep'.repeat(50)).join('/');
		const aside = `${folder}-aside`;
		await put(aside, [`${deep}/a.jpg`]);
		await mkdir(join(folder, deep), { recursive: true });
		await rename(aside, join(folder, deep, 'inside'));
		expect(await run(id, trigger)).toMatch(/\b1 file or folder [^:]*: deep[^:]*\/: n8n could not open this folder: ENAMETOOLONG\b/);
		expect((await countIn(album)) - before).toBe(3);
		await rename(join(folder, deep, 'inside'), aside);
		await rm(aside, { recursive: true });
		expect(await run(id, trigger)).toBe('nothing');
		expect((await countIn(album)) - before).toBe(3);
	}, 15 * MINUTE);
});
