import { inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { SearchContext } from '../../../nodes/GooglePhotos/search/dates';
import { node } from '../support/caller';

/** The context of a search for input item 3, in the given time zone. */
export function context(zone = 'UTC'): SearchContext {
	return {
		zone,
		createError: (parameter, message, advice, value) =>
			inputError(node(), message, advice, { item: 3, parameter, what: value && `"${value}"` }),
	};
}
