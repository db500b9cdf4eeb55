/** Executions of a real n8n that share a request to Google: one that is stopped takes none of the others along. */
import { runN8n } from '../../real-n8n/command.mts';
import { EditorApi } from '../../real-n8n/editor-api.mts';
import { deliver, numberedPictures, receiver, sha256 } from '../support/queueLoad.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';
import { until } from '../support/until.mts';

const MINUTE = 60_000;
const owner = { email: 'owner@example.com', password: 'Only-for-tests-1', firstName: 'Test', lastName: 'Owner' };

let n8n: TestN8n;

beforeAll(async () => {
	n8n = await testN8n();
}, 15 * MINUTE);

afterAll(async () => await n8n.remove());

test('the execution that began the request is stopped before it leaves', async () => {
	const account = await n8n.connect({ switches: { createLatencyMs: 8000 } });
	await n8n.instance.importWorkflow(receiver('receive', [account]));
	await runN8n(['publish:workflow', '--id=receive'], n8n.instance.environment);
	const server = await n8n.instance.startServer();
	try {
		const editor = new EditorApi(server.url);
		await editor.signIn(owner);
		const executions = async () => {
			const { results } = await editor.ask<{ results: Array<{ id: string; status: string }> }>('GET', '/executions?limit=10');
			return results.sort((one, other) => Number(one.id) - Number(other.id));
		};
		const pictures = await numberedPictures('together', 4);
		for (const [index, picture] of pictures.entries()) {
			await deliver(server.url, [{ account, pictures: [picture] }]);
			await until(async () => (await account.counts()).byMethod.uploads === index + 1);
		}
		// the first one's request is under way; the second waits with one of its own, which the others have joined
		const [, leader] = await executions();
		await editor.ask('POST', `/executions/${leader?.id}/stop`);
		await until(async () => (await executions()).every(({ status }) => status !== 'running' && status !== 'new'));

		expect((await executions()).map(({ status }) => status)).toEqual(['success', 'canceled', 'success', 'success']);
		const { mediaItems } = await account.library();
		const wanted = pictures.filter((_, index) => index !== 1).map(sha256);
		expect(mediaItems.map((item) => item.sha256).sort()).toEqual(wanted.sort());
		expect((await account.counts()).byMethod['mediaItems.batchCreate']).toBe(2);
	} finally {
		await server.stop();
	}
}, 5 * MINUTE);
