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
import { asItIs, refusal } from './explain';
import type { Subject } from './explain';
import { methodOf } from './methods';
import { oncePerRun } from './finished';
import { endsTheRun, handedOn, notSent, outputOf } from './outcome';
import { pageParameters, pagesOf } from './pages';
import type { Page } from './pages';
import { readReply } from './replies';
import { send } from './send';
import { leftOutOfList, MOST_RESULTS_OF_TOOL } from './toolAnswer';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/** What the items of one run of the node share, although n8n starts each for itself. */
interface SharedRun {
	items: Set<number>;
	/**
	 * What ended the run: n8n starts the requests of all items at once and goes on after a failure, so those
	 * still waiting at the gate look here before they leave.
	 */
	end?: Error;
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
		run = { items: new Set() };
		runs.set(context.getExecuteData(), run);
	}
	run.items.add(item);
	return run;
}

/**
 * What every declarative operation has in common: results paired with their input item, a failure that is
 * an item of its own under Continue On Fail, and otherwise stops what is still queued.
 */
export async function forOneItem(
	context: IExecutePaginationFunctions,
	work: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const item = context.getItemIndex();
	const run = joinRun(context);
	const input = context.getInputData() as INodeExecutionData;
	const outputs = await oncePerRun(context, item, input, async () => {
		try {
			const results = await work();
			return results.map((result) => ({ ...result, pairedItem: { item } }));
		} catch (error) {
			endIfItMust(context, run, error);
			if (!context.continueOnFail()) throw asItIs(error);
			return [outputOf({ error }, item)];
		}
	});
	return handedOn(context.getNode(), outputs, () => input);
}

/** Without Continue On Fail any failure ends the run; with it, one that no further request can survive. */
function endIfItMust(context: IExecutePaginationFunctions, run: SharedRun, error: Error): void {
	if (!context.continueOnFail() || endsTheRun(error)) run.end ??= error;
}

/** Sends the request that n8n built from the description, once per try, through the door. */
async function sendRouted(
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
		method,
		subject,
		failed,
		mendedByCaller,
		options: async () => {
			const end = run?.end;
			if (end) throw context.continueOnFail() ? notSent(end, context.getItemIndex()) : end;
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

/** A Get Many operation. */
export interface ListOperation<T> {
	/** name of the list in the reply */
	list: string;
	/** the most that Google gives in one page */
	largestPage: number;
	/** makes the output of an entry; `simplify` is the user's choice where there is one */
	present: (entry: T, simplify: boolean) => IDataObject;
}

/** More would not fit into one execution: n8n keeps all items in memory, and spreads them over a call stack. */
const MOST_RESULTS = 100_000;

/**
 * An operation that reads a list up to Limit, or whole with Return All, without a page more than needed.
 *
 * @throws NodeOperationError when the list is longer than one execution can hold
 */
export function listRequest<T extends { id: string }>({
	list,
	largestPage,
	present,
}: ListOperation<T>): Respond {
	return async (context, requestData, subject, mendedByCaller) => {
		const returnAll = isTrue(context.getNodeParameter('returnAll', false));
		const asTool = isTool(context.getNode());
		const wanted = returnAll ? MOST_RESULTS : limitOf(context, subject);
		const limit = asTool ? Math.min(wanted, MOST_RESULTS_OF_TOOL) : wanted;
		const simplify = isTrue(context.getNodeParameter('simplify', true));
		const pageSize = Math.min(largestPage, limit);
		const inBody = requestData.options.method === 'POST';
		const results: INodeExecutionData[] = [];

		const fetchPage = async (pageToken: string | undefined): Promise<Page> => {
			const page = { [inBody ? 'body' : 'qs']: pageParameters(pageSize, pageToken) };
			return (await sendRouted(context, requestData, subject, mendedByCaller, page))[0].json as Page;
		};
		let complete = true;
		for await (const { entries, nextPageToken } of pagesOf<T>(list, fetchPage)) {
			for (const entry of entries) results.push({ json: present(entry, simplify) });
			complete = nextPageToken === undefined && results.length <= limit;
			if (results.length >= limit) break;
		}
		if (asTool && !complete) return [...results.slice(0, limit), leftOutOfList(limit)];
		if (returnAll && !complete) throw tooMany(context);
		return results.slice(0, limit);
	};
}

/** A switch whose value may come from an expression, as text. */
export function isTrue(value: unknown): boolean {
	return value === true || value === 'true';
}

/** @throws NodeOperationError unless the limit, which may come from an expression, is a number from 1 on */
function limitOf(context: IExecutePaginationFunctions, subject: Subject): number {
	const limit = Math.trunc(Number(context.getNodeParameter('limit', 50)));
	if (limit >= 1) return limit;
	throw refusal(context.getNode(), 'The limit is not a number from 1 on', 'Enter how many results you want at most.', {
		...subject,
		parameter: 'Limit',
	});
}

function tooMany(context: IExecutePaginationFunctions): Error {
	return refusal(
		context.getNode(),
		`There are more than ${MOST_RESULTS.toLocaleString('en')} results`,
		'One execution cannot hold them all. Read album by album instead, or switch Return All off and set a Limit.',
		{ item: context.getItemIndex(), parameter: 'Return All' },
	);
}
