import { createRequire } from 'node:module';
import { join } from 'node:path';

/** One output item of a node, with its files by field name and the input items it is paired with. */
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
	/** Human-readable, for example `12.3 kB`. */
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

/** Thrown for an execution that ended with an error. */
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

/** Items of the node's last run at the output with this index. */
export function itemsOf(execution: Execution, nodeName: string, output = 0): Item[] {
	return execution.data.resultData.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
}

/** Extracts the execution from the output of `n8n execute`, where it stands between log lines. */
export function executionInText(text: string): Execution | undefined {
	const json = /^\{\r?\n[\s\S]*?^\}\r?$/m.exec(text)?.[0];
	return json === undefined ? undefined : (JSON.parse(json) as Execution);
}

/**
 * Parses the run data in replies of n8n's REST API: JSON in which each object is written once and referenced by index
 * (https://github.com/WebReflection/flatted).
 */
export function executionDataInFlatted(text: string): Execution['data'] {
	const require = createRequire(join(import.meta.dirname, 'node_modules', 'n8n', 'package.json'));
	const flatted = require('flatted') as { parse(text: string): unknown };
	return flatted.parse(text) as Execution['data'];
}
