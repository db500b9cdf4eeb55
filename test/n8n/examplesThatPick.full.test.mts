/** The examples in which somebody picks, without a browser: to a folder or a bucket, and asked by an agent. */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import type { ExampleNode } from '../support/examples.mts';
import { ExampleServer } from '../support/exampleServer.mts';
import { until } from '../support/until.mts';

const MINUTE = 60_000;

describe.each(supportedN8n)('n8n $line', ({ environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<ExampleServer['n8n']['connect']>>;
	let folder: string;

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			folder = join(n8n.folder, 'saved');
			const own = { credentials: { googlePhotosLibraryOAuth2Api: account.id }, texts: { '/files/from-google-photos': folder } };
			return { 'photos-to-folder': own, 'agent-asks-to-pick': { ...own, parameters: { Chat: { public: true } } } };
		}, environment);
		await mkdir(folder);
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	let made = 0;
	/** A picture of the user's library, with different bytes each time. */
	const picture = async () => await sharp(server.pictures[0]).resize(200 + ++made).jpeg().toBuffer();
	const pick = async (ids: string[]) => await server.picking('photos-to-folder', account, ids);
	const deletions = async () => (await account.counts()).byMethod['sessions.delete'] ?? 0;

	/** Activates and deactivates nodes of the stored workflow. */
	async function disable(disabled: Record<string, boolean>): Promise<void> {
		const path = '/workflows/photos-to-folder';
		const { nodes, versionId } = await server.editor.ask<{ nodes: ExampleNode[]; versionId: string }>('GET', path);
		const changed = nodes.map((node) => (node.name in disabled ? { ...node, disabled: disabled[node.name] } : node));
		await server.editor.ask('PATCH', path, { nodes: changed, versionId });
	}

	test('photos-to-folder: saves each pick under a name of its own, once, and deletes the session', async () => {
		const pictures = await Promise.all([picture(), picture(), picture()]);
		const ids: string[] = [];
		for (const [index, name] of ['beach.jpg', 'beach.jpg', 'a "b" <c>: d?.jpg'].entries()) {
			ids.push(await account.addFromElsewhere(pictures[index] as Buffer, name));
		}
		expect(await pick(ids)).toBeUndefined();
		const saved = (await readdir(folder)).sort();
		expect(saved).toEqual([
			expect.stringMatching(/^\d{4}-\d\d-\d\d a _b_ _c__ d_ \(\w+\)\.jpg$/),
			expect.stringMatching(/^\d{4}-\d\d-\d\d beach \(\w+\)\.jpg$/),
			expect.stringMatching(/^\d{4}-\d\d-\d\d beach \(\w+\)\.jpg$/),
		]);
		const contents = await Promise.all(saved.map(async (name) => (await readFile(join(folder, name))).toString('hex')));
		expect(contents.sort()).toEqual(pictures.map((bytes) => bytes.toString('hex')).sort());
		expect(await deletions()).toBe(1);

		expect(await pick([ids[0] as string, ids[1] as string])).toBeUndefined();
		expect((await readdir(folder)).sort()).toEqual(saved);
		expect(await pick([])).toBeUndefined();
		expect(await deletions()).toBe(1);
	}, 15 * MINUTE);

	test('photos-to-folder: saves more picks than one batch, except those that fail, which the error names', async () => {
		const ids: string[] = [];
		for (let index = 0; index < 53; index++) ids.push(await account.addFromElsewhere(await picture(), `preexisting ${index}.jpg`));
		const before = (await readdir(folder)).length;
		await account.fault({ method: 'bytes', kind: 'status', status: 404, body: 'gone', times: 1 });
		expect(await pick(ids)).toMatch(/\d{4}-\d\d-\d\d pre·existing \d+ \(\w+\)\.jpg: \w/);
		await account.clearFaults();
		expect((await readdir(folder)).length - before).toBe(52);
		expect(await deletions()).toBe(1);
		expect(await pick(ids)).toBeUndefined();
		expect((await readdir(folder)).length - before).toBe(53);

		await rename(folder, `${folder}-away`);
		expect(await pick(ids.slice(0, 2))).toMatch(/pre·existing 0 \(\w+\)\.jpg: \w.*pre·existing 1 \(\w+\)\.jpg: \w/);
		await rename(`${folder}-away`, folder);
	}, 15 * MINUTE);

	test('photos-to-folder: saves in a bucket instead', async () => {
		await disable({ 'Save in Bucket': false, 'Save in Folder': true });
		const [one, two] = [await picture(), await picture()];
		const ids = [await account.addFromElsewhere(one, 'meadow.jpg'), await account.addFromElsewhere(two, 'öl & 写.jpg')];
		expect(await pick(ids)).toBeUndefined();
		const { objects, refused } = server.s3;
		const keys = [...objects.keys()].sort();
		expect(keys).toEqual([expect.stringMatching(/ meadow \(\w+\)\.jpg$/), expect.stringMatching(/ öl & 写 \(\w+\)\.jpg$/)]);
		expect(keys.map((key) => objects.get(key)?.content)).toEqual([one, two]);
		refused.add(keys[0] as string);
		expect(await pick(ids)).toMatch(/ meadow \(\w+\)\.jpg: \w/);
		expect(await deletions()).toBe(1);
		refused.clear();
	}, 15 * MINUTE);

	test('agent-asks-to-pick: gives a link in the chat, and sees the picks when the user says so', async () => {
		await server.publish('agent-asks-to-pick');
		const { openAi } = server;
		const say = async (chatInput: string): Promise<string> => {
			const reply = await fetch(server.chatAddress('agent-asks-to-pick'), {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ action: 'sendMessage', sessionId: 'rome', chatInput }),
			});
			return ((await reply.json()) as { output: string }).output;
		};
		const told = () => openAi.asked.at(-1)?.messages.at(-1)?.content ?? '';
		const picks = [];
		for (const name of ['forum.jpg', 'tiber.jpg']) picks.push(await account.addFromElsewhere(await picture(), name));

		openAi.script.push({ tool: 'Get_a_Link', values: {} }, { say: 'Please pick: (link). Session: (id)' });
		expect(await say('Which photos of Rome have I?')).toContain('Please pick');
		const [link] = JSON.parse(told()) as Array<{ id: string; pickerUri: string }>;
		expect(link?.pickerUri).toMatch(/^https:\/\/photos\.google\.com\/picker\/.*\/autoclose$/);

		const wait = { tool: 'Wait_for_the_Picks', values: { Session_ID: link?.id } };
		await account.pick(link?.id ?? '', picks);
		openAi.script.push(wait, { say: 'Two: forum.jpg and tiber.jpg.' });
		expect(await say('Done')).toContain('forum.jpg');
		const toolReply = told();
		for (const name of ['forum.jpg', 'tiber.jpg']) expect(toolReply).toContain(`"filename":"${name}"`);
		// what was said before is in the request, so that the model finds the session's ID
		expect(JSON.stringify(openAi.asked.at(-1)?.messages)).toContain('Session: (id)');

		openAi.script.push({ tool: 'End_the_Session', values: { Session_ID: link?.id } }, wait, { say: 'It has ended.' });
		await account.resetRequests();
		expect(await say('Thank you')).toBe('It has ended.');
		expect(await deletions()).toBe(1);
		expect(told()).toMatch(/error/i);
		await until(async () => (await server.outcome('agent-asks-to-pick')).status === 'success');
	}, 15 * MINUTE);
});
