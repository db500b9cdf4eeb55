import type { IDataObject } from 'n8n-workflow';
import type { Run } from '../../../nodes/GooglePhotos/request/run';
import { uploadOptions } from '../../../nodes/GooglePhotos/upload/options';
import { fakeCaller, fakeRun } from '../support/caller';
import { MINUTE, SECOND } from '../support/virtualClock';

const read = (options?: IDataObject) => uploadOptions(fakeRun(fakeCaller(), options && { options }));

test('what holds where the user set nothing', () => {
	expect(read()).toStrictEqual({
		itemsWithoutFiles: 'error',
		unsupportedFiles: 'error',
		parallel: 5,
		maximumWait: 15 * MINUTE,
		verify: false,
	});
});

test('what the user set', () => {
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

test('they hold for the whole run: the first item has them', () => {
	const parameter = <T>(name: string, position: number) => ({ maximumWait: name === 'options' && position === 0 ? 1 : 2 }) as T;
	const run: Run = { ...fakeRun(fakeCaller()), parameter };
	expect(uploadOptions(run).maximumWait).toBe(MINUTE);
});

test.each([
	[1, 1],
	[10, 10],
	[0, 1],
	[11, 10],
	[2.9, 2],
	[10.9, 10],
	['3', 3],
	['', 1],
	// no number of files
	[-1, 5],
	['many', 5],
	[null, 5],
	[Infinity, 5],
])('%p files at once: %i', (parallelUploads, parallel) => {
	expect(read({ parallelUploads })).toMatchObject({ parallel });
});

test.each([
	[0, 0],
	[0.5, 30 * SECOND],
	['2', 2 * MINUTE],
	[100, 100 * MINUTE],
	// for ever is nothing to wait for
	[-1, 15 * MINUTE],
	['long', 15 * MINUTE],
	[null, 15 * MINUTE],
	[Infinity, 15 * MINUTE],
])('a maximum wait of %p minutes: %i milliseconds', (maximumWait, milliseconds) => {
	expect(read({ maximumWait })).toMatchObject({ maximumWait: milliseconds });
});

test.each([
	[true, true],
	['true', true],
	[false, false],
	['false', false],
	[1, false],
	['', false],
	[null, false],
])('verify %p is %p', (verify, wanted) => {
	expect(read({ verify }).verify).toBe(wanted);
});

test.each([
	[0, 0],
	[1.5, 90 * SECOND],
	['3', 3 * MINUTE],
	[-1, 10 * MINUTE],
	['long', 10 * MINUTE],
	[null, 10 * MINUTE],
	[Infinity, 10 * MINUTE],
])('a wait for videos of %p minutes: %i milliseconds', (waitForVideos, videoWait) => {
	expect(read({ waitForVideos })).toMatchObject({ videoWait });
});
