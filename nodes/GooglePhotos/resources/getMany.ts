import type { IDataObject, IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import { isTool } from '../errors/wording';
import { sendRoutedRequest } from '../execution/declarative';
import type { Handler } from '../execution/declarative';
import { leftOutOfList, MAX_TOOL_RESULTS } from '../execution/toolAnswer';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page } from '../http/paging';
import { inputErrorFor, parseBoolean, parseNumber } from '../properties/parseValues';

export interface GetManyOperation<T> {
	/** name of the list in the reply */
	list: string;
	/** maximum page size of the API method */
	largestPage: number;
	/** makes the output of an entry; `simplify` is the Simplify parameter, true if the operation has none */
	present: (entry: T, simplify: boolean) => IDataObject;
	/** how the user can read the list in parts, if the operation allows it */
	inParts?: string;
}

/** Maximum per execution: n8n keeps all items in memory, and spreads them as arguments on the call stack. */
export const MAX_RESULTS = 100_000;

/**
 * Makes the handler of an operation that lists up to Limit entries, or all with Return All. It requests no more pages
 * than necessary.
 *
 * @throws NodeOperationError for more than `MAX_RESULTS` results, a higher Limit, or a list that does not end
 */
export function getMany<T extends { id: string }>({
	list,
	largestPage,
	present,
	inParts,
}: GetManyOperation<T>): Handler {
	return async (context, requestData, subject, callerRecovers) => {
		const createError = inputErrorFor(context.getNode(), { item: subject.item });
		const returnAll = parseBoolean(context.getNodeParameter('returnAll', false), 'Return All', createError);
		const rules = { parameter: 'Limit', min: 1, max: MAX_RESULTS, whole: true };
		const asTool = isTool(context.getNode());
		const wanted = returnAll ? MAX_RESULTS : parseNumber(context.getNodeParameter('limit', 50), rules, createError);
		const limit = asTool ? Math.min(wanted, MAX_TOOL_RESULTS) : wanted;
		const simplify = parseBoolean(context.getNodeParameter('simplify', true), 'Simplify', createError);
		const pageSize = Math.min(largestPage, limit);
		const inBody = requestData.options.method === 'POST';
		const results: INodeExecutionData[] = [];

		const fetchPage = async (pageToken: string | undefined): Promise<Page> => {
			const page = { [inBody ? 'body' : 'qs']: pageParameters(pageSize, pageToken) };
			return (await sendRoutedRequest(context, requestData, subject, callerRecovers, page))[0].json as Page;
		};
		let complete = true;
		for await (const { entries, nextPageToken, cut } of pagesOf<T>(list, fetchPage)) {
			for (const entry of entries) results.push({ json: present(entry, simplify) });
			complete = nextPageToken === undefined && results.length <= limit;
			if (results.length >= limit) break;
			if (cut) throw endlessList(context, results.length, inParts);
		}
		if (asTool && !complete) return [...results.slice(0, limit), leftOutOfList(limit)];
		if (returnAll && !complete) throw tooMany(context, inParts);
		return results.slice(0, limit);
	};
}

/** Error for a list that continues with pages of no or far too few new entries. */
function endlessList(context: IExecutePaginationFunctions, count: number, inParts?: string): Error {
	return inputError(
		context.getNode(),
		'The list from Google Photos does not end',
		`Run it again later, or ${inParts ? `read in parts: ${inParts}` : "set a lower 'Limit'"}. After ${count.toLocaleString('en')} results, the pages repeat, or contain nothing new, or too little.`,
		{ item: context.getItemIndex() },
	);
}

function tooMany(context: IExecutePaginationFunctions, inParts?: string): Error {
	return inputError(
		context.getNode(),
		`There are more than ${MAX_RESULTS.toLocaleString('en')} results`,
		`${inParts ? `Read in parts: ${inParts}, or turn off 'Return All' and set 'Limit'` : "Set 'Limit' and turn off 'Return All'"}. One execution cannot hold them all.`,
		{ item: context.getItemIndex(), parameter: 'Return All' },
	);
}
