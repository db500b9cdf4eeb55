import type { INodePropertyOptions } from 'n8n-workflow';

/**
 * What Google Photos recognises in pictures. Google's NONE is left out: it means no category, as does an
 * empty list.
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
