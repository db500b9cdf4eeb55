import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/**
 * Content categories that Google Photos recognizes. Google's NONE is left out: like an empty list, it means no
 * category.
 * https://developers.google.com/photos/library/guides/apply-filters#content-categories
 */
const names = [
	'Animals',
	'Arts',
	'Birthdays',
	'Cityscapes',
	'Crafts',
	'Documents',
	'Fashion',
	'Flowers',
	'Food',
	'Gardens',
	'Holidays',
	'Houses',
	'Landmarks',
	'Landscapes',
	'Night',
	'People',
	'Performances',
	'Pets',
	'Receipts',
	'Screenshots',
	'Selfies',
	'Sport',
	'Travel',
	'Utility',
	'Weddings',
	'Whiteboards',
];

export const categoryOptions: INodePropertyOptions[] = names.map((name) => ({ name, value: name.toUpperCase() }));

export const categories: ReadonlySet<unknown> = new Set(categoryOptions.map(({ value }) => value));

const date = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026-07-14',
	hint: 'A day (2026-07-14), a month (2026-07), a year (2026) or a day of every year (*-12-24)',
});

/** The search filters as an n8n collection, which shows only the filters in use. */
export function filterFields(displayOptions: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName:
				'New uploads can take a while until filters find them. Photos and videos without a capture date never match a date: the time of the upload does not count.',
			name: 'filtersNotice',
			type: 'notice',
			default: '',
			displayOptions,
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			description:
				'What the photos and videos must match: all filters together, and of several dates or categories any one. Without a filter, everything that this app uploaded is found.',
			displayOptions,
			options: [
				{
					displayName: 'Categories',
					name: 'categories',
					type: 'multiOptions',
					default: [],
					options: categoryOptions,
					description: 'Return only pictures of at least one of these kinds, up to 10. Google Photos decides what is in a picture.',
				},
				{
					displayName: 'Date Ranges',
					name: 'dateRanges',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Date Range',
					default: {},
					description:
						'Return only what was taken in one of these ranges, both ends included. Up to 5, beside up to 5 dates.',
					options: [
						{
							displayName: 'Date Range',
							name: 'values',
							values: [date('Start Date', 'startDate'), date('End Date', 'endDate')],
						},
					],
				},
				{
					displayName: 'Dates',
					name: 'dates',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Date',
					default: {},
					description: 'Return only what was taken on one of these dates. Up to 5, beside up to 5 date ranges.',
					options: [{ displayName: 'Date', name: 'values', values: [date('Date', 'date')] }],
				},
				{
					displayName: 'Excluded Categories',
					name: 'excludedCategories',
					type: 'multiOptions',
					default: [],
					options: categoryOptions,
					description: 'Leave out pictures of any of these kinds, up to 10. Google Photos decides what is in a picture.',
				},
				{
					displayName: 'Favorites Only',
					name: 'favoritesOnly',
					type: 'boolean',
					default: true,
					description: 'Whether to return only what the user has marked as a favorite in Google Photos',
				},
				{
					displayName: 'Include Archived',
					name: 'includeArchived',
					type: 'boolean',
					default: true,
					description: 'Whether to also return what the user has archived in Google Photos',
				},
				{
					displayName: 'Media Type',
					name: 'mediaType',
					type: 'options',
					default: 'PHOTO',
					options: [
						{ name: 'Photos', value: 'PHOTO' },
						{ name: 'Photos and Videos', value: 'ALL_MEDIA' },
						{ name: 'Videos', value: 'VIDEO' },
					],
				},
				{
					displayName: 'Order',
					name: 'order',
					type: 'options',
					default: 'oldest',
					description:
						'By capture time. Oldest First needs a date or date range, and no filter beside it but Include Archived.',
					options: [
						{ name: 'Newest First', value: 'newest' },
						{ name: 'Oldest First', value: 'oldest' },
					],
				},
			],
		},
	];
}
