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
import { failureOf, rethrow, skippedError } from '../errors/nodeError';
import { isTool } from '../errors/wording';
import type { ErrorContext } from '../errors/wording';
import type { RequestPolicy } from '../http/pipeline';
import { sendRequest } from '../http/request';
import { MAXIMUM_WAIT_OF_TOOL } from '../http/retryPolicy';
import { stopsExecution } from './context';
import { toItem, toN8nItems, withDoneSummary } from './results';
import { oncePerExecution } from './retryOnFail';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/** State that the items of one execution share, although n8n starts each item separately. */
interface SharedExecution {
	items: Set<number>;
	/**
	 * The error that ended the execution, and its item. n8n starts the requests of all items at once and continues
	 * after a failure, so queued requests check this before they are sent.
	 */
	end?: { error: Error; item: number };
	/** settles when the last queued write has finished */
	lastWrite: Promise<void>;
	/** what was written, for error messages */
	written: string[];
}

const runs = new WeakMap<IExecuteData, SharedExecution>();

/** State that the items of the context's execution share; undefined outside of `withItemErrors`. */
export function sharedExecutionOf(context: Pick<IExecutePaginationFunctions, 'getExecuteData'>): object | undefined {
	return runs.get(context.getExecuteData());
}

/** An item that joins a second time starts a new state: Retry On Fail executes the node again with the same data. */
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

/** What a writing operation does, for the error of a later item. */
export interface Writes {
	/** `created`, `added`, … */
	done: string;
	/** whether the operation is idempotent */
	repeatable?: boolean;
	/** names the object that the operation creates, before it exists; for an operation that changes none */
	newObject?: (context: IExecutePaginationFunctions) => string;
	/** names the object of an output: `album "Holiday"` */
	nameOf: (output: IDataObject, context: IExecutePaginationFunctions) => string;
}

/**
 * Runs a task of an item: reads at once, writes when the writes of earlier items have finished.
 *
 * @param subject for the error of a task that is not run because the execution has ended
 */
export type RunInOrder = <T>(task: () => Promise<T>, subject: ErrorContext) => Promise<T>;

function inOrder(context: IExecutePaginationFunctions, run: SharedExecution): RunInOrder {
	return async (task, subject) => {
		const before = run.lastWrite;
		let finish = () => {};
		run.lastWrite = new Promise((resolve) => (finish = resolve));
		try {
			await before;
			throwIfStopped(context, run, subject);
			return await task();
		} catch (error) {
			// before the next queued write checks for it
			recordFailure(context, run, error);
			throw rethrow(error);
		} finally {
			finish();
		}
	};
}

/**
 * Common behavior of every declarative operation. Results are paired with their input item. A failure becomes an error
 * item under Continue On Fail; otherwise it stops queued requests. Writes are sent one item after the other, in input
 * order: the order of texts in an album cannot be changed later.
 *
 * @param writes for a writing operation
 * @throws the error of this item, without Continue On Fail; it says what earlier items have written
 */
export async function withItemErrors(
	context: IExecutePaginationFunctions,
	work: (runInOrder: RunInOrder) => Promise<INodeExecutionData[]>,
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
		// n8n throws the error of the first failed item: do not throw the error of another item here
		const { end } = run;
		if (end && end.error === error && end.item !== item) return [];
		throw rethrow(writes ? withDoneSummary(error, writes.done, run.written) : error);
	}
}

const atOnce: RunInOrder = async (task) => await task();

/** Without Continue On Fail any failure ends the execution; with it, only a fatal one. */
function recordFailure(context: IExecutePaginationFunctions, run: SharedExecution, error: Error): void {
	if (stopsExecution({ continueOnFail: context.continueOnFail() }, error)) run.end ??= { error, item: context.getItemIndex() };
}

/** @throws the error that ended the execution: nothing more is to be sent */
function throwIfStopped(context: IExecutePaginationFunctions, run: SharedExecution | undefined, { what }: ErrorContext): void {
	if (!run?.end) return;
	const { error } = run.end;
	throw context.continueOnFail() ? skippedError(error, context.getItemIndex(), what) : error;
}

/** Sends the request that n8n built from the node description, once per attempt, through the request pipeline. */
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
	const json = await sendRequest({ n8n: context, settings: {} }, {
		maximumWait: isTool(context.getNode()) ? MAXIMUM_WAIT_OF_TOOL : undefined,
		method,
		subject,
		onGiveUp,
		callerRecovers,
		options: async () => {
			throwIfStopped(context, run, subject);
			return {
				...options,
				// a copy for each attempt: n8n's helper writes the token into it
				headers: { ...options.headers },
				qs: { ...options.qs, ...page.qs },
				body: { ...(options.body as IDataObject), ...page.body },
			};
		},
		parse: ({ body }) => readReply(method, body) as IDataObject,
	});
	return [{ json }];
}

/** Processes one input item: sends the request that n8n built from the node description, makes items of the reply. */
export type Handler = (
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	subject: ErrorContext,
	/** failures from which the caller can recover */
	callerRecovers?: RequestPolicy['callerRecovers'],
) => Promise<INodeExecutionData[]>;

/** Handler of an operation that sends one request and outputs one item. */
export const singleRequest: Handler = sendRoutedRequest;
