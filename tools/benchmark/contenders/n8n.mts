import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Execution, NodeRun } from '../../n8n/execution.mts';
import { createInstance, type Instance } from '../../n8n/instance.mts';
import { chain, manualTrigger, type Step } from '../../../test/support/workflow.mts';
import type { Effort } from '../measure/measurement.mts';

const peakMemory = join(import.meta.dirname, '../measure/peak-memory.cjs');
const inUse = join(import.meta.dirname, '../measure/in-use.cjs');

/** Whether V8 is forced to collect garbage continuously: slow, but shows the memory that is really in use. */
export interface Collecting {
	collecting?: boolean;
}

/** Name of the measured node in a workflow. */
export const LAST = 'Last';

/** A real n8n that executes each workflow in a process of its own and records the resources used. */
export class MeasuredN8n {
	readonly instance: Instance;
	private readonly usageFile: string;
	private readonly inUseFile: string | undefined;

	private constructor(instance: Instance, usageFile: string, inUseFile: string | undefined) {
		this.instance = instance;
		this.usageFile = usageFile;
		this.inUseFile = inUseFile;
	}

	/**
	 * @param folder for n8n's files and those that workflows read and write
	 * @param environment leads requests to the emulator
	 */
	static async in(
		folder: string,
		name: string,
		environment: Record<string, string>,
		{ packageDir, collecting = false }: { packageDir?: string } & Collecting = {},
	) {
		const usageFile = join(folder, `${name}-usage`);
		const inUseFile = collecting ? join(folder, `${name}-in-use`) : undefined;
		const preloads = [peakMemory, ...(inUseFile === undefined ? [] : [inUse])];
		const instance = await createInstance({
			userFolder: join(folder, name),
			...(packageDir !== undefined && { packageDir }),
			files: [folder],
			environment: {
				...environment,
				NODE_OPTIONS: preloads.map((file) => `--require ${file}`).join(' '),
				PEAK_MEMORY_FILE: usageFile,
				...(inUseFile !== undefined && { IN_USE_FILE: inUseFile }),
			},
		});
		return new MeasuredN8n(instance, usageFile, inUseFile);
	}

	/**
	 * Executes a workflow of these steps. The time comes from n8n's execution data for the node named `LAST`; CPU time
	 * and memory are those of the process.
	 */
	async run(steps: Step[]): Promise<Effort & { execution: Execution }> {
		await this.instance.importWorkflow(chain('bench', [manualTrigger, ...steps]));
		await rm(this.usageFile, { force: true });
		if (this.inUseFile !== undefined) await rm(this.inUseFile, { force: true });
		const execution = await this.instance.execute('bench');
		for (const store of ['storage', 'binaryData']) {
			await rm(join(this.instance.userFolder, '.n8n', store), { recursive: true, force: true });
		}
		const usages = await linesOf<{ arguments: string[]; maxRSS: number; cpu: number }>(this.usageFile);
		const usage = usages.find((line) => line.arguments.includes('execute'));
		const [run] = execution.data.resultData.runData[LAST] ?? [];
		if (!usage || !run) throw new Error('n8n did not tell what the execution took');
		return {
			execution,
			seconds: run.executionTime / 1000,
			cpuSeconds: usage.cpu / 1e6,
			peakBytes: usage.maxRSS * 1024,
			...(this.inUseFile !== undefined && { inUseBytes: await this.maxInUse(this.inUseFile, run) }),
		};
	}

	/** Maximum number of bytes in use while a node ran. */
	private async maxInUse(file: string, { startTime, executionTime }: NodeRun): Promise<number> {
		const lines = await linesOf<{ at: number; bytes: number }>(file);
		const samples = lines.filter(({ at }) => at >= startTime && at <= startTime + executionTime);
		if (samples.length === 0) throw new Error('The node was too quick to see what is in use meanwhile');
		return Math.max(...samples.map(({ bytes }) => bytes));
	}
}

/** Parses a file with one JSON value on each line. */
async function linesOf<Line>(file: string): Promise<Line[]> {
	return (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Line);
}
