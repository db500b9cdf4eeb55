/** Input Data Field Name as an expression that gives a file, such as `{{ $binary.data }}`, instead of a field's name. */
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { selectFiles } from '../../../nodes/GooglePhotos/uploads/selectFiles';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';

const front = inMemory(Buffer.from('front'), 'front.jpg');
const back = inMemory(Buffer.from('back'), 'back.jpg');
const stored: IBinaryData = { id: 'filesystem-v2:1', data: 'filesystem-v2', mimeType: 'image/jpeg', fileName: 'stored.jpg' };

/** A file as n8n shows it to an expression: without its bytes. */
const shown = (file: IBinaryData) => without(file, 'data');

function without(file: IBinaryData, property: keyof IBinaryData): Partial<IBinaryData> {
	return Object.fromEntries(Object.entries(file).filter(([key]) => key !== property));
}

function selected(binaryPropertyName: unknown, binary: INodeExecutionData['binary'], json: IDataObject = {}) {
	const context = fakeRun(fakeCaller(), { files: 'named', binaryPropertyName } as never, [{ json, ...(binary && { binary }) }]);
	return selectFiles(context, 0);
}

const errorIn = ([one]: ReturnType<typeof selectFiles>) => ('error' in one ? errorText(one.error) : undefined);

describe('a file without its bytes', () => {
	test.each([
		['front', front],
		['back', back],
	])('is found among the files of the item by its properties: %s', (field, file) => {
		expect(selected(shown(file), { front, back })).toEqual([{ field, file }]);
	});

	test.each([null, undefined])('may have %s in place of its bytes', (data) => {
		expect(selected({ ...shown(back), data }, { front, back })).toEqual([{ field: 'back', file: back }]);
	});

	test('is found only if all its properties are the same', () => {
		expect(errorIn(selected({ ...shown(front), mimeType: 'image/png' }, { front, back }))).toMatch(/^The expression returns no file/);
		expect(errorIn(selected({ ...shown(front), fileSize: '9 kB' }, { front, back }))).toMatch(/^The expression returns no file/);
	});

	test('is not a file that n8n keeps in its store: that has an ID', () => {
		const shownWithoutId = { mimeType: stored.mimeType, fileName: stored.fileName };
		expect(errorIn(selected(shownWithoutId, { stored }))).toMatch(/^The expression returns no file/);
	});

	test('that two fields have alike is an error that names them', () => {
		expect(errorIn(selected(shown(front), { one: front, back, two: inMemory(Buffer.from('other'), 'front.jpg') }))).toBe(
			'The expression returns a file that could be any of several [item 0]. ' +
				"Enter the name of its field instead: one, two. | Parameter: 'Input Data Field Name'.",
		);
	});

	test('that the item does not have is an error that names the files of the item', () => {
		expect(errorIn(selected({ mimeType: 'image/gif' }, { front, back }))).toBe(
			'The expression returns no file that the item has [item 0]. ' +
				"Use one of the fields that have files: front, back. | Parameter: 'Input Data Field Name'.",
		);
		expect(errorIn(selected({ mimeType: 'image/gif' }, undefined))).toContain('the item has no files.');
	});
});

describe('a file with its bytes or its ID', () => {
	test('is used as it is, with the field in which the item has it', () => {
		expect(selected(stored, { front, stored })).toEqual([{ field: 'stored', file: stored }]);
		expect(selected(front, { back, front })).toEqual([{ field: 'front', file: front }]);
	});

	test('is used without a field if the item does not have it', () => {
		expect(selected(stored, { front })).toEqual([{ field: undefined, file: stored }]);
		expect(selected(front, { back })).toEqual([{ field: undefined, file: front }]);
	});

	test('is told from others by its ID, or by its bytes where it has no ID', () => {
		const other = { ...stored, id: 'filesystem-v2:2' };
		expect(selected(stored, { other, stored })).toEqual([{ field: 'stored', file: stored }]);
		const sameBytes = { ...stored, data: front.data };
		expect(selected(front, { sameBytes })).toEqual([{ field: undefined, file: front }]);
		expect(selected(sameBytes, { front })).toEqual([{ field: undefined, file: sameBytes }]);
	});

	test('may have no MIME type', () => {
		expect(selected(without(front, 'mimeType'), { front })).toMatchObject([{ field: 'front' }]);
		expect(selected(without(stored, 'mimeType'), { stored })).toMatchObject([{ field: 'stored' }]);
		expect(selected({ id: stored.id, fileName: stored.fileName }, { front, stored })).toMatchObject([{ field: 'stored' }]);
	});

	test.each([{ data: front.data }, { id: stored.id }, { fileName: 'front.jpg' }])(
		'needs more than one property of a file: %j is an error',
		(value) => {
			expect(() => selected(value, { front, stored })).toThrow("'Input Data Field Name' is neither text nor a number [item 0]");
		},
	);
});

test('an expression may give a list of files and names', () => {
	expect(selected([shown(back), 'stored', front], { front, back, stored })).toEqual([
		{ field: 'back', file: back },
		{ field: 'stored', file: stored },
		{ field: 'front', file: front },
	]);
});
