/** Description, file name and album position for the files of an item. Supplements validateFile.test.ts. */
import fc from 'fast-check';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { parseMediaItemFields } from '../../../nodes/GooglePhotos/uploads/validateFile';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from '../support/caller';

/** Parameters of the item at position 1, which is input item 7. null, as expressions return it, gets no default. */
function runWith(form: Record<string, unknown>): OperationContext {
	return {
		...fakeRun(fakeCaller()),
		indexOf: (position) => position + 6,
		parameter: <T>(name: string, position: number, fallback: T) =>
			(position === 1 && name in form ? form[name] : fallback) as T,
	};
}

const fieldsOf = (form: Record<string, unknown>, fileCount = 1) => parseMediaItemFields(runWith(form), 1, fileCount);

function refusalOf(form: Record<string, unknown>, fileCount?: number): string {
	try {
		fieldsOf(form, fileCount);
	} catch (error) {
		return errorText(error);
	}
	throw new Error('nothing was refused');
}

const nothing = { description: undefined, fileName: undefined, albumPosition: undefined };

test.each([{}, { description: '', fileName: '', options: {} }, { description: null, fileName: null }])(
	'%j sets no field, whatever the number of files',
	(form) => {
		for (const count of [1, 2, 50]) expect(fieldsOf(form, count)).toStrictEqual(nothing);
	},
);

test('description and file name are used unchanged, including white space', () => {
	expect(fieldsOf({ description: ' At the sea\n', fileName: ' a.jpg' })).toStrictEqual({
		...nothing,
		description: ' At the sea\n',
		fileName: ' a.jpg',
	});
	expect(fieldsOf({ description: 'At the sea' }, 2)).toStrictEqual({ ...nothing, description: 'At the sea' });
});

test('Simplify is on unless it is set to false', () => {
	for (const simplify of [true, 'true']) expect(fieldsOf({ simplify })).toStrictEqual(nothing);
	for (const simplify of [false, 'FALSE']) expect(fieldsOf({ simplify })).toStrictEqual({ ...nothing, rawOutput: true });
	expect(refusalOf({ simplify: null })).toMatch(/^'Simplify' is neither true nor false: "" \[item 7\]/);
});

test('a description of 1001 characters is an error that names its item', () => {
	expect(refusalOf({ description: 'x'.repeat(1001) })).toBe(
		'The description is longer than 1000 characters [item 7]. Enter a shorter description. | ' +
			'Google accepts up to 1000 characters; this one has 1001. Parameter: \'Description\'.',
	);
});

test.each([2, 3])('File Name for an item with %i files is an error', (count) => {
	expect(refusalOf({ fileName: 'a.jpg' }, count)).toBe(
		`The item has ${count} files, but 'File Name' can name only one [item 7]. ` +
			"Leave 'File Name' empty to keep the names of the files, or split the item first. | ",
	);
});

test('a file name has at most 255 characters, whatever their encoded length', () => {
	fc.assert(
		fc.property(fc.constantFrom('a', 'ä', '写', '🌅'), fc.integer({ min: 1, max: 255 }), (character, length) => {
			const fileName = character.repeat(length);
			expect(fieldsOf({ fileName }).fileName).toBe(fileName);
		}),
	);
	for (const character of ['a', 'ä', '写', '🌅']) {
		expect(fieldsOf({ fileName: character.repeat(255) }).fileName).toBe(character.repeat(255));
		expect(refusalOf({ fileName: character.repeat(256) })).toBe(
			'The file name is longer than 255 characters [item 7]. Enter a shorter one. | Parameter: \'File Name\'.',
		);
	}
});

describe('the position in the album', () => {
	const placed = (place: unknown, album: unknown = { mode: 'id', value: 'album-1' }) => ({
		options: { albumPosition: { place } },
		album,
	});

	test.each([
		[{ position: 'FIRST_IN_ALBUM' }, { position: 'FIRST_IN_ALBUM' }],
		[
			{ position: 'AFTER_MEDIA_ITEM', relativeMediaItem: { mode: 'id', value: 'item-1' } },
			{ position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: 'item-1' },
		],
		[
			{ position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: 'text-1' },
			{ position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: 'text-1' },
		],
	])('%j is accepted, with an album by ID or by title', (place, albumPosition) => {
		for (const album of [undefined, 'album-1', { mode: 'title', value: 'Holiday' }]) {
			expect(fieldsOf(placed(place, album))).toStrictEqual({ ...nothing, albumPosition });
		}
	});

	test.each([{ position: 'LAST_IN_ALBUM' }, {}])('%j is the default: no position is set, with or without an album', (place) => {
		for (const album of [{ mode: 'id', value: 'album-1' }, '']) {
			expect(fieldsOf(placed(place, album))).toStrictEqual(nothing);
		}
	});

	test.each([{ albumPosition: {} }, { albumPosition: undefined }, { albumPosition: { place: undefined } }])(
		'%j sets no position',
		(options) => {
			expect(fieldsOf({ options, album: '' })).toStrictEqual(nothing);
		},
	);

	test.each(['', ' ', null, { mode: 'list', value: '' }])('needs an album: with the album field %j it is an error', (album) => {
		const place = { position: 'FIRST_IN_ALBUM' };
		const words =
			'A position is set, but no album [item 7]. ' +
			"Choose the album, or remove the option 'Position in Album'. | Parameter: 'Position in Album'.";
		expect(refusalOf(placed(place, album))).toBe(words);
		expect(refusalOf({ options: { albumPosition: { place } } })).toBe(words);
	});

	test('an unknown position is an error that names its item', () => {
		expect(refusalOf(placed({ position: 'MIDDLE' }))).toBe(
			'\'Position\' is not one of the choices: "MIDDLE" [item 7]. ' +
				'Use one of: FIRST_IN_ALBUM, LAST_IN_ALBUM, AFTER_MEDIA_ITEM, AFTER_ENRICHMENT_ITEM. | ',
		);
	});
});
