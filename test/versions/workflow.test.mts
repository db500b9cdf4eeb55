/** Each supported n8n: the demo's workflow, the editor's list of nodes, and the credential's test. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CREDENTIAL_BLANKING_VALUE } from 'n8n-workflow';
import { checkFiles, isGood } from '../../tools/demo/check.mts';
import { sampleNames, samplesFolder } from '../../tools/demo/samples.mts';
import { demoWorkflow, downloadNode, uploadNode } from '../../tools/demo/workflow.mts';
import { runN8n } from '../../tools/n8n/command.mts';
import { EditorApi } from '../../tools/n8n/editor-api.mts';
import { itemsOf } from '../../tools/n8n/execution.mts';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';

const MINUTES = 60_000;
const owner = { email: 'owner@example.com', password: 'Versions-of-n8n-1', firstName: 'Owner', lastName: 'Of Photos' };

describe.each(supportedN8n)('n8n $line', ({ line, environment }) => {
	let n8n: TestN8n;
	beforeAll(async () => {
		n8n = await testN8n(environment);
	}, 15 * MINUTES);
	afterAll(async () => await n8n.remove());

	test('runs this version', async () => {
		const { stdout } = await runN8n(['--version'], n8n.instance.environment);
		expect(stdout).toContain(`${line}.`);
	}, 15 * MINUTES);

	test('uploads every sample into an album by title, and downloads them byte for byte', async () => {
		const [samples, downloads] = [join(n8n.folder, 'samples'), join(n8n.folder, 'downloads')];
		await mkdir(downloads);
		await cp(samplesFolder, samples, { recursive: true });
		const account = await n8n.control.account();
		await n8n.instance.importCredential(account);
		const workflow = await demoWorkflow(samples, downloads);
		await n8n.instance.importWorkflow(workflow);

		const execution = await n8n.instance.execute(workflow.id);

		const names = await sampleNames();
		expect(itemsOf(execution, uploadNode)).toHaveLength(names.length);
		expect(itemsOf(execution, downloadNode)).toHaveLength(names.length);
		const outcomes = await checkFiles(execution, account, downloads);
		expect(outcomes.filter((outcome) => !isGood(outcome))).toEqual([]);
	}, 15 * MINUTES);

	test("offers the node, the trigger and the tool in its editor, and the credential's test passes", async () => {
		const account = await n8n.control.account();
		await n8n.instance.importCredential(account, { id: 'tested', name: 'Tested' });
		const server = await n8n.instance.startServer();
		try {
			const editor = new EditorApi(server.url);
			await editor.signIn(owner);
			const types = await fetch(`${server.url}/types/nodes.json`, { headers: { cookie: editor.cookie } });
			const names = ((await types.json()) as Array<{ name: string }>).map((node) => node.name);
			const ours = names.filter((name) => name.startsWith('n8n-nodes-google-photos-library.'));
			expect(ours.map((name) => name.split('.')[1]).sort()).toEqual([
				'googlePhotos',
				'googlePhotosTool',
				'googlePhotosTrigger',
			]);
			const stored = await editor.ask<{ data: object }>('GET', '/credentials/tested?includeData=true');
			// n8n hides the token, and fills it in again where it finds this placeholder.
			const data = { ...stored.data, oauthTokenData: CREDENTIAL_BLANKING_VALUE };
			const tested = await editor.ask('POST', '/credentials/test', { credentials: { ...stored, data } });
			expect(tested).toMatchObject({ status: 'OK' });
			expect((await account.requests()).map(({ method }) => method)).toEqual(['albums.list']);
		} finally {
			await server.stop();
		}
	}, 15 * MINUTES);
});
