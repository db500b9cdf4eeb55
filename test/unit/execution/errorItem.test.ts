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
])('an error item with %s', (_title, settings) => {
	const item = errorItem({ ...node(), ...settings }, failure(), input, 2);

	test('keeps the JSON of the input item, and adds the error, the advice, and the file and its field', () => {
		expect(item.json).toStrictEqual({
			rowId: 7,
			nested: { deep: [1] },
			error: 'The file is empty: file "beach.jpg" in field "photo" [item 2]. Check it.',
			errorDescription: 'Parameter: \'Files\'.',
			sourceField: 'photo',
			sourceFileName: 'beach.jpg',
		});
		expect(item.pairedItem).toEqual({ item: 2 });
	});

	test('has a copy of only JSON: no Error, and no property with which n8n would replace the JSON', () => {
		expect(Object.keys({ ...item })).toEqual(['json', 'pairedItem']);
		expect(structuredClone({ ...item })).toEqual(JSON.parse(JSON.stringify(item)));
	});

	test('has the property by which n8n recognizes a failure only for an error output', () => {
		expect('error' in item).toBe(settings.onError === 'continueErrorOutput');
	});
});

test('the input item is not changed', () => {
	const before = structuredClone(input);
	errorItem(node(), failure(), input, 0);
	expect(input).toEqual(before);
});

test('an error that is not about a file, or not made by the node, names no file', () => {
	const bug = errorItem(node(), new TypeError('not a function'), { id: 1 }, 0);
	expect(bug.json).toStrictEqual({ id: 1, error: 'not a function' });
	const end = apiError(node(), { kind: 'dayQuota', message: '', outcomeUnknown: false }, { item: 0 });
	expect(Object.keys(errorItem(node(), end, {}, 0).json)).toEqual(['error', 'errorDescription']);
});

test('a file that was skipped is named as well', () => {
	const end = apiError(node(), { kind: 'storageFull', message: '', outcomeUnknown: false }, errorContextOf({ item: 0, fileName: 'a.jpg' }));
	const { what, file } = errorContextOf(source);
	expect(errorItem(node(), skippedError(end, 2, what, file), {}, 2).json).toMatchObject({
		error: 'Not sent: The storage of the Google account is full: file "beach.jpg" in field "photo" [item 2]. Free up space at one.google.com/storage or buy more, then run the rest.',
		sourceField: 'photo',
		sourceFileName: 'beach.jpg',
	});
});

test('failed outputs get the JSON of their own input item, and the other outputs are not changed', () => {
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

test('an item with the error of an earlier node is not a failure of this node', () => {
	const passed = { json: { id: 1 }, error: new Error('before') as never, pairedItem: { item: 0 } };
	expect(toN8nItems(node(), [passed], () => ({ json: {} }))).toEqual([passed]);
});
