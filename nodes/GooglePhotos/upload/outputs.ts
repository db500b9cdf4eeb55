import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isNotSent } from '../request/explain';
import { outputOf } from '../request/outcome';
import type { Run } from '../request/run';
import { lookAfterwards } from './afterwards';
import type { Finding } from './afterwards';
import { passedThrough } from './collect';
import type { Entry } from './collect';
import type { Creation, Made, NotMade, Result } from './creation';
import type { Ending } from './ending';
import type { UploadOptions } from './options';
import type { NewMediaItem } from './source';
import { failureWithLibrary } from './stop';
import type { InLibrary } from './stop';

/**
 * The last part of every operation that makes media items: waits until all are made, looks after them if the
 * user wants that, and gives each entry its output, in input order and paired.
 *
 * @param output makes the output of a media item
 * @throws the first failure in input order, without Continue On Fail
 */
export async function outputsOf<S extends NewMediaItem>(
	run: Run,
	entries: Array<Entry<S>>,
	creation: Creation<S>,
	ending: Ending,
	options: UploadOptions,
	output: (made: Made<S>, finding: Finding) => IDataObject,
): Promise<INodeExecutionData[]> {
	const results = await creation.finish();
	if (ending.error && !run.continueOnFail) {
		throw failureWithLibrary(firstFailure(entries, results) ?? ending.error, inLibrary(entries, results));
	}
	const made = [...results.values()].filter((result) => 'mediaItem' in result);
	const findings = await lookAfterwards(run, made.map(({ mediaItem }) => mediaItem), options);
	const outputFor = (one: Made<S>) => output(one, findings.get(one.mediaItem.id) as Finding);
	return entries.map((entry) => {
		const item = run.indexOf(entry.position);
		if (!('error' in entry || 'source' in entry)) return passedThrough(run, entry.position);
		if ('error' in entry) return outputOf(entry, item);
		const result = results.get(entry.source) as Result<S>;
		return outputOf('error' in result ? { error: result.error } : { json: outputFor(result) }, item);
	});
}

/** The results of the files that are there, in input order. */
function resultsOf<S extends NewMediaItem>(entries: Array<Entry<S>>, results: Map<S, Result<S>>): Array<[S, Result<S>]> {
	return entries.flatMap((entry): Array<[S, Result<S>]> => {
		const result = 'source' in entry ? results.get(entry.source) : undefined;
		return 'source' in entry && result ? [[entry.source, result]] : [];
	});
}

/** Not of a file that was left because another one had failed. */
function firstFailure<S extends NewMediaItem>(entries: Array<Entry<S>>, results: Map<S, Result<S>>): Error | undefined {
	const failed = resultsOf(entries, results).find(([, result]) => 'error' in result && !isNotSent(result.error));
	return (failed?.[1] as NotMade | undefined)?.error;
}

function inLibrary<S extends NewMediaItem>(entries: Array<Entry<S>>, results: Map<S, Result<S>>): InLibrary {
	const all = resultsOf(entries, results);
	const made = all.flatMap(([{ fileName }, result]) =>
		'mediaItem' in result ? [result.mediaItem.filename ?? fileName ?? result.mediaItem.id] : [],
	);
	const unsure = all.flatMap(([{ fileName: name, item }, result]) =>
		'mayBeInLibrary' in result && result.mayBeInLibrary ? [{ name, item }] : [],
	);
	return { made, unsure };
}
