import type { IDataObject } from 'n8n-workflow';
import { choiceOf, optionIn, switchOf } from '../fields/choice';
import { minutesOf, numberOf } from '../fields/number';
import { refuseFor } from '../fields/refuse';
import { DEFAULT_MAXIMUM_WAIT } from '../request/retry';
import type { Run } from '../request/run';
import type { CollectOptions } from './collect';

/** The options of the forms that send or create files, with what holds where the user set nothing. */
export interface UploadOptions extends CollectOptions {
	/** how many files are sent at once */
	parallel: number;
	/** milliseconds to go on after "too many requests" */
	maximumWait: number;
	/** whether to ask for the media items afterwards */
	verify: boolean;
	/** milliseconds to wait for Google to process videos; undefined is not at all */
	videoWait?: number;
}

/** The run with its Maximum Wait for every request: for albums and looking afterwards as for bytes. */
export function withMaximumWait(run: Run, { maximumWait }: UploadOptions): Run {
	return { ...run, settings: { ...run.settings, maximumWait } };
}

/** Reads the options, which hold for the whole run, from the first item. @throws NodeOperationError for what is none */
export function uploadOptions(run: Run): UploadOptions {
	const values = run.parameter<IDataObject>('options', 0, {});
	const refuse = refuseFor(run.caller.getNode(), { item: run.indexOf(0) });
	const { maximumWait, waitForVideos } = values;
	return {
		itemsWithoutFiles: choiceOf(optionIn(values, 'itemsWithoutFiles', 'error'), ['error', 'passThrough'], 'Items Without Files', refuse),
		unsupportedFiles: choiceOf(optionIn(values, 'unsupportedFiles', 'error'), ['error', 'skip'], 'Unsupported Files', refuse),
		parallel: numberOf(optionIn(values, 'parallelUploads', 5), { parameter: 'Parallel Uploads', min: 1, max: 10, whole: true }, refuse),
		maximumWait: 'maximumWait' in values ? minutesOf(maximumWait, 'Maximum Wait', refuse) : (run.settings.maximumWait ?? DEFAULT_MAXIMUM_WAIT),
		verify: switchOf(optionIn(values, 'verify', false), 'Verify After Upload', refuse),
		...('waitForVideos' in values && { videoWait: minutesOf(waitForVideos, 'Wait for Videos', refuse) }),
	};
}
