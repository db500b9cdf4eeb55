import fc from 'fast-check';
import { categories } from '../../../nodes/GooglePhotos/search/filterFields';
import { searchOf } from '../../../nodes/GooglePhotos/search/filters';
import type { FilterValues, SortValue } from '../../../nodes/GooglePhotos/search/filters';
import { context } from './context';

/** The order as the test's own shorthand; the form has it in Sort. */
interface Values extends FilterValues {
	order?: unknown;
}

const search = ({ order, ...values }: Values) => {
	const sort: SortValue = order === undefined ? {} : { rule: { order } };
	return searchOf(values, sort, context());
};
const dates = { values: [{ date: '2026-07' }] };
const dateFilter = { dates: [{ year: 2026, month: 7 }] };
const OLDEST = 'MediaMetadata.creation_time';

test.each<[Values, object]>([
	[{}, {}],
	[{ excludedCategories: '', mediaType: 'ALL_MEDIA', favoritesOnly: false, order: 'newest' }, {}],
	[{ dates }, { filters: { dateFilter } }],
	[
		{ dates, dateRanges: { values: [{ startDate: '2024', endDate: '2025' }] } },
		{
			filters: {
				dateFilter: { ...dateFilter, ranges: [{ startDate: { year: 2024 }, endDate: { year: 2025 } }] },
			},
		},
	],
	[
		{ categories: ['PETS', 'FOOD'], excludedCategories: 'people, selfies,' },
		{
			filters: {
				contentFilter: {
					includedContentCategories: ['PETS', 'FOOD'],
					excludedContentCategories: ['PEOPLE', 'SELFIES'],
				},
			},
		},
	],
	[{ categories: ['NONE'] }, {}],
	[{ categories: 'NONE, PETS, pets' }, { filters: { contentFilter: { includedContentCategories: ['PETS'] } } }],
	[{ mediaType: 'VIDEO' }, { filters: { mediaTypeFilter: { mediaTypes: ['VIDEO'] } } }],
	[{ mediaType: 'photo' }, { filters: { mediaTypeFilter: { mediaTypes: ['PHOTO'] } } }],
	[{ favoritesOnly: 'true' }, { filters: { featureFilter: { includedFeatures: ['FAVORITES'] } } }],
	[{ includeArchived: true }, { filters: { includeArchivedMedia: true } }],
	[
		{ dates, order: 'oldest', includeArchived: true, mediaType: 'ALL_MEDIA' },
		{ filters: { dateFilter, includeArchivedMedia: true }, orderBy: OLDEST },
	],
	[{ dates, order: 'newest' }, { filters: { dateFilter }, orderBy: `${OLDEST} desc` }],
	[
		{ dates, order: 'newest', favoritesOnly: true },
		{ filters: { dateFilter, featureFilter: { includedFeatures: ['FAVORITES'] } } },
	],
])('the filters %j are sent as %j', (values, sent) => {
	expect(search(values)).toEqual(sent);
});

const many = [...categories].slice(0, 11);

test.each<[Values, RegExp]>([
	[{ categories: 'CATS' }, /^'Categories' contains an unknown category: "CATS"/],
	[{ categories: [] }, / has no category/],
	[{ categories: '' }, / has no category/],
	[{ categories: null }, / has no category/],
	[{ categories: [null] }, / has no category/],
	[{ excludedCategories: null }, / has no category/],
	[{ excludedCategories: [7] }, /^'Excluded Categories' contains an unknown category: "7"/],
	[{ categories: { a: 1 } }, /^'Categories' is neither text nor a number: "{"a":1}"/],
	[{ excludedCategories: ['PETS', ['x']] }, /^'Excluded Categories' is neither text nor a number: "\["x"\]"/],
	[{ categories: many }, /more than 10 categories/],
	[{ excludedCategories: many.join() }, /more than 10 categories/],
	[{ categories: ['PETS', 'FOOD'], excludedCategories: ['FOOD'] }, /both included and excluded: "FOOD"/],
	[{ mediaType: 'AUDIO' }, /not one of the choices: "AUDIO"/],
	[{ mediaType: null }, /not one of the choices/],
	[{ favoritesOnly: 'yes' }, /neither true nor false: "yes"/],
	[{ includeArchived: null }, /neither true nor false/],
	[{ mediaType: ['PHOTO', 'VIDEO'] }, /not one of the choices/],
	[{ order: 'random', dates }, /not one of the choices: "random"/],
	[{ order: 'oldest' }, /oldest first only/],
	[{ order: 'oldest', dates, favoritesOnly: true }, /oldest first only/],
	[{ order: 'oldest', dates, categories: 'PETS' }, /oldest first only/],
	[{ order: 'oldest', dates, mediaType: 'PHOTO' }, /oldest first only/],
])('the filters %j are rejected with an error that names the item', (values, says) => {
	expect(() => search(values)).toThrow(says);
	expect(() => search(values)).toThrow(/\[item 3\]\. ./);
});

test('any ten included and ten excluded of the 26 categories are sent unchanged', () => {
	expect(categories.size).toBe(26);
	fc.assert(
		fc.property(fc.shuffledSubarray([...categories] as string[], { minLength: 2, maxLength: 20 }), (chosen) => {
			const half = Math.ceil(chosen.length / 2);
			const [included, excluded] = [chosen.slice(0, half), chosen.slice(half)];
			expect(search({ categories: included, excludedCategories: excluded.join(', ') })).toEqual({
				filters: {
					contentFilter: { includedContentCategories: included, excludedContentCategories: excluded },
				},
			});
		}),
	);
});
