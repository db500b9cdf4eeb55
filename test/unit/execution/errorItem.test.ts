import fc from 'fast-check';
import type { INode } from 'n8n-workflow';
import { apiError, inputError, skippedError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { errorItem, toItem, toN8nItems } from '../../../nodes/GooglePhotos/execution/results';
import { errorContextOf } from '../../../nodes/GooglePhotos/uploads/types';
import { node } from '../support/caller';

const source = { item: 2, field: 'photo', fileName: 'beach.jpg' };
const failure = () => inputError(node(), 'The file is empty', 'Check it.', { ...errorContextOf(source), parameter: 'Files' });
const input = { rowId: 7, nested: { deep: [1] }, error: 'from before' };

describe.each<[string, Partial<INode>]>([
	['Continue', { onError: 'continueRegularOutput' }],
	['the old Continue On Fail', { continueOnFail: true }],
	['an error output', { onError: 'continueErrorOutput' }],
])('with %s', (_title, settings) => {
	const item = errorItem({ ...node(), ...settings }, failure(), input, 2);

	test('the JSON of the input is kept, and says what happened, what to do, and to which file of which field', () => {
		expect(item.json).toStrictEqual({
			rowId: 7,
			nested: { deep: [1] },
			error: 'The file is empty: file "beach.jpg" in field "photo" [item 2]',
			errorDescription: 'Check it. Parameter: "Files".',
			sourceField: 'photo',
			sourceFileName: 'beach.jpg',
		});
		expect(item.pairedItem).toEqual({ item: 2 });
	});

	test('a copy has nothing but JSON: no Error, and nothing that n8n would put in place of the JSON', () => {
		expect(Object.keys({ ...item })).toEqual(['json', 'pairedItem']);
		expect(structuredClone({ ...item })).toEqual(JSON.parse(JSON.stringify(item)));
	});

	test('n8n sees a failure where it looks for one, and only there', () => {
		expect('error' in item).toBe(settings.onError === 'continueErrorOutput');
	});
});

test('the input item itself stays as it is', () => {
	const before = structuredClone(input);
	errorItem(node(), failure(), input, 0);
	expect(input).toEqual(before);
});

test('what no file is about, or what the node did not make, names none', () => {
	const bug = errorItem(node(), new TypeError('not a function'), { id: 1 }, 0);
	expect(bug.json).toStrictEqual({ id: 1, error: 'not a function' });
	const end = apiError(node(), { kind: 'dayQuota', message: '', outcomeUnknown: false }, { item: 0 });
	expect(Object.keys(errorItem(node(), end, {}, 0).json)).toEqual(['error', 'errorDescription']);
});

test('a file that was not sent is named as well', () => {
	const end = apiError(node(), { kind: 'storageFull', message: '', outcomeUnknown: false }, errorContextOf({ item: 0, fileName: 'a.jpg' }));
	const { what, file } = errorContextOf(source);
	expect(errorItem(node(), skippedError(end, 2, what, file), {}, 2).json).toMatchObject({
		error: 'Not sent: The storage of the Google account is full: file "beach.jpg" in field "photo" [item 2]',
		sourceField: 'photo',
		sourceFileName: 'beach.jpg',
	});
});

test('of the outputs of a run, the failures get the JSON of their own input; the others stay as they are', () => {
	fc.assert(
		fc.property(fc.array(fc.boolean()), (failed) => {
			const outputs = failed.map((bad, item) => toItem(bad ? { error: failure() } : { json: { id: item } }, item));
			const items = toN8nItems(node(), outputs, (item) => ({ json: { rowId: item } }));
			expect(items.map(({ json, pairedItem }) => [json.rowId ?? json.id, pairedItem])).toEqual(
				failed.map((_, item) => [item, { item }]),
			);
			expect(items.map(({ json }) => json.error !== undefined)).toEqual(failed);
			items.forEach((item, index) => failed[index] || expect(item).toBe(outputs[index]));
		}),
	);
});

test('an item that only carries an error of a node before is no failure of this one', () => {
	const passed = { json: { id: 1 }, error: new Error('before') as never, pairedItem: { item: 0 } };
	expect(toN8nItems(node(), [passed], () => ({ json: {} }))).toEqual([passed]);
});
