import type { Comparison } from '../measure/comparison.mts';
import type { Measurement } from '../measure/measurement.mts';

export const MEBIBYTE = 1024 ** 2;

export const seconds = (value: number | undefined): string =>
	value === undefined ? '–' : `${value < 100 ? value.toFixed(1) : Math.round(value)} s`;

export const mebibytes = (bytes: number | undefined): string =>
	bytes === undefined ? '–' : `${Math.round(bytes / MEBIBYTE)} MiB`;

/** A size for display: 200 kB, 10 MiB, 4 GiB. */
export function size(bytes: number): string {
	if (bytes % 1024 ** 3 === 0) return `${bytes / 1024 ** 3} GiB`;
	if (bytes % MEBIBYTE === 0) return `${bytes / MEBIBYTE} MiB`;
	return `${bytes / 1000} kB`;
}

/**
 * The amount in excess of the same workflow with a node that does nothing; at least 0, because they are measured
 * separately.
 */
export const beyond = (value: number | undefined, nothing: number | undefined): number | undefined =>
	value === undefined || nothing === undefined ? undefined : Math.max(0, value - nothing);

/** The columns of every table of runs, and a run's cells in them. */
export const runHead = ['time', 'calls', 'creates', 'files at once', 'creates at once', '429s', 'CPU', 'memory'];

export function runCells(run: Measurement, nothing?: { cpuSeconds?: number; peakBytes?: number }): string[] {
	return [
		seconds(run.seconds),
		run.calls.toLocaleString('en'),
		(run.byMethod['mediaItems.batchCreate'] ?? 0).toLocaleString('en'),
		String(Math.max(run.atOnce.uploads, run.atOnce.bytes)),
		String(run.atOnce.creates),
		String(run.refused),
		seconds(nothing ? beyond(run.cpuSeconds, nothing.cpuSeconds) : run.cpuSeconds),
		mebibytes(nothing ? beyond(run.peakBytes, nothing.peakBytes) : run.peakBytes),
	];
}

/** The rows of a comparison. */
export function rowsOf(name: string, { node, floor, nothing, own }: Comparison): string[][] {
	return [
		[`${name}, the floor`, ...runCells(floor)],
		[`${name}, this node`, ...runCells(node, nothing)],
		...(own ? [[`${name}, n8n's HTTP Request`, ...runCells(own, nothing)]] : []),
	];
}
