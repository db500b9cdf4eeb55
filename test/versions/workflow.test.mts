/** The demo's workflow in each n8n that is supported: every sample into an album by its title, and back. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFiles, isGood } from '../../demo/check.mts';
import { sampleNames, samplesFolder } from '../../demo/samples.mts';
import { demoWorkflow, downloadNode, uploadNode } from '../../demo/workflow.mts';
import { runN8n } from '../../real-n8n/command.mts';
import { itemsOf } from '../../real-n8n/execution.mts';
import { runsN8n1 } from '../../real-n8n/versions.mts';
import { type TestN8n, testN8n } from '../support/realN8n.mts';

const MINUTES = 60_000;

describe.each([
	{ line: '1.123', environment: runsN8n1 },
	{ line: '2.41', environment: {} },
])('n8n $line', ({ line, environment }) => {
	let n8n: TestN8n;
	beforeAll(async () => {
		n8n = await testN8n(environment);
	}, 15 * MINUTES);
	afterAll(async () => await n8n.remove());

	test('is the one that runs', async () => {
		const { stdout } = await runN8n(['--version'], n8n.instance.environment);
		expect(stdout).toContain(`${line}.`);
	}, MINUTES);

	test('uploads every sample into an album by title and downloads it again, byte for byte', async () => {
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
	}, 2 * MINUTES);
});
