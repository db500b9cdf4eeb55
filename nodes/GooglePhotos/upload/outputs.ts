import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { outputOf } from '../request/outcome';
import type { Run } from '../request/run';
import { lookAfterwards } from './afterwards';
import type { Finding } from './afterwards';
import { passedThrough } from './collect';
import type { Entry } from './collect';
import type { Creation, Made } from './creation';
import type { Ending } from './ending';
import type { UploadOptions } from './options';
import type { NewMediaItem } from './source';
import { failureWithLibrary } from './stop';

/**
 * The last part of every operation that makes media items: waits until all are made, looks after them if the
 * user wants that, and gives each entry its output, in input order and paired.
 *
 * @param output makes the output of a media item
 * @throws the first failure, without Continue On Fail
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
	const made = [...results.values()].filter((result) => 'mediaItem' in result);
	const stopped = ending.error !== undefined && !run.continueOnFail;
	const asked = stopped ? { verify: false } : options;
	const findings = await lookAfterwards(run, made.map(({ mediaItem }) => mediaItem), asked);
	const outputFor = (one: Made<S>) => output(one, findings.get(one.mediaItem.id) as Finding);
	if (ending.error && stopped) throw failureWithLibrary(ending.error, made.map(outputFor));
	return entries.map((entry) => {
		const item = run.indexOf(entry.position);
		if (!('error' in entry || 'source' in entry)) return passedThrough(run, entry.position);
		if ('error' in entry) return outputOf(entry, item);
		const result = results.get(entry.source) as Made<S> | { error: Error };
		return outputOf('error' in result ? result : { json: outputFor(result) }, item);
	});
}
