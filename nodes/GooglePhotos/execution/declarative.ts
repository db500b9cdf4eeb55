import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecuteData,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import { methodOf } from '../api/methods';
import { readReply } from '../api/responses';
import { failureOf, isFatal, rethrow, skippedError } from '../errors/nodeError';
import { isTool } from '../errors/wording';
import type { ErrorContext } from '../errors/wording';
import type { RequestPolicy } from '../http/pipeline';
import { sendRequest } from '../http/request';
import { MAXIMUM_WAIT_OF_TOOL } from '../http/retryBudget';
import { toItem, toN8nItems, withDoneSummary } from './results';
import { oncePerExecution } from './retryOnFail';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/** What the items of one run of the node share, although n8n starts each for itself. */
interface SharedExecution {
	items: Set<number>;
	/**
	 * What ended the run, and which item it was: n8n starts the requests of all items at once and goes on after a
	 * failure, so those still waiting at the gate look here before they leave.
	 */
	end?: { error: Error; item: number };
	/** settles when the last of the writes that came is through */
	lastWrite: Promise<void>;
	/** what was written, for people */
	written: string[];
}

const runs = new WeakMap<IExecuteData, SharedExecution>();

/** What the items of the context's run share: none outside of `forOneItem`. */
export function sharedExecutionOf(context: Pick<IExecutePaginationFunctions, 'getExecuteData'>): object | undefined {
	return runs.get(context.getExecuteData());
}

/** An item that comes for the second time comes in another run: n8n's Retry On Fail runs with the same data. */
function joinExecution(context: IExecutePaginationFunctions): SharedExecution {
	const item = context.getItemIndex();
	let run = runs.get(context.getExecuteData());
	if (!run || run.items.has(item)) {
		run = { items: new Set(), lastWrite: Promise.resolve(), written: [] };
		runs.set(context.getExecuteData(), run);
	}
	run.items.add(item);
	return run;
}

/** What an operation that writes does, for the error of an item that comes later. */
export interface Writes {
	/** `created`, `added`, … */
	done: string;
	/** whether doing it twice comes to the same as doing it once */
	repeatable?: boolean;
	/** names what an output stands for: `album "Holiday"` */
	nameOf: (output: IDataObject, context: IExecutePaginationFunctions) => string;
}

/** Does something when its item's turn has come: at once, or, for what writes, when the items before it are through. */
export type RunInOrder = <T>(task: () => Promise<T>) => Promise<T>;

function inOrder(context: IExecutePaginationFunctions, run: SharedExecution): RunInOrder {
	return async (task) => {
		const before = run.lastWrite;
		let finish = () => {};
		run.lastWrite = new Promise((resolve) => (finish = resolve));
		try {
			await before;
			throwIfStopped(context, run);
			return await task();
		} catch (error) {
			// before the next one looks
			recordFailure(context, run, error);
			throw rethrow(error);
		} finally {
			finish();
		}
	};
}

/**
 * What every declarative operation has in common: results paired with their input item, a failure that is an item of
 * its own under Continue On Fail, and otherwise stops what is still queued. What writes goes out one item after the
 * other, in input order: the order of texts in an album cannot be changed later.
 *
 * @param writes for an operation that changes something
 * @throws the failure of this item, without Continue On Fail; it says what the items before it have written
 */
export async function withItemErrors(
	context: IExecutePaginationFunctions,
	work: (turn: RunInOrder) => Promise<INodeExecutionData[]>,
	writes?: Writes,
): Promise<INodeExecutionData[]> {
	const item = context.getItemIndex();
	const run = joinExecution(context);
	const input = context.getInputData() as INodeExecutionData;
	const outcomes = async () => {
		try {
			const results = await work(writes ? inOrder(context, run) : atOnce);
			return results.map((result) => ({ ...result, pairedItem: { item } }));
		} catch (error) {
			recordFailure(context, run, error);
			if (!context.continueOnFail()) throw rethrow(error);
			return [toItem({ error }, item)];
		}
	};
	try {
		const mustNotRepeat = (error: Error) => writes?.repeatable === false && failureOf(error)?.outcomeUnknown === true;
		const outputs = await oncePerExecution(context, item, input, outcomes, mustNotRepeat);
		for (const { json, error } of writes ? outputs : []) {
			if (!error) run.written.push(`${writes?.nameOf(json, context)} [item ${item}]`);
		}
		return toN8nItems(context.getNode(), outputs, () => input);
	} catch (error) {
		// n8n throws the error of the first item that has one: that of another item must not be this one's
		const { end } = run;
		if (end && end.error === error && end.item !== item) return [];
		throw rethrow(writes ? withDoneSummary(error, writes.done, run.written) : error);
	}
}

const atOnce: RunInOrder = async (task) => await task();

/** Without Continue On Fail any failure ends the run; with it, one that no further request can survive. */
function recordFailure(context: IExecutePaginationFunctions, run: SharedExecution, error: Error): void {
	if (!context.continueOnFail() || isFatal(error)) run.end ??= { error, item: context.getItemIndex() };
}

/** @throws what ended the run: nothing more is to be sent */
function throwIfStopped(context: IExecutePaginationFunctions, run: SharedExecution | undefined): void {
	if (!run?.end) return;
	const { error } = run.end;
	throw context.continueOnFail() ? skippedError(error, context.getItemIndex()) : error;
}

/** Sends the request that n8n built from the description, once per try, through the door. */
export async function sendRoutedRequest(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	subject: ErrorContext,
	callerRecovers?: RequestPolicy['callerRecovers'],
	page: { qs?: IDataObject; body?: IDataObject } = {},
): Promise<INodeExecutionData[]> {
	const options = { url: '', ...requestData.options } as IHttpRequestOptions;
	const method = methodOf(options.method ?? 'GET', options.url, options.baseURL);
	const run = runs.get(context.getExecuteData());
	const onGiveUp = (error: Error) => run && recordFailure(context, run, error);
	let read: object = {};
	await sendRequest({ n8n: context, settings: {} }, {
		maximumWait: isTool(context.getNode()) ? MAXIMUM_WAIT_OF_TOOL : undefined,
		method,
		subject,
		onGiveUp,
		callerRecovers,
		options: async () => {
			throwIfStopped(context, run);
			return {
				...options,
				// a copy for each try: the helper writes the token into it
				headers: { ...options.headers },
				qs: { ...options.qs, ...page.qs },
				body: { ...(options.body as IDataObject), ...page.body },
			};
		},
		check: ({ body }) => {
			read = readReply(method, body);
		},
	});
	return [{ json: read as IDataObject }];
}

/** How an operation answers one input item: sends what n8n built from the description, and makes items of the reply. */
export type Handler = (
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	subject: ErrorContext,
	/** failures that the caller can mend */
	callerRecovers?: RequestPolicy['callerRecovers'],
) => Promise<INodeExecutionData[]>;

/** An operation that is one request, answered by one item. */
export const singleRequest: Handler = sendRoutedRequest;
