/** The workflows of examples/: n8n imports them, and those whose other services can be served here are run. */
import { copyFile, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { samplesFolder, sampleNames } from '../../demo/samples.mts';
import { itemsOf } from '../../real-n8n/execution.mts';
import { example, exampleFiles, isNote, isPhotos } from '../support/examples.mts';
import { ExampleServer } from '../support/exampleServer.mts';
import type { TestN8n } from '../support/realN8n.mts';
import { chain, manualTrigger, photos, readFiles } from '../support/workflow.mts';

const MINUTE = 60_000;

let server: ExampleServer;
let account: Awaited<ReturnType<TestN8n['connect']>>;
let inbox: string;
let backup: string;

beforeAll(async () => {
	server = await ExampleServer.start(async ({ n8n }) => {
		account = await n8n.connect();
		inbox = join(n8n.folder, 'inbox');
		backup = join(n8n.folder, 'backup');
		const credentials = { googlePhotosLibraryOAuth2Api: account.id };
		const texts = { '/files/photos-inbox': inbox, '/files/photos-backup': backup };
		return Object.fromEntries(exampleFiles.map((file) => [file.replace('.json', ''), { credentials, texts }]));
	});
	await mkdir(inbox);
}, 15 * MINUTE);

afterAll(async () => await server.stop());

describe.each(exampleFiles)('%s', (file) => {
	test('explains itself, names no credential, and everything it consists of is there', async () => {
		const { nodes, connections, name } = example(file);
		expect(name).toMatch(/\w/);
		const names = nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		expect(nodes.filter(isNote).length).toBeGreaterThan(1);
		// itself, or in the example that it calls
		expect(nodes.some((node) => isPhotos(node) || node.type.endsWith('.executeWorkflow'))).toBe(true);
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		for (const [from, outputs] of Object.entries(connections)) {
			const targets = Object.values(outputs).flat(2).map(({ node }) => node);
			expect(names).toEqual(expect.arrayContaining([from, ...targets]));
		}
	});

	test('is imported by n8n, which knows all its nodes', async () => {
		const { id, nodes } = example(file);
		const stored = await server.editor.ask<{ nodes: Array<{ type: string; typeVersion: number }> }>('GET', `/workflows/${id}`);
		expect(stored.nodes).toHaveLength(nodes.length);
		const known = await server.editor.ask<unknown[]>('POST', '/node-types', {
			// a tool is made of the node of its name
			nodeInfos: stored.nodes.map(({ type, typeVersion }) => ({ name: type.replace(/Tool$/, ''), version: typeVersion })),
		});
		expect(known).toHaveLength(nodes.length);
	});
});

/**
 * Puts pictures of the demo into a folder under these names.
 *
 * @param first the how manieth picture is the first: Google keeps the name with which it got a picture first
 */
async function picturesAs(folder: string, names: string[], first = 0) {
	await mkdir(folder, { recursive: true });
	const pictures = (await sampleNames()).filter((name) => name.endsWith('.jpg')).slice(first);
	for (const [index, name] of names.entries()) await copyFile(join(samplesFolder, pictures[index] ?? ''), join(folder, name));
}

test('new-photo-to-message: one message for all photos', async () => {
	const folder = join(server.n8n.folder, 'pictures');
	await picturesAs(folder, ['first.jpg', 'second.jpg']);
	const upload = photos('Upload', account.id, { resource: 'mediaItem', operation: 'upload' });
	await server.n8n.instance.importWorkflow(chain('upload', [manualTrigger, readFiles(`${folder}/*`), upload]));
	await server.editor.runWorkflow('upload', manualTrigger.name);
	await server.editor.runWorkflow('new-photo-to-message', 'New Photo');
	expect(server.messages).toHaveLength(1);
	expect(server.messages[0]).toMatch(/^2 new in Google Photos\n/);
	expect(server.messages[0]).toMatch(/• first\.jpg: https:\/\/photos\.google\.com\/lr\/photo\//);
}, 15 * MINUTE);

test('collect-now-upload-hourly: what came in the hour before goes into the album, once', async () => {
	const hour = new Date(Date.now() - 60 * MINUTE).toISOString().slice(0, 13).replace('T', '-');
	await picturesAs(inbox, [`${hour}--sea.jpg`, `${hour}--hills -- again.jpg`, '2020-01-01-00--old.jpg'], 2);
	const execution = await server.editor.runWorkflow('collect-now-upload-hourly', 'Every Hour');
	const uploaded = itemsOf(execution, 'Upload All').map(({ json }) => [json.filename, json.albumTitle]);
	expect(uploaded.sort()).toEqual([
		['hills -- again.jpg', 'Collected by n8n'],
		['sea.jpg', 'Collected by n8n'],
	]);
	expect((await account.library()).mediaItems).toHaveLength(4);
}, 15 * MINUTE);

test('folder-backup: only what is verified is moved, and what is left is told', async () => {
	await picturesAs(backup, ['one [1].jpg', 'two {2}.jpg', 'three.jpg'], 4);
	await writeFile(join(backup, 'notes.txt'), 'not a picture');
	await writeFile(join(backup, 'still copying.jpg'), 'just now');
	const old = new Date(Date.now() - 10 * MINUTE);
	for (const name of ['one [1].jpg', 'two {2}.jpg', 'three.jpg', 'notes.txt']) await utimes(join(backup, name), old, old);
	const failed = await server.editor.runWorkflow('folder-backup', 'Every Night').then(
		() => 'nothing',
		(error: Error) => error.message,
	);
	expect(failed).toMatch(/1 not in Google Photos yet: The file is neither a photo nor a video: file "notes\.txt"/);
	expect((await readdir(join(backup, 'done'))).sort()).toEqual(['one [1].jpg', 'three.jpg', 'two {2}.jpg']);
	expect((await readdir(backup)).sort()).toEqual(['done', 'notes.txt', 'still copying.jpg']);
	const { albums, mediaItems } = await account.library();
	const [album] = albums.filter(({ title }) => title === 'Folder backup');
	expect(mediaItems.filter(({ albumIds }) => albumIds.includes(album?.id ?? ''))).toHaveLength(3);
}, 15 * MINUTE);

test('drive-to-photos: what is verified gets a mark and is not taken again', async () => {
	const { drive, pictures, editor } = server;
	const inDrive = (id: string, content: Buffer) => ({ id, name: `${id}.jpg`, mimeType: 'image/jpeg', content, appProperties: {} });
	drive.files.push(inDrive('meadow', await sharp(pictures[0]).resize(200).toBuffer()), inDrive('broken', Buffer.from('not a picture')));
	const upload = async () => itemsOf(await editor.runWorkflow('drive-to-photos', 'Every Hour'), 'Upload');
	expect((await upload()).map(({ json }) => [json.filename, json.albumTitle, json.verified])).toEqual([
		['meadow.jpg', 'From Google Drive', true],
		[undefined, undefined, undefined],
	]);
	expect(drive.files.map(({ appProperties }) => appProperties)).toEqual([{ inGooglePhotos: 'yes' }, {}]);
	expect(drive.queries[0]).toContain("mimeType contains 'image/'");
	expect(await upload()).toHaveLength(1);
}, 15 * MINUTE);
