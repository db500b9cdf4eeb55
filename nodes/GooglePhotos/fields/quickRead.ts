import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { clock } from '../request/clock';
import { asItIs, failureOf, refusal } from '../request/explain';
import { pageParameters } from '../request/pages';
import type { Page } from '../request/pages';
import { isFault } from '../request/retry';
import { callApi } from '../request/send';

/** Somebody looks at an empty list meanwhile. Milliseconds. */
export const LONGEST_READ = 8000;

/** A longer pause that Google asks for is told at once. Milliseconds. */
const LONGEST_PAUSE = 1000;

/** A fault that passes at once is repeated so often, after so many milliseconds. */
const REPETITIONS = 1;
const BEFORE_REPETITION = 1000;

/**
 * Reads pages for a list of the editor, for a person who waits: all of it together ends after some seconds, a fault is
 * repeated once, and while Google asks for a pause nothing is sent.
 */
export class QuickRead {
	private readonly end = clock.now() + LONGEST_READ;
	private readonly over = clock.alarm(LONGEST_READ);

	constructor(private readonly caller: ILoadOptionsFunctions) {}

	get isOver(): boolean {
		return clock.now() >= this.end;
	}

	/**
	 * @param path of a list method of the Library API
	 * @throws NodeApiError made by `explain`, or NodeOperationError with what to do in the editor
	 */
	async page(path: string, pageSize: number, pageToken: string | undefined): Promise<Page> {
		for (let repetitions = 0; ; repetitions++) {
			try {
				return await this.request(path, pageParameters(pageSize, pageToken));
			} catch (error) {
				const failure = failureOf(error);
				const fault = failure !== undefined && isFault(failure);
				if (!fault || repetitions === REPETITIONS || this.isOver) throw asItIs(this.forTheEditor(error));
				await clock.delay(BEFORE_REPETITION, this.over);
			}
		}
	}

	private async request(path: string, qs: IDataObject): Promise<Page> {
		return await callApi<Page>(this.caller, {}, {
			verb: 'GET',
			path,
			qs,
			signal: this.over,
			timeout: LONGEST_READ,
			maximumWait: LONGEST_PAUSE,
			mendedByCaller: isFault,
		});
	}

	/** What to do about it stands in the editor beside "Could not load list": there is no item to run again. */
	private forTheEditor(error: Error): Error {
		const node = this.caller.getNode();
		switch (failureOf(error)?.kind) {
			case 'tooManyRequests':
				return refusal(
					node,
					'Google asks for a pause before it lists anything more',
					'Open the list again in a minute or later. Until then, enter an ID or URL, or the title of an album.',
				);
			case 'cancelled':
				return refusal(
					node,
					'Google did not answer in time',
					'Open the list again, or enter an ID or URL, or the title of an album.',
				);
			case 'serverFault':
			case 'connectionLost':
				return refusal(
					node,
					error.message,
					'Open the list again in a moment, or enter an ID or URL, or the title of an album.',
				);
			default:
				return error;
		}
	}
}
