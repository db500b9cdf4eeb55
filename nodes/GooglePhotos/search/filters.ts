import type { IDataObject } from 'n8n-workflow';
import { optionValue, parseBoolean, parseChoice, quoteValue } from '../properties/parseValues';
import { datesOf, rangesOf } from './dates';
import type { Rows, SearchContext } from './dates';
import { categories } from './filterFields';

/** The values of the Filters field. `unknown` values can come from an expression and have any type. */
export interface FilterValues {
	categories?: unknown;
	dateRanges?: Rows;
	dates?: Rows;
	excludedCategories?: unknown;
	favoritesOnly?: unknown;
	includeArchived?: unknown;
	mediaType?: unknown;
}

/** The value of the Sort field; no rule if none was added. */
export interface SortValue {
	rule?: { order?: unknown };
}

/** https://developers.google.com/photos/library/guides/apply-filters */
const MAX_CATEGORIES = 10;

/**
 * Builds the request fields of a search from the values of the Filters and Sort fields.
 *
 * `excludeNonAppCreatedData` is never sent: apps only see app-created data now, and Google ignores the field.
 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search
 *
 * @param values the value of the Filters field
 * @param sort the value of the Sort field
 * @returns fields of the request body; none if nothing is filtered or sorted
 * @throws NodeOperationError naming the filter that Google would reject
 */
export function searchOf(values: FilterValues, sort: SortValue, context: SearchContext): IDataObject {
	const dateFilter = nonEmpty({
		dates: datesOf(values.dates, context),
		ranges: rangesOf(values.dateRanges, context),
	});
	const narrowing = nonEmpty({
		contentFilter: contentFilterOf(values, context),
		mediaTypeFilter: mediaTypeFilterOf(values, context),
		featureFilter: isOn(values, 'favoritesOnly', 'Favorites Only', context) ? { includedFeatures: ['FAVORITES'] } : undefined,
	});
	const filters = nonEmpty({
		dateFilter,
		...narrowing,
		includeArchivedMedia: isOn(values, 'includeArchived', 'Include Archived', context) || undefined,
	});
	const sortable = dateFilter !== undefined && narrowing === undefined;
	return { ...nonEmpty({ filters, orderBy: orderOf(sort, sortable, context) }) };
}

/** Drops keys whose values are undefined or empty lists; returns undefined if no key is left. */
function nonEmpty(object: IDataObject): IDataObject | undefined {
	const entries = Object.entries(object).filter(
		([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
	);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function contentFilterOf(values: FilterValues, context: SearchContext): IDataObject | undefined {
	const included = categoriesOf(values.categories, 'Categories', context);
	const excluded = categoriesOf(values.excludedCategories, 'Excluded Categories', context);
	const both = included.find((category) => excluded.includes(category));
	if (both === undefined) {
		return nonEmpty({ includedContentCategories: included, excludedContentCategories: excluded });
	}
	throw context.createError(
		'Excluded Categories',
		'A category is both included and excluded',
		"Remove it from 'Categories' or 'Excluded Categories'.",
		both,
	);
}

/**
 * Parses a list of words, in upper case and without duplicates; an expression can also give text with commas.
 *
 * @throws NodeOperationError if an entry is neither text nor a number
 */
function wordsOf(value: unknown, parameter: string, { createError }: SearchContext): string[] {
	const entries = Array.isArray(value) ? (value as unknown[]) : [value];
	const wrong = entries.find((entry) => typeof entry === 'object' && entry !== null);
	if (wrong !== undefined) {
		const advice = 'Use the names of categories: a list of texts, or one text with commas.';
		throw createError(parameter, 'This is neither text nor a number', advice, quoteValue(wrong));
	}
	const words = entries.flatMap((entry) => String(entry ?? '').split(','));
	const upperCase = words.map((word) => word.trim().toUpperCase());
	return [...new Set(upperCase.filter((word) => word !== ''))];
}

/**
 * @throws NodeOperationError for an unknown category, and if an expression gives nothing: without a category, the
 *   search would find the whole library
 */
function categoriesOf(value: unknown, parameter: string, context: SearchContext): string[] {
	const { createError } = context;
	const words = wordsOf(value, parameter, context);
	if (value === null || (parameter === 'Categories' && value !== undefined && words.length === 0)) {
		throw createError(parameter, 'This has no category', 'Choose at least one, or remove the filter.');
	}
	const wanted = words.filter((category) => category !== 'NONE');
	const unknown = wanted.find((category) => !categories.has(category));
	if (unknown !== undefined) {
		const known = [...categories].join(', ');
		throw createError(parameter, 'This contains an unknown category', `Choose one of the categories. They are ${known}.`, unknown);
	}
	if (wanted.length <= MAX_CATEGORIES) return wanted;
	throw createError(
		parameter,
		`This has more than ${MAX_CATEGORIES} categories`,
		`Choose at most ${MAX_CATEGORIES} in each filter.`,
	);
}

/** Whether a boolean filter is on; a filter that was not added is off. */
function isOn(values: FilterValues, name: 'favoritesOnly' | 'includeArchived', parameter: string, context: SearchContext): boolean {
	return parseBoolean(optionValue(values, name, false), parameter, context.createError);
}

const MEDIA_TYPES = ['PHOTO', 'VIDEO', 'ALL_MEDIA'] as const;

/** ALL_MEDIA is not sent: it filters nothing, and with it Google would not sort. */
function mediaTypeFilterOf(values: FilterValues, { createError }: SearchContext): IDataObject | undefined {
	const mediaType = parseChoice(optionValue(values, 'mediaType', 'ALL_MEDIA'), MEDIA_TYPES, 'Media Type', createError);
	return mediaType === 'ALL_MEDIA' ? undefined : { mediaTypes: [mediaType] };
}

/** @param sortable whether Google can sort with the other filters; if not, it returns the newest first */
function orderOf({ rule }: SortValue, sortable: boolean, { createError }: SearchContext): string | undefined {
	if (!rule) return undefined;
	const order = parseChoice(rule.order, ['newest', 'oldest'], 'Sort', createError);
	if (sortable) return `MediaMetadata.creation_time${order === 'newest' ? ' desc' : ''}`;
	if (order === 'newest') return undefined;
	throw createError(
		'Sort',
		'Google Photos can sort by the oldest first only if it filters by date alone',
		"Filter by 'Dates' or 'Date Ranges' only, or remove 'Sort' and add a Sort node after this one. 'Include Archived' may stay.",
	);
}
