/** A published workflow in a real n8n is started once by each photo. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { runN8n } from '../../tools/n8n/command.mts';
import { EditorApi } from '../../tools/n8n/editor-api.mts';
import { type Execution, itemsOf } from '../../tools/n8n/execution.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { owner } from '../support/sharedN8n.mts';
import { until } from '../support/until.mts';
import { chain, manualTrigger, photos, readFiles } from '../support/workflow.mts';

const MINUTE = 60_000;

/** n8n allows no poll time more frequent than every minute, but several poll times: here one for every 5 seconds. */
const everyFewSeconds = {
	item: Array.from({ length: 12 }, (_, index) => ({ mode: 'custom', cronExpression: `${index * 5} * * * * *` })),
};

let n8n: TestN8n;

beforeAll(async () => {
	n8n = await testN8n();
}, 15 * MINUTE);

afterAll(async () => await n8n.remove());

test('each uploaded photo starts the published workflow once, also across a restart of n8n', async () => {
	const account = await n8n.connect();
	const pictureOf = async (background: string) =>
		await sharp({ create: { width: 32, height: 24, channels: 3, background } }).jpeg().toBuffer();
	/** Uploads a picture with a workflow of this n8n. */
	const upload = async (editor: EditorApi) => {
		await writeFile(join(n8n.folder, 'first.jpg'), await pictureOf('teal'));
		const node = photos('Upload', account.id, { resource: 'mediaItem', operation: 'upload' });
		const workflow = chain('upload', [manualTrigger, readFiles(join(n8n.folder, 'first.jpg')), node]);
		const { id } = await editor.ask<{ id: string }>('POST', '/workflows', workflow);
		return itemsOf(await editor.runWorkflow(id, manualTrigger.name), 'Upload').map(({ json }) => json.id);
	};
	const trigger = {
		...photos('New Photo', account.id, { event: 'newMediaItem', from: 'library', pollTimes: everyFewSeconds }),
		type: 'n8n-nodes-google-photos-library.googlePhotosTrigger',
	};
	await n8n.instance.importWorkflow(chain('watch', [trigger, { name: 'Done', type: 'n8n-nodes-base.noOp' }]));
	const published = await runN8n(['publish:workflow', '--id=watch'], n8n.instance.environment);
	expect(published.stdout).toMatch(/Publishing workflow/);

	const polled = async (times: number) => {
		const methods = (await account.requests()).filter(({ method }) => method === 'mediaItems.list');
		return methods.length >= times;
	};
	/** Runs n8n until there are `started` executions and one more poll has ended. @returns the ids that started them */
	const idsOfExecutions = async (started: number, during: (editor: EditorApi) => Promise<void>) => {
		await account.resetRequests();
		const server = await n8n.instance.startServer();
		try {
			const editor = new EditorApi(server.url);
			await editor.signIn(owner);
			await until(async () => await polled(1));
			await during(editor);
			const executions = async () =>
				(await editor.ask<{ results: Array<{ id: string }> }>('GET', '/executions?filter={"workflowId":"watch"}')).results;
			await until(async () => (await executions()).length >= started);
			const now = (await account.requests()).filter(({ method }) => method === 'mediaItems.list').length;
			await until(async () => await polled(now + 1));
			const all = await Promise.all((await executions()).map(async ({ id }) => await editor.execution(id)));
			return all.map((execution: Execution) => itemsOf(execution, 'Done').map(({ json }) => json.id)).reverse();
		} finally {
			await server.stop();
		}
	};

	let first: unknown[] = [];
	const started = await idsOfExecutions(1, async (editor) => {
		first = await upload(editor);
	});
	expect(started).toEqual([first]);
	// While n8n is stopped.
	const pictures = [{ fileName: 'second.jpg', base64: (await pictureOf('coral')).toString('base64') }];
	const { mediaItemIds: second } = await account.seed({ pictures });
	expect(await idsOfExecutions(2, async () => {})).toEqual([first, second]);
}, 15 * MINUTE);
