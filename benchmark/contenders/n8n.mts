import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Execution } from '../../real-n8n/execution.mts';
import { createInstance, type Instance } from '../../real-n8n/instance.mts';
import { chain, manualTrigger, type Step } from '../../test/support/workflow.mts';
import type { Effort } from '../measure/measurement.mts';

const preload = join(import.meta.dirname, '../../test/support/peakMemory.cjs');

/** The node of a workflow that is measured. */
export const LAST = 'Last';

/** A real n8n, each of whose executions is a process that tells what it took. */
export class MeasuredN8n {
	readonly instance: Instance;
	private readonly usageFile: string;

	private constructor(instance: Instance, usageFile: string) {
		this.instance = instance;
		this.usageFile = usageFile;
	}

	/**
	 * @param folder holds n8n's own files, and those that workflows may read and write
	 * @param environment that leads to the emulator
	 */
	static async in(folder: string, name: string, environment: Record<string, string>, packageDir?: string) {
		const usageFile = join(folder, `${name}-usage`);
		const instance = await createInstance({
			userFolder: join(folder, name),
			...(packageDir !== undefined && { packageDir }),
			files: [folder],
			environment: { ...environment, NODE_OPTIONS: `--require ${preload}`, PEAK_MEMORY_FILE: usageFile },
		});
		return new MeasuredN8n(instance, usageFile);
	}

	/**
	 * Runs a workflow of these steps. The time is what n8n's own execution data records for the node named
	 * `LAST`; CPU time and memory are those of the process.
	 */
	async run(steps: Step[]): Promise<Effort & { execution: Execution }> {
		await this.instance.importWorkflow(chain('bench', [manualTrigger, ...steps]));
		await rm(this.usageFile, { force: true });
		const execution = await this.instance.execute('bench');
		for (const store of ['storage', 'binaryData']) {
			await rm(join(this.instance.userFolder, '.n8n', store), { recursive: true, force: true });
		}
		const lines = (await readFile(this.usageFile, 'utf8')).trim().split('\n');
		const usage = lines
			.map((line) => JSON.parse(line) as { arguments: string[]; maxRSS: number; cpu: number })
			.find((line) => line.arguments.includes('execute'));
		const [run] = execution.data.resultData.runData[LAST] ?? [];
		if (!usage || !run) throw new Error('n8n did not tell what the execution took');
		return {
			execution,
			seconds: run.executionTime / 1000,
			cpuSeconds: usage.cpu / 1e6,
			peakBytes: usage.maxRSS * 1024,
		};
	}
}
