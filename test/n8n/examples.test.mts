/** The workflows of examples/: n8n imports them, and those whose other services can be served here are run. */
import { copyFile, mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { samplesFolder, sampleNames } from '../../demo/samples.mts';
import { EditorApi } from '../../real-n8n/editor-api.mts';
import { itemsOf } from '../../real-n8n/execution.mts';
import type { N8nServer } from '../../real-n8n/server.mts';
import { example, exampleFiles, isPhotos } from '../support/examples.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { chain, manualTrigger, photos, readFiles } from '../support/workflow.mts';

const MINUTE = 60_000;
const CHAT = 'https://chat.example.com/webhook';
const owner = { email: 'owner@example.com', password: 'Only-for-tests-1', firstName: 'Test', lastName: 'Owner' };

let n8n: TestN8n;
let account: Awaited<ReturnType<TestN8n['connect']>>;
let server: N8nServer;
let editor: EditorApi;
let chat: Server;
let chatAddress: string;
const messages: string[] = [];
let inbox: string;

beforeAll(async () => {
	n8n = await testN8n();
	account = await n8n.connect();
	chat = createServer((request, reply) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			messages.push((JSON.parse(body) as { text: string }).text);
			reply.end('{}');
		});
	});
	await new Promise<void>((listening) => chat.listen(0, '127.0.0.1', listening));
	chatAddress = `http://127.0.0.1:${(chat.address() as AddressInfo).port}/`;
	inbox = join(n8n.folder, 'inbox');
	await mkdir(inbox);
	for (const file of exampleFiles) {
		await n8n.instance.importWorkflow(example(file, account.id, { [CHAT]: chatAddress, '/files/photos-inbox': inbox }));
	}
	server = await n8n.instance.startServer();
	editor = new EditorApi(server.url);
	await editor.signIn(owner);
}, 15 * MINUTE);

afterAll(async () => {
	await server.stop();
	chat.close();
	await n8n.remove();
});

describe.each(exampleFiles)('%s', (file) => {
	test('explains itself, names no credential, and everything it consists of is there', async () => {
		const { nodes, connections, name } = example(file);
		expect(name).toMatch(/\w/);
		const names = nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		expect(nodes.filter(({ type }) => type.endsWith('.stickyNote')).length).toBeGreaterThan(1);
		expect(nodes.some(isPhotos)).toBe(true);
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		for (const [from, { main }] of Object.entries(connections as Record<string, { main: Array<Array<{ node: string }>> }>)) {
			expect(names).toEqual(expect.arrayContaining([from, ...main.flat().map(({ node }) => node)]));
		}
	});

	test('is imported by n8n, which knows all its nodes', async () => {
		const { id, nodes } = example(file);
		const stored = await editor.ask<{ nodes: Array<{ type: string; typeVersion: number }> }>('GET', `/workflows/${id}`);
		expect(stored.nodes).toHaveLength(nodes.length);
		const known = await editor.ask<unknown[]>('POST', '/node-types', {
			nodeInfos: stored.nodes.map(({ type, typeVersion }) => ({ name: type, version: typeVersion })),
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
	const folder = join(n8n.folder, 'pictures');
	await picturesAs(folder, ['first.jpg', 'second.jpg']);
	const upload = photos('Upload', account.id, { resource: 'mediaItem', operation: 'upload' });
	await n8n.instance.importWorkflow(chain('upload', [manualTrigger, readFiles(`${folder}/*`), upload]));
	await editor.runWorkflow('upload', manualTrigger.name);
	await editor.runWorkflow('new-photo-to-message', 'New Photo');
	expect(messages).toHaveLength(1);
	expect(messages[0]).toMatch(/^2 new in Google Photos\n/);
	expect(messages[0]).toMatch(/• first\.jpg: https:\/\/photos\.google\.com\/lr\/photo\//);
}, MINUTE);

test('collect-now-upload-hourly: what came in the hour before goes into the album, once', async () => {
	const hour = new Date(Date.now() - 60 * MINUTE).toISOString().slice(0, 13).replace('T', '-');
	await picturesAs(inbox, [`${hour}--sea.jpg`, `${hour}--hills -- again.jpg`, '2020-01-01-00--old.jpg'], 2);
	const execution = await editor.runWorkflow('collect-now-upload-hourly', 'Every Hour');
	const uploaded = itemsOf(execution, 'Upload All').map(({ json }) => [json.filename, json.albumTitle]);
	expect(uploaded.sort()).toEqual([
		['hills -- again.jpg', 'Collected by n8n'],
		['sea.jpg', 'Collected by n8n'],
	]);
	expect((await account.library()).mediaItems).toHaveLength(4);
}, MINUTE);
