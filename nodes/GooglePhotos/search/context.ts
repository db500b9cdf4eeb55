import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { refuseFor } from '../fields/refuse';
import type { Refuse } from '../fields/refuse';
import type { Subject } from '../request/explain';

/** What is needed to read the filters of an input item, and to refuse them. */
export interface SearchContext {
	/** IANA name; the day of a moment that has no time zone of its own is the one there */
	zone: string;
	/** makes the error for a filter that Google would not take */
	refuse: Refuse;
}

/** @param subject the input item that the search is for */
export function searchContext(context: IExecutePaginationFunctions, subject: Subject): SearchContext {
	return {
		zone: context.getTimezone(),
		refuse: refuseFor(context.getNode(), subject),
	};
}
