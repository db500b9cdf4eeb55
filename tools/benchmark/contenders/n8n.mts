import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Execution, NodeRun } from '../../n8n/execution.mts';
import { createInstance, type Instance } from '../../n8n/instance.mts';
import { chain, manualTrigger, type Step } from '../../../test/support/workflow.mts';
import type { Effort } from '../measure/measurement.mts';

const peakMemory = join(import.meta.dirname, '../measure/peak-memory.cjs');
const inUse = join(import.meta.dirname, '../measure/in-use.cjs');

/** Whether V8 is made to collect all it can all the time: that takes time, and shows what is really in use. */
export interface Collecting {
	collecting?: boolean;
}

/** The node of a workflow that is measured. */
export const LAST = 'Last';

/** A real n8n, each of whose executions is a process that tells what it took. */
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
	 * @param folder holds n8n's own files, and those that workflows may read and write
	 * @param environment that leads to the emulator
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
	 * Runs a workflow of these steps. The time is what n8n's own execution data records for the node named
	 * `LAST`; CPU time and memory are those of the process.
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
			...(this.inUseFile !== undefined && { inUseBytes: await this.mostInUse(this.inUseFile, run) }),
		};
	}

	/** Bytes that were in use at the most while a node ran. */
	private async mostInUse(file: string, { startTime, executionTime }: NodeRun): Promise<number> {
		const lines = await linesOf<{ at: number; bytes: number }>(file);
		const meanwhile = lines.filter(({ at }) => at >= startTime && at <= startTime + executionTime);
		if (meanwhile.length === 0) throw new Error('The node was too quick to see what is in use meanwhile');
		return Math.max(...meanwhile.map(({ bytes }) => bytes));
	}
}

/** The lines of a file, each of which is JSON. */
async function linesOf<Line>(file: string): Promise<Line[]> {
	return (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Line);
}
