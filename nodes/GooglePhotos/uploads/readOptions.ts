import type { IDataObject } from 'n8n-workflow';
import type { OperationContext } from '../execution/context';
import { DEFAULT_MAXIMUM_WAIT } from '../http/retryPolicy';
import {
	inputErrorFor,
	optionValue,
	parseBoolean,
	parseChoice,
	parseMinutes,
	parseNumber,
} from '../properties/parseValues';
import type { CollectOptions } from './collectFiles';

/** Options of the operations that send or create files, with defaults where the user set nothing. */
export interface UploadOptions extends CollectOptions {
	/** maximum number of files sent concurrently */
	parallel: number;
	/** milliseconds to keep retrying while throttled */
	maximumWait: number;
	/** whether to request the media items after they were created */
	verify: boolean;
	/** milliseconds to wait for Google to process videos; undefined: no wait */
	videoWait?: number;
}

/** The context with Maximum Wait applied to every request: albums and verification as well as bytes. */
export function withMaximumWait(context: OperationContext, { maximumWait }: UploadOptions): OperationContext {
	return { ...context, settings: { ...context.settings, maximumWait } };
}

/** Reads the options of the whole execution from the first item. @throws NodeOperationError if one is invalid */
export function uploadOptions(context: OperationContext): UploadOptions {
	const values = context.parameter<IDataObject>('options', 0, {});
	const createError = inputErrorFor(context.node, { item: context.indexOf(0) });
	const { maximumWait, waitForVideos } = values;
	return {
		itemsWithoutFiles: parseChoice(optionValue(values, 'itemsWithoutFiles', 'error'), ['error', 'passThrough'], 'Items Without Files', createError),
		unsupportedFiles: parseChoice(optionValue(values, 'unsupportedFiles', 'error'), ['error', 'skip'], 'Unsupported Files', createError),
		parallel: parseNumber(optionValue(values, 'parallelUploads', 5), { parameter: 'Parallel Uploads', min: 1, max: 10, whole: true }, createError),
		maximumWait: 'maximumWait' in values ? parseMinutes(maximumWait, 'Maximum Wait', createError) : (context.settings.maximumWait ?? DEFAULT_MAXIMUM_WAIT),
		verify: parseBoolean(optionValue(values, 'verify', false), 'Verify After Upload', createError),
		...('waitForVideos' in values && { videoWait: parseMinutes(waitForVideos, 'Wait for Videos', createError) }),
	};
}
