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

const MINUTE = 60_000;
const STANDARD_VIDEO_WAIT = 10;

/** As n8n keeps them; an expression may give anything. */
interface Values extends Partial<CollectOptions> {
	parallelUploads?: unknown;
	maximumWait?: unknown;
	verify?: unknown;
	waitForVideos?: unknown;
}

/** Reads the options, which hold for the whole run, from the first item. */
export function uploadOptions(run: Run): UploadOptions {
	const values = run.parameter<Values>('options', 0, {});
	const { itemsWithoutFiles = 'error', unsupportedFiles = 'error', verify, waitForVideos } = values;
	return {
		itemsWithoutFiles,
		unsupportedFiles,
		parallel: Math.min(Math.max(Math.trunc(numberOr(values.parallelUploads, 5)), 1), 10),
		maximumWait: numberOr(values.maximumWait, DEFAULT_MAXIMUM_WAIT / MINUTE) * MINUTE,
		verify: verify === true || verify === 'true',
		...(waitForVideos !== undefined && { videoWait: numberOr(waitForVideos, STANDARD_VIDEO_WAIT) * MINUTE }),
	};
}

/** What is no number would be to wait for ever. */
function numberOr(value: unknown, standard: number): number {
	const number = Number(value ?? standard);
	return Number.isFinite(number) && number >= 0 ? number : standard;
}
