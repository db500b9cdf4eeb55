import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';

/** What is needed to read the filters of an input item, and to refuse them. */
export interface SearchContext {
	/** IANA name; the day of a moment that has no time zone of its own is the one there */
	zone: string;
	/**
	 * The error for a filter that Google would not take.
	 *
	 * @param parameter display name of the filter
	 * @param value what the user gave, where it helps to name it
	 */
	refuse(parameter: string, message: string, advice: string, value?: string): Error;
}

/** @param subject the input item that the search is for */
export function searchContext(context: IExecutePaginationFunctions, subject: Subject): SearchContext {
	return {
		zone: context.getTimezone(),
		refuse: (parameter, message, advice, value) =>
			refusal(context.getNode(), message, advice, {
				...subject,
				parameter,
				what: value === undefined ? undefined : `"${value}"`,
			}),
	};
}
