import type { IDataObject } from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { uploadOptions } from '../../../nodes/GooglePhotos/uploads/readOptions';
import { fakeCaller, fakeRun } from '../support/caller';
import { MINUTE, SECOND } from '../support/virtualClock';

const read = (options?: IDataObject) => uploadOptions(fakeRun(fakeCaller(), options && { options }));

test('options that the user did not set have their defaults', () => {
	expect(read()).toStrictEqual({
		itemsWithoutFiles: 'error',
		unsupportedFiles: 'error',
		parallel: 5,
		maximumWait: 15 * MINUTE,
		verify: false,
	});
});

test('options that the user set are used', () => {
	const set = {
		itemsWithoutFiles: 'passThrough',
		unsupportedFiles: 'skip',
		parallelUploads: 3,
		maximumWait: 4,
		verify: true,
		waitForVideos: 20,
	};
	expect(read(set)).toStrictEqual({
		itemsWithoutFiles: 'passThrough',
		unsupportedFiles: 'skip',
		parallel: 3,
		maximumWait: 4 * MINUTE,
		verify: true,
		videoWait: 20 * MINUTE,
	});
});

test('the options of the first item apply to the whole execution', () => {
	const parameter = <T>(name: string, position: number) => ({ maximumWait: name === 'options' && position === 0 ? 1 : 2 }) as T;
	const run: OperationContext = { ...fakeRun(fakeCaller()), parameter };
	expect(uploadOptions(run).maximumWait).toBe(MINUTE);
});

test('an invalid option is an error of the first input item', () => {
	const run = { ...fakeRun(fakeCaller(), { options: { parallelUploads: 0 } }), indexOf: (position: number) => position + 3 };
	expect(() => uploadOptions(run)).toThrow('[item 3]');
});

test.each([
	[1, 1],
	[10, 10],
	['3', 3],
])('Parallel Uploads %p allows %i files at once', (parallelUploads, parallel) => {
	expect(read({ parallelUploads })).toMatchObject({ parallel });
});

test.each([
	[0, 0],
	[0.5, 30 * SECOND],
	[' 2 ', 2 * MINUTE],
	[100, 100 * MINUTE],
])('waits of %p minutes become %i milliseconds', (minutes, milliseconds) => {
	expect(read({ maximumWait: minutes, waitForVideos: minutes })).toMatchObject({ maximumWait: milliseconds, videoWait: milliseconds });
});

test.each([
	[true, true],
	['true', true],
	[' TRUE', true],
	[false, false],
	['false', false],
])('Verify After Upload %p is read as %p', (verify, wanted) => {
	expect(read({ verify }).verify).toBe(wanted);
});

test.each([
	['itemsWithoutFiles', 'PASSTHROUGH', 'passThrough'],
	['unsupportedFiles', 'Skip', 'skip'],
])('option %s: %p is read as %s', (name, value, wanted) => {
	expect(read({ [name]: value })).toMatchObject({ [name]: wanted });
});

const nothing = [null, undefined, '', ' '];
const noNumber = [...nothing, 'many', true, [1], {}, NaN, Infinity, -1];

test.each([
	['parallelUploads', 'Parallel Uploads', [...noNumber, 0, 11, 2.9]],
	['maximumWait', 'Maximum Wait', noNumber],
	['waitForVideos', 'Wait for Videos', noNumber],
	['verify', 'Verify After Upload', [...nothing, 1, 'yes']],
	['itemsWithoutFiles', 'Items Without Files', [...nothing, 'skip', 1]],
	['unsupportedFiles', 'Unsupported Files', [...nothing, 'ignore', true]],
])('an invalid value of %s is an error that names the option', (name, parameter, values) => {
	for (const value of values) {
		expect(() => read({ [name]: value as never })).toThrow(expect.objectContaining({ message: expect.stringContaining(`'${parameter}' `) }));
	}
});
