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
				'It can take a while until filters find new uploads. Photos and videos without a capture date never match a date: the time of the upload does not count.',
			name: 'filtersNotice',
			type: 'notice',
			default: '',
			displayOptions,
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			description:
				'What the photos and videos must match: every filter, but only one of several dates or categories. Without a filter, everything uploaded by this app is returned.',
			displayOptions,
			options: [
				{
					displayName: 'Categories',
					name: 'categories',
					type: 'multiOptions',
					default: [],
					options: categoryOptions,
					description: 'Return only photos and videos in at least one of these categories, up to 10. Google Photos assigns the categories.',
				},
				{
					displayName: 'Date Ranges',
					name: 'dateRanges',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add date range',
					default: {},
					description:
						'Return only what was taken in one of these ranges, including both ends. Up to 5 ranges, and up to 5 dates.',
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
					placeholder: 'Add date',
					default: {},
					description: 'Return only what was taken on one of these dates. Up to 5 dates, and up to 5 date ranges.',
					options: [{ displayName: 'Date', name: 'values', values: [date('Date', 'date')] }],
				},
				{
					displayName: 'Excluded Categories',
					name: 'excludedCategories',
					type: 'multiOptions',
					default: [],
					options: categoryOptions,
					description: 'Leave out photos and videos in any of these categories, up to 10. Google Photos assigns the categories.',
				},
				{
					displayName: 'Favorites Only',
					name: 'favoritesOnly',
					type: 'boolean',
					default: true,
					description: 'Whether to return only photos and videos marked as favorites in Google Photos',
				},
				{
					displayName: 'Include Archived',
					name: 'includeArchived',
					type: 'boolean',
					default: true,
					description: 'Whether to also return photos and videos archived in Google Photos',
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
			],
		},
	];
}

/** The order of a search, as a collection of its own. */
export function sortField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Sort',
		name: 'sort',
		type: 'fixedCollection',
		placeholder: 'Add sort rule',
		default: {},
		description: 'The order of the results. Without a rule, Google returns the newest capture date first.',
		displayOptions,
		options: [
			{
				displayName: 'Rule',
				name: 'rule',
				values: [
					{
						displayName: 'Capture Date',
						name: 'order',
						type: 'options',
						default: 'oldest',
						description: "'Oldest First' needs 'Dates' or 'Date Ranges', and no other filter except 'Include Archived'",
						options: [
							{ name: 'Newest First', value: 'newest' },
							{ name: 'Oldest First', value: 'oldest' },
						],
					},
				],
			},
		],
	};
}
