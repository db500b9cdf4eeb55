/** Which files of an item the parameters select. Supplements validateFile.test.ts. */
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { sourceFileOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { selectFiles } from '../../../nodes/GooglePhotos/uploads/selectFiles';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';

const front = inMemory(Buffer.from('front'), 'front.jpg');
const back = inMemory(Buffer.from('back'), 'back.jpg');
const item: INodeExecutionData = { json: {}, binary: { front, back } };

/** Parameters of the item at position 1, which is input item 7. null, as expressions return it, gets no default. */
function runWith(form: Record<string, unknown>, second = item, filesInJson = false): OperationContext {
	return {
		...fakeRun(fakeCaller(), {}, [{ json: {}, binary: { wrong: back } }, second]),
		filesInJson,
		indexOf: (position) => position + 6,
		parameter: <T>(name: string, position: number, fallback: T) =>
			(position === 1 && name in form ? form[name] : fallback) as T,
	};
}

const chosen = (form: IDataObject, second?: INodeExecutionData, filesInJson?: boolean) =>
	selectFiles(runWith(form, second, filesInJson), 1);
/** The error that a check throws. */
function caught(check: () => unknown): { error: Error } {
	try {
		check();
	} catch (error) {
		return { error: error as Error };
	}
	throw new Error('nothing was thrown');
}

const wordsOf = (all: ReturnType<typeof selectFiles>) =>
	all.map((one) => ('error' in one ? errorText(one.error) : undefined));

describe('the URL', () => {
	test.each<[unknown, string]>([
		['https://example.com/a.jpg', 'https://example.com/a.jpg'],
		[' \thttps://example.com/a b.jpg\n', 'https://example.com/a b.jpg'],
		[5, '5'],
	])('%j is selected as trimmed text, instead of the files of the item', (url, wanted) => {
		expect(chosen({ files: 'url', url } as IDataObject)).toEqual([{ url: wanted }]);
	});

	test.each([{}, { url: '' }, { url: ' \n' }, { url: null }, { url: undefined }])('%j selects nothing', (form) => {
		expect(chosen({ files: 'url', ...form })).toEqual([]);
	});

	test('is an error that names the item and the parameter if it is no text', () => {
		const { error } = caught(() => chosen({ files: 'url', url: { href: 'https://example.com/' } }));
		expect(errorText(error)).toMatch(/^'URL' is neither text nor a number \[item 7\]\. /);
	});
});

test('a value of Files that does not exist is an error that names the item and the parameter', () => {
	const { error } = caught(() => chosen({ files: 'some' }));
	expect(errorText(error)).toMatch(/^'Files' is not one of the choices: "some" \[item 7\]/);
});

describe('named fields', () => {
	test('are selected in the order of the names, each with its file', () => {
		expect(chosen({ files: 'named', binaryPropertyName: 'back, _files.front' })).toEqual([
			{ field: 'back', file: back },
			{ field: '_files.front', file: front },
		]);
	});

	test('can be a list that an expression returns', () => {
		expect(chosen({ files: 'named', binaryPropertyName: ['back', 'front'] })).toEqual([
			{ field: 'back', file: back },
			{ field: 'front', file: front },
		]);
	});

	test('default to the field "data"', () => {
		expect(chosen({ files: 'named' }, { json: {}, binary: { front, data: back } })).toEqual([{ field: 'data', file: back }]);
	});

	test('that are missing are errors, and the others are still selected', () => {
		const all = chosen({ files: 'named', binaryPropertyName: 'left, back' });
		expect(wordsOf(all)).toEqual([
			'There is no file in the field "left" [item 7]. Use one of the fields that have files: front, back. | Parameter: \'Input Data Field Name\'.',
			undefined,
		]);
		expect(all[1]).toEqual({ field: 'back', file: back });
		// an error item has it as its source field
		expect(all.slice(0, 1).map((one) => 'error' in one && sourceFileOf(one.error))).toEqual([{ field: 'left' }]);
	});

	test.each([null, undefined, '', ' , ', []])('%j names no field: an error if the item has files', (binaryPropertyName) => {
		const words = wordsOf(chosen({ files: 'named', binaryPropertyName } as IDataObject));
		expect(words).toEqual([
			"'Input Data Field Name' is empty [item 7]. Enter the name of the field that contains the file, or set 'Files' to 'All Files of the Item'. | " +
				"If it is an expression, it returned nothing for this item.",
		]);
		expect(chosen({ files: 'named', binaryPropertyName } as IDataObject, { json: {} })).toEqual([]);
	});

	test.each<[unknown, string]>([
		[{ field: 'front' }, 'Check the expression: use one of the fields of the object, or put text around it. | The value is an object.'],
		[true, 'Check the expression: use one of the fields of the object, or put text around it. | The value is "true", a boolean.'],
		[[['front']], 'Use one of its entries: one for each input item, or for each call of a tool. | The value is a list.'],
	])('%j is an error: it is not the name of a field', (binaryPropertyName, advice) => {
		expect(() => chosen({ files: 'named', binaryPropertyName } as IDataObject)).toThrow("'Input Data Field Name' is neither text nor a number [item 7]");
		const { error } = caught(() => chosen({ files: 'named', binaryPropertyName } as IDataObject));
		expect(errorText(error)).toContain(advice);
	});

	test('lose the prefix "_files." only at the beginning of a name, and only once', () => {
		const [other, twice] = wordsOf(chosen({ files: 'named', binaryPropertyName: 'x_files.front, _files._files.front' }));
		expect(other).toContain('There is no file in the field "x_files.front" [item 7]');
		expect(twice).toContain('There is no file in the field "_files._files.front" [item 7]');
		const odd = { json: {}, binary: { xfront: front } };
		expect(wordsOf(chosen({ files: 'named', binaryPropertyName: 'x_files.front' }, odd))[0]).toContain('"x_files.front"');
		expect(wordsOf(chosen({ files: 'named', binaryPropertyName: '_filesxfront' }))[0]).toContain('"_filesxfront"');
	});

	test('are found in the JSON of an item only if the workflow combines files with the JSON', () => {
		const combined = { json: { _files: { front, back } } } as unknown as INodeExecutionData;
		const form = { files: 'named', binaryPropertyName: 'front' };
		expect(wordsOf(chosen(form, combined))).toEqual([
			'There is no file in the field "front" [item 7]. Check the nodes before: the item has no files. | Those in its JSON (_files: front, back) ' +
				'are used only if the setting of the workflow keeps files combined with the JSON: they may come from another workflow. ' +
				'Parameter: \'Input Data Field Name\'.',
		]);
		expect(chosen(form, combined, true)).toEqual([{ field: 'front', file: front }]);
		expect(chosen({ files: 'all' }, combined)).toEqual([]);
		expect(chosen({ files: 'all' }, combined, true)).toEqual([{ field: 'front', file: front }, { field: 'back', file: back }]);
		expect(wordsOf(chosen({ files: 'named', binaryPropertyName: 'left' }, combined, true))).toEqual([
			'There is no file in the field "left" [item 7]. Use one of the fields that have files: front, back. | Parameter: \'Input Data Field Name\'.',
		]);
	});

	test('give one result per name, in order, with the file if there is one', () => {
		const name = fc.constantFrom('front', 'back', ' front ', 'left', '', ' ', '_files.back', 'constructor');
		fc.assert(
			fc.property(fc.array(name), (names) => {
				const all = chosen({ files: 'named', binaryPropertyName: names.join(',') });
				const wanted = names.map((one) => one.trim()).filter((one) => one !== '');
				fc.pre(wanted.length > 0);
				expect(all.map((one) => ('error' in one ? /field "(.*)" \[/.exec(one.error.message)?.[1] : 'field' in one && one.field))).toEqual(wanted);
				expect(all.map((one) => 'file' in one && one.file)).toEqual(
					wanted.map((one) => (/front$/.test(one) ? front : /back$/.test(one) ? back : false)),
				);
			}),
		);
	});
});
