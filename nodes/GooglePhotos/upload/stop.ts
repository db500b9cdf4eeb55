import { alsoSaying } from '../request/wording';

/** As many as one reads in an error. */
const MOST_NAMED = 20;

/** What of a run is in the library, or may be. */
export interface InLibrary {
	/** names of its media items */
	made: string[];
	/** files that Google was asked to make media items of without saying that it has not */
	unsure: UnsureFile[];
}

/** A file, and the index of its input item. */
export interface UnsureFile {
	name?: string;
	item: number;
}

/**
 * The error that stops the node, with what is in the library all the same: Google cannot delete, so whoever
 * runs the workflow again should know. (Sending the same bytes again makes no second media item.)
 *
 * @param error the first failure in input order; its description is extended
 */
export function failureWithLibrary(
	error: Error,
	{ made, unsure }: InLibrary,
): Error {
	const sentences = [
		...(made.length > 0 ? [`In the library from this run: ${named(made)}.`] : []),
		...(unsure.length > 0 ? [mayBeThere(unsure)] : []),
	];
	if (sentences.length === 0) sentences.push('No file of this run is in the library.');
	return alsoSaying(error, `${sentences.join(' ')} Running it again makes no second copies.`);
}

function mayBeThere(unsure: UnsureFile[]): string {
	const files = unsure.length === 1 ? '1 file' : `${unsure.length} files`;
	const names = named(unsure.map(({ name }) => name ?? 'without a name'));
	return `${files} may be in the library, since Google did not say what became of the request that carried them: ${names} (${itemsOf(unsure)}).`;
}

function named(names: string[]): string {
	const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
	return `${names.slice(0, MOST_NAMED).join(', ')}${more}`;
}

/** The indices of the input items, in runs: `items 0 to 49, 53`. */
function itemsOf(unsure: UnsureFile[]): string {
	const items = [...new Set(unsure.map(({ item }) => item))].sort((one, other) => one - other);
	const runs: Array<[first: number, last: number]> = [];
	for (const item of items) {
		const last = runs.at(-1);
		if (last?.[1] === item - 1) last[1] = item;
		else runs.push([item, item]);
	}
	const texts = runs.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
	return `item${items.length === 1 ? '' : 's'} ${texts.join(', ')}`;
}
