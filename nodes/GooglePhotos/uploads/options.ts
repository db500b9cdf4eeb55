import type { IDataObject } from 'n8n-workflow';
import type { OperationContext } from '../execution/context';
import { DEFAULT_MAXIMUM_WAIT } from '../http/retryBudget';
import { inputErrorFor, optionValue, parseBoolean, parseChoice, parseMinutes, parseNumber } from '../properties/values';
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
export function withMaximumWait(context: OperationContext, { maximumWait }: UploadOptions): OperationContext {
	return { ...context, settings: { ...context.settings, maximumWait } };
}

/** Reads the options, which hold for the whole run, from the first item. @throws NodeOperationError for what is none */
export function uploadOptions(context: OperationContext): UploadOptions {
	const values = context.parameter<IDataObject>('options', 0, {});
	const refuse = inputErrorFor(context.n8n.getNode(), { item: context.indexOf(0) });
	const { maximumWait, waitForVideos } = values;
	return {
		itemsWithoutFiles: parseChoice(optionValue(values, 'itemsWithoutFiles', 'error'), ['error', 'passThrough'], 'Items Without Files', refuse),
		unsupportedFiles: parseChoice(optionValue(values, 'unsupportedFiles', 'error'), ['error', 'skip'], 'Unsupported Files', refuse),
		parallel: parseNumber(optionValue(values, 'parallelUploads', 5), { parameter: 'Parallel Uploads', min: 1, max: 10, whole: true }, refuse),
		maximumWait: 'maximumWait' in values ? parseMinutes(maximumWait, 'Maximum Wait', refuse) : (context.settings.maximumWait ?? DEFAULT_MAXIMUM_WAIT),
		verify: parseBoolean(optionValue(values, 'verify', false), 'Verify After Upload', refuse),
		...('waitForVideos' in values && { videoWait: parseMinutes(waitForVideos, 'Wait for Videos', refuse) }),
	};
}
