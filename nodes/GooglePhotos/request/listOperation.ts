import type { IDataObject, IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import { switchOf } from '../fields/choice';
import { numberOf } from '../fields/number';
import { refuseFor } from '../fields/refuse';
import { isTool } from './asTool';
import { sendRouted } from './declarative';
import type { Respond } from './declarative';
import { refusal } from './explain';
import { pageParameters, pagesOf } from './pages';
import type { Page } from './pages';
import { leftOutOfList, MOST_RESULTS_OF_TOOL } from './toolAnswer';

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
export const MOST_RESULTS = 100_000;

/**
 * An operation that reads a list up to Limit, or whole with Return All, without a page more than needed.
 *
 * @throws NodeOperationError when the list is longer than one execution can hold, or Limit is higher
 */
export function listRequest<T extends { id: string }>({
	list,
	largestPage,
	present,
}: ListOperation<T>): Respond {
	return async (context, requestData, subject, mendedByCaller) => {
		const refuse = refuseFor(context.getNode(), { item: subject.item });
		const returnAll = switchOf(context.getNodeParameter('returnAll', false), 'Return All', refuse);
		const rules = { parameter: 'Limit', min: 1, max: MOST_RESULTS, whole: true };
		const asTool = isTool(context.getNode());
		const wanted = returnAll ? MOST_RESULTS : numberOf(context.getNodeParameter('limit', 50), rules, refuse);
		const limit = asTool ? Math.min(wanted, MOST_RESULTS_OF_TOOL) : wanted;
		const simplify = switchOf(context.getNodeParameter('simplify', true), 'Simplify', refuse);
		const pageSize = Math.min(largestPage, limit);
		const inBody = requestData.options.method === 'POST';
		const results: INodeExecutionData[] = [];

		const fetchPage = async (pageToken: string | undefined): Promise<Page> => {
			const page = { [inBody ? 'body' : 'qs']: pageParameters(pageSize, pageToken) };
			return (await sendRouted(context, requestData, subject, mendedByCaller, page))[0].json as Page;
		};
		let complete = true;
		for await (const { entries, nextPageToken, cut } of pagesOf<T>(list, fetchPage)) {
			for (const entry of entries) results.push({ json: present(entry, simplify) });
			complete = nextPageToken === undefined && results.length <= limit;
			if (results.length >= limit) break;
			if (cut) throw withoutEnd(context, results.length);
		}
		if (asTool && !complete) return [...results.slice(0, limit), leftOutOfList(limit)];
		if (returnAll && !complete) throw tooMany(context);
		return results.slice(0, limit);
	};
}

/** Google goes on with pages that bring nothing new, or far too little. */
function withoutEnd(context: IExecutePaginationFunctions, count: number): Error {
	return refusal(
		context.getNode(),
		'Google Photos gives page after page without an end',
		`After ${count.toLocaleString('en')} results the pages brought nothing new, or too little. Run it again later; or read in parts: album by album, or by date ranges of the filters.`,
		{ item: context.getItemIndex() },
	);
}

function tooMany(context: IExecutePaginationFunctions): Error {
	return refusal(
		context.getNode(),
		`There are more than ${MOST_RESULTS.toLocaleString('en')} results`,
		'One execution cannot hold them all. Read album by album, or by date ranges of the filters; or switch Return All off and set a Limit.',
		{ item: context.getItemIndex(), parameter: 'Return All' },
	);
}
