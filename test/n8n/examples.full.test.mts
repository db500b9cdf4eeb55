/** The workflows of examples/: each is imported into n8n; those with messages, picking or an agent run here. */
import { join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { itemsOf } from '../../tools/n8n/execution.mts';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { example, exampleFiles, type ExampleNode, isNote, isPhotos } from '../support/examples.mts';
import { ExampleServer, PICTURES } from '../support/exampleServer.mts';
import type { TestN8n } from '../support/realN8n.mts';
import { chain, manualTrigger, photos, readFiles, type Step } from '../support/workflow.mts';

const MINUTE = 60_000;

/** Google refuses the sign-in of a request, and of every one after it. */
const refused = {
	kind: 'status' as const,
	status: 401,
	body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'No.' } },
	times: 100,
};

test.each(exampleFiles)('%s has notes, names no credential, and its connections refer to existing nodes', (file) => {
	const { id, nodes, connections, name } = example(file);
	expect(id).toBe(file.replace('.json', ''));
	expect(name).toMatch(/\w/);
	const names = nodes.map((node) => node.name);
	expect(new Set(names).size).toBe(names.length);
	expect(nodes.filter(isNote).length).toBeGreaterThan(1);
	// In the workflow itself, or in the example that it calls.
	expect(nodes.some((node) => isPhotos(node) || node.type.endsWith('.executeWorkflow'))).toBe(true);
	expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
	for (const [from, outputs] of Object.entries(connections)) {
		const targets = Object.values(outputs).flat(2).map(({ node }) => node);
		expect(names).toEqual(expect.arrayContaining([from, ...targets]));
	}
	// A node without an input is a trigger.
	const targets = Object.values(connections).flatMap((outputs) => Object.values(outputs).flat(2).map(({ node }) => node));
	const beginnings = nodes.filter((node) => !isNote(node) && !targets.includes(node.name) && !connections[node.name]?.ai_tool);
	expect(beginnings.filter(({ name: own, type }) => !/trigger|webhook/i.test(type) && !connections[own]?.ai_languageModel && !connections[own]?.ai_memory)).toEqual([]);
	// A webhook that waits for a response node has one.
	const replies = nodes.some(({ type }) => type.endsWith('.respondToWebhook'));
	expect(replies).toBe(nodes.some(({ parameters }) => parameters.responseMode === 'responseNode'));
	// No form page waits without a limit.
	const pages = nodes.filter(({ parameters }) => parameters.operation === 'completion');
	expect(pages.filter(({ parameters }) => !parameters.limitWaitTime)).toEqual([]);
	// No webhook without authentication.
	const hooks = nodes.filter(({ type }) => type.endsWith('.webhook'));
	expect(hooks.filter(({ parameters }) => !parameters.authentication)).toEqual([]);
});

describe.each(supportedN8n)('n8n $line', ({ environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<TestN8n['connect']>>;

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			const credentials = { googlePhotosLibraryOAuth2Api: account.id };
			const parameters = { 'Wait 10 Minutes': { amount: 1, unit: 'seconds' }, Chat: { public: true } };
			return Object.fromEntries(exampleFiles.map((file) => [file.replace('.json', ''), { credentials, parameters }]));
		}, environment);
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	test.each(exampleFiles)('%s is imported, and n8n knows all its nodes in their versions', async (file) => {
		const { id, nodes } = example(file);
		const stored = await server.editor.ask<{ nodes: Array<{ type: string; typeVersion: number }> }>('GET', `/workflows/${id}`);
		expect(stored.nodes).toHaveLength(nodes.length);
		const nodeInfos = nodes.map(({ type, typeVersion }) => ({
			// A tool is derived from the node of the same name.
			name: type.replace(/Tool$/, ''),
			version: typeVersion,
		}));
		const known = await server.editor.ask<Array<{ version: number | number[] }>>('POST', '/node-types', { nodeInfos });
		expect(known).toHaveLength(nodes.length);
		const unknown = nodeInfos.filter(({ version }, index) => ![known[index]?.version].flat().includes(version));
		expect(unknown).toEqual([]);
	});

	test('pick-within-hours: downloads the picks and deletes the session in any case', async () => {
		const ids = [];
		for (const [index, bytes] of server.pictures.slice(0, 3).entries()) ids.push(await account.addFromElsewhere(bytes, `holiday ${index}.jpg`));
		const gone = async () => (await account.counts()).byMethod['sessions.delete'] ?? 0;
		expect(await server.picking('pick-within-hours', account, ids)).toBeUndefined();
		expect(await gone()).toBe(1);
		expect(server.messages.at(-1)).toMatch(/^Please pick photos: https:/);

		expect(await server.picking('pick-within-hours', account, [])).toBeUndefined();
		expect(await gone()).toBe(1);

		await account.fault({ method: 'bytes', kind: 'status', status: 404, body: 'gone', times: 1 });
		expect(await server.picking('pick-within-hours', account, ids)).toMatch(/./);
		expect(await gone()).toBe(1);
		await account.clearFaults();

		await account.fault({ method: 'sessions.delete', ...refused });
		expect(await server.picking('pick-within-hours', account, ids)).toMatch(/Google did not accept the access token/);
		await account.clearFaults();
	}, 15 * MINUTE);

	test('new-photo-to-message: sends one message for all photos', async () => {
		const folder = join(server.n8n.folder, 'pictures');
		await mkdir(folder, { recursive: true });
		for (const [index, name] of ['first.jpg', '@second <!here>.jpg'].entries()) await writeFile(join(folder, name), server.pictures[index + 3] as Buffer);
		const upload = photos('Upload', account.id, { resource: 'mediaItem', operation: 'upload' });
		await server.n8n.instance.importWorkflow(chain('upload', [manualTrigger, readFiles(`${folder}/*`), upload]));
		await server.editor.runWorkflow('upload', manualTrigger.name);
		server.messages.length = 0;
		const execution = await server.editor.runWorkflow('new-photo-to-message', 'New Photo');
		expect(itemsOf(execution, 'New Photo')).toHaveLength(2);
		expect(server.messages).toHaveLength(1);
		expect(server.messages[0]).toMatch(/^2 new in Google Photos\n/);
		expect(server.messages[0]).toContain('• ＠second ‹!here›.jpg: ');
		expect(server.messages[0]).toMatch(/• first\.jpg: https:\/\/photos\.google\.com\/lr\/photo\//);

		// Discord takes no more than 2,000 characters
		const { nodes } = await server.editor.ask<{ nodes: ExampleNode[] }>('GET', '/workflows/new-photo-to-message');
		const named = (name: string): Step => ({ ...(nodes.find((node) => node.name === name) as ExampleNode) });
		const entry = "{ json: { filename: `${'x'.repeat(100)} ${index}.jpg`, productUrl: 'https://photos.google.com/lr/photo/1' } }";
		const jsCode = `return Array.from({ length: 60 }, (_, index) => (${entry}));`;
		const sixty = { name: 'Sixty', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
		await server.n8n.instance.importWorkflow(chain('sixty', [manualTrigger, sixty, named('Write Message'), named('Send Message')]));
		await server.editor.runWorkflow('sixty', manualTrigger.name);
		expect(server.messages[1]).toMatch(/^60 new in Google Photos\n[^]*… and \d+ more$/);
		expect(server.messages[1]?.length).toBeLessThanOrEqual(2000);
	}, 15 * MINUTE);

	test('pick-resize-album: the error names the files that failed, and a session that could not be deleted', async () => {
		const ids = [];
		for (const [index, bytes] of server.pictures.slice(5, 7).entries()) ids.push(await account.addFromElsewhere(bytes, `preexisting ${index}.jpg`));
		// not every machine has GraphicsMagick
		expect((await server.picking('pick-resize-album', account, ids)) ?? '').toMatch(/^$|pre·existing 0\.jpg could not be made smaller: /);
		expect((await account.counts()).byMethod['sessions.delete']).toBe(1);

		await account.fault({ method: 'sessions.delete', ...refused });
		expect(await server.picking('pick-resize-album', account, ids)).toMatch(/The session could not be deleted: \w/);
		await account.clearFaults();
	}, 15 * MINUTE);

	test('agent-with-google-photos: uploads from a URL, lists albums and searches one; errors tell the model what to do', async () => {
		await server.publish('agent-with-google-photos');
		const { openAi } = server;
		openAi.script.push(
			{ tool: 'List_Albums', values: {} },
			{ tool: 'Look_into_an_Album', values: { Album: 'Sunsets' } },
			{ tool: 'Upload_a_Photo', values: { URL: `https://${PICTURES}/sunset.jpg`, Album: 'Sunsets', Description: 'A sunset' } },
			{ tool: 'Upload_a_Photo', values: { URL: 'http://127.0.0.1/router.jpg', Album: 'Sunsets', Description: '' } },
			{ tool: 'List_Albums', values: {} },
			{ tool: 'Look_into_an_Album', values: { Album: 'Sunsets' } },
			{ say: 'It is in the album.' },
		);
		const reply = await fetch(server.chatAddress('agent-with-google-photos'), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'sendMessage', sessionId: 'two', chatInput: 'Put my sunset into Sunsets' }),
		});
		expect(await reply.json()).toMatchObject({ output: 'It is in the album.' });
		const toolReplies = openAi.asked.slice(1).map(({ messages }) => messages.at(-1)?.content ?? '');
		// where GraphicsMagick is installed, the example before has made an album
		expect(toolReplies[0]).toMatch(/Nothing was found|^[^{]*\{[^}]*"title":"Small copies"[^}]*\}[^{]*$/);
		expect(toolReplies[1]).toMatch(/There is no album with that title: album \\"Sunsets\\"\. .*use 'Album: Get or Create'/);
		expect(toolReplies[2]).toMatch(/"filename":"sunset\.jpg".*"albumTitle":"Sunsets"/);
		expect(toolReplies[3]).toMatch(/AI agents may not fetch files from the network that n8n runs in.* Use the node in the workflow itself/);
		expect(toolReplies[4]).toMatch(/"title":"Sunsets"/);
		expect(toolReplies[5]).toMatch(/"filename":"sunset\.jpg"/);
		const { mediaItems } = await account.library();
		expect(mediaItems.filter(({ filename }) => filename === 'sunset.jpg')).toMatchObject([{ description: 'A sunset' }]);
	}, 15 * MINUTE);
});
