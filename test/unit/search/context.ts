import type { SearchContext } from '../../../nodes/GooglePhotos/search/context';
import { refusal } from '../../../nodes/GooglePhotos/request/explain';
import { node } from '../support/caller';

/** The context of a search for input item 3, in a zone of one's choice. */
export function context(zone = 'UTC'): SearchContext {
	return {
		zone,
		refuse: (parameter, message, advice, value) =>
			refusal(node(), message, advice, { item: 3, parameter, what: value && `"${value}"` }),
	};
}
