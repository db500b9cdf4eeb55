import type { Account } from '../accounts/account.mts';
import type { Filters, SearchRequest } from '../api/resources.mts';
import { invalid } from '../http/google-error.mts';
import { dateTest } from './date-filter.mts';
import { creationTime } from './library.mts';
import type { ItemRecord } from './records.mts';

type ItemTest = (item: ItemRecord) => boolean;

/**
 * The media items that match a search without an album, in the requested order.
 * @throws GoogleError for filters or an order that Google rejects
 * @see https://developers.google.com/photos/library/guides/apply-filters
 */
export function searchByFilters(account: Account, request: SearchRequest): ItemRecord[] {
	const { filters = {}, orderBy } = request;
	const tests = testsOf(filters);
	const oldestFirst = isOldestFirst(filters, orderBy);
	const now = account.now();
	const isFiltered = tests.length > 0;
	const freshAfter = now - account.switches.filteredSearchDelaySeconds * 1000;
	const found = account.library
		.newestFirst()
		.filter((item) => filters.includeArchivedMedia || !item.archived)
		.filter((item) => tests.every((test) => test(item)))
		// Filtered search finds uploads only after a delay, and never items dated in the future.
		.filter((item) => !isFiltered || (creationTime(item) <= now && item.uploadedAt <= freshAfter));
	return oldestFirst ? found.reverse() : found;
}

function testsOf(filters: Filters): ItemTest[] {
	const tests: ItemTest[] = [];
	const { dateFilter, contentFilter, mediaTypeFilter, featureFilter } = filters;
	if (dateFilter) {
		const matches = dateTest(dateFilter);
		// Here the upload time does not replace a missing capture time.
		tests.push((item) => item.facts.capturedAt !== undefined && matches(creationTime(item)));
	}
	if (contentFilter) tests.push(...contentTests(contentFilter));
	if (mediaTypeFilter) {
		const { mediaTypes = [] } = mediaTypeFilter;
		if (mediaTypes.length !== 1) throw invalid('Request must have exactly one media type.');
		if (mediaTypes[0] !== 'ALL_MEDIA')
			tests.push((item) => item.facts.kind.toUpperCase() === mediaTypes[0]);
	}
	if (featureFilter?.includedFeatures?.includes('FAVORITES'))
		tests.push((item) => item.favorite === true);
	return tests;
}

function contentTests(filter: NonNullable<Filters['contentFilter']>): ItemTest[] {
	const { includedContentCategories: wanted = [], excludedContentCategories: unwanted = [] } =
		filter;
	if (wanted.length > 10 || unwanted.length > 10)
		throw invalid('Request must have at most 10 content categories of either kind.');
	if (wanted.some((category) => unwanted.includes(category)))
		throw invalid('A content category cannot be both included and excluded.');
	const named = wanted.filter((category) => category !== 'NONE');
	const has = (item: ItemRecord, categories: string[]) =>
		categories.some((category) => item.categories?.includes(category));
	const tests: ItemTest[] = [];
	if (named.length > 0) tests.push((item) => has(item, named));
	if (unwanted.length > 0) tests.push((item) => !has(item, unwanted));
	return tests;
}

function isOldestFirst(filters: Filters, orderBy: string | undefined): boolean {
	if (!orderBy) return false;
	const direction = /^MediaMetadata\.creation_time( desc)?$/.exec(orderBy);
	if (!direction) throw invalid('Invalid order by.');
	const { dateFilter, contentFilter, mediaTypeFilter, featureFilter } = filters;
	if (!dateFilter || contentFilter || mediaTypeFilter || featureFilter)
		throw invalid('Order by can only be used with a date filter.');
	return direction[1] === undefined;
}
