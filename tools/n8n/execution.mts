import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What one node gave out: data, files by field name, and the input items it comes from. */
export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, BinaryFile>;
	pairedItem?: unknown;
	error?: { message: string; description?: string | null };
}

/** A file in n8n's binary store. */
export interface BinaryFile {
	mimeType: string;
	fileName?: string;
	fileExtension?: string;
	/** As people read it, for example `12.3 kB`. */
	fileSize?: string;
	id?: string;
	data: string;
}

export interface ExecutionError {
	message: string;
	description?: string | null;
	node?: { name: string };
	httpCode?: string | null;
}

export interface NodeRun {
	/** Unix time in milliseconds. */
	startTime: number;
	/** Milliseconds. */
	executionTime: number;
	executionStatus?: string;
	data?: { main?: Array<Item[] | null> };
	error?: ExecutionError;
	hints?: Array<{ message: string }>;
}

/** One execution of a workflow, as n8n records it. */
export interface Execution {
	/** `success`, `error`, `canceled`, … */
	status: string;
	mode: string;
	data: {
		resultData: {
			runData: Record<string, NodeRun[]>;
			lastNodeExecuted?: string;
			error?: ExecutionError;
		};
	};
}

/** An execution that ended with an error; it is kept in `execution`. */
export class ExecutionFailed extends Error {
	readonly execution: Execution;

	constructor(execution: Execution) {
		const { error } = execution.data.resultData;
		super(
			`The execution ended with "${error?.message ?? execution.status}" ${error?.description ?? ''}`,
		);
		this.name = 'ExecutionFailed';
		this.execution = execution;
	}
}

/** Items that a node gave out in its last run, at the output with this index. */
export function itemsOf(execution: Execution, nodeName: string, output = 0): Item[] {
	return execution.data.resultData.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
}

/** Finds the execution in what `n8n execute` prints between its log lines. */
export function executionInText(text: string): Execution | undefined {
	const json = /^\{\r?\n[\s\S]*?^\}\r?$/m.exec(text)?.[0];
	return json === undefined ? undefined : (JSON.parse(json) as Execution);
}

/**
 * The run data of an execution as n8n's REST API gives it: JSON in which every object is written
 * once and referred to by number (https://github.com/WebReflection/flatted).
 */
export function executionDataInFlatted(text: string): Execution['data'] {
	const require = createRequire(join(import.meta.dirname, 'node_modules', 'n8n', 'package.json'));
	const flatted = require('flatted') as { parse(text: string): unknown };
	return flatted.parse(text) as Execution['data'];
}
