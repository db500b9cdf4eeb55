import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecuteData,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';
import { isTool } from './asTool';
import type { Passage } from './door';
import { asItIs, failureOf } from './explain';
import type { Subject } from './explain';
import { methodOf } from './methods';
import { oncePerRun } from './finished';
import { endsTheRun, handedOn, notSent, outputOf, sayingWhatIsDone } from './outcome';
import { readReply } from './replies';
import { MAXIMUM_WAIT_OF_TOOL } from './retry';
import { send } from './send';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/** What the items of one run of the node share, although n8n starts each for itself. */
interface SharedRun {
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

const runs = new WeakMap<IExecuteData, SharedRun>();

/** What the items of the context's run share: none outside of `forOneItem`. */
export function sharedRunOf(context: Pick<IExecutePaginationFunctions, 'getExecuteData'>): object | undefined {
	return runs.get(context.getExecuteData());
}

/** An item that comes for the second time comes in another run: n8n's Retry On Fail runs with the same data. */
function joinRun(context: IExecutePaginationFunctions): SharedRun {
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
export type Turn = <T>(task: () => Promise<T>) => Promise<T>;

function turnIn(context: IExecutePaginationFunctions, run: SharedRun): Turn {
	return async (task) => {
		const before = run.lastWrite;
		let finish = () => {};
		run.lastWrite = new Promise((resolve) => (finish = resolve));
		try {
			await before;
			requireGoingOn(context, run);
			return await task();
		} catch (error) {
			// before the next one looks
			endIfItMust(context, run, error);
			throw asItIs(error);
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
export async function forOneItem(
	context: IExecutePaginationFunctions,
	work: (turn: Turn) => Promise<INodeExecutionData[]>,
	writes?: Writes,
): Promise<INodeExecutionData[]> {
	const item = context.getItemIndex();
	const run = joinRun(context);
	const input = context.getInputData() as INodeExecutionData;
	const outcomes = async () => {
		try {
			const results = await work(writes ? turnIn(context, run) : atOnce);
			return results.map((result) => ({ ...result, pairedItem: { item } }));
		} catch (error) {
			endIfItMust(context, run, error);
			if (!context.continueOnFail()) throw asItIs(error);
			return [outputOf({ error }, item)];
		}
	};
	try {
		const mustNotRepeat = (error: Error) => writes?.repeatable === false && failureOf(error)?.mayHaveActed === true;
		const outputs = await oncePerRun(context, item, input, outcomes, mustNotRepeat);
		for (const { json, error } of writes ? outputs : []) {
			if (!error) run.written.push(`${writes?.nameOf(json, context)} [item ${item}]`);
		}
		return handedOn(context.getNode(), outputs, () => input);
	} catch (error) {
		// n8n throws the error of the first item that has one: that of another item must not be this one's
		const { end } = run;
		if (end && end.error === error && end.item !== item) return [];
		throw asItIs(writes ? sayingWhatIsDone(error, writes.done, run.written) : error);
	}
}

const atOnce: Turn = async (task) => await task();

/** Without Continue On Fail any failure ends the run; with it, one that no further request can survive. */
function endIfItMust(context: IExecutePaginationFunctions, run: SharedRun, error: Error): void {
	if (!context.continueOnFail() || endsTheRun(error)) run.end ??= { error, item: context.getItemIndex() };
}

/** @throws what ended the run: nothing more is to be sent */
function requireGoingOn(context: IExecutePaginationFunctions, run: SharedRun | undefined): void {
	if (!run?.end) return;
	const { error } = run.end;
	throw context.continueOnFail() ? notSent(error, context.getItemIndex()) : error;
}

/** Sends the request that n8n built from the description, once per try, through the door. */
export async function sendRouted(
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	subject: Subject,
	mendedByCaller?: Passage['mendedByCaller'],
	page: { qs?: IDataObject; body?: IDataObject } = {},
): Promise<INodeExecutionData[]> {
	const options = { url: '', ...requestData.options } as IHttpRequestOptions;
	const method = methodOf(options.method ?? 'GET', options.url, options.baseURL);
	const run = runs.get(context.getExecuteData());
	const failed = (error: Error) => run && endIfItMust(context, run, error);
	let read: object = {};
	await send(context, {}, {
		maximumWait: isTool(context.getNode()) ? MAXIMUM_WAIT_OF_TOOL : undefined,
		method,
		subject,
		failed,
		mendedByCaller,
		options: async () => {
			requireGoingOn(context, run);
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
export type Respond = (
	context: IExecutePaginationFunctions,
	requestData: RequestData,
	subject: Subject,
	/** failures that the caller can mend */
	mendedByCaller?: Passage['mendedByCaller'],
) => Promise<INodeExecutionData[]>;

/** An operation that is one request, answered by one item. */
export const oneRequest: Respond = sendRouted;
