import type { IDataObject } from 'n8n-workflow';
import { alsoSaying } from '../request/wording';

/** As many as one reads in an error. */
const MOST_NAMED = 20;

/**
 * The error that stops the node, with what is in the library all the same: Google cannot delete, so whoever
 * runs the workflow again should know. (Sending the same bytes again makes no second media item.)
 *
 * @param error the first failure in input order; its description is extended
 * @param created the outputs of the media items of this run
 */
export function failureWithLibrary(
	error: Error,
	created: IDataObject[],
): Error {
	const names = created.slice(0, MOST_NAMED).map(({ filename, id }) => `${filename ?? id}`);
	const more = created.length > names.length ? ` and ${created.length - names.length} more` : '';
	const library =
		created.length === 0
			? 'No file of this run is in the library.'
			: `In the library from this run: ${names.join(', ')}${more}.`;
	return alsoSaying(error, `${library} Running it again makes no second copies.`);
}
