import type { INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import type { CaptureDatePlan } from '../../../nodes/GooglePhotos/files/captureDate';
import { captureDateFor, captureDateOutput, editsOf, sourceSize } from '../../../nodes/GooglePhotos/uploads/captureDate';
import type { Entry } from '../../../nodes/GooglePhotos/uploads/collectFiles';
import { planDate, planWithin } from '../../../nodes/GooglePhotos/uploads/datePlan';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { hintUndated } from '../../../nodes/GooglePhotos/uploads/undatedHint';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';
import { edited } from '../support/edits';
import { sentFile } from '../support/sentFiles';
import { bytes, callerOf, KIB, limits, MIB, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';

/** The start of a JPEG without metadata: frame header and image data. */
const JPEG = Buffer.from('ffd8ffc0000b080001000101011100ffda0003000000', 'hex');
const wanted = {
	date: { year: 2019, month: 7, day: 14, hour: 18, minute: 30, second: 0, offset: 120 },
	when: 'missing' as const,
};
const LARGEST = 200 * MIB;

describe('the plan for a file', () => {
	const readAt = async (offset: number, length: number) => JPEG.subarray(offset, offset + length);

	test('writes the date if the file is not too large with it', async () => {
		const plan = await planWithin(readAt, 10 * MIB, wanted);
		const added = editsOf({ datePlan: plan }).reduce((sum, { insert, remove }) => sum + insert.length - remove, 0);
		expect(added).toBeGreaterThan(0);
		expect(await planWithin(readAt, LARGEST - added, wanted)).toEqual(plan);
		expect(await planWithin(readAt, LARGEST - added + 1, wanted)).toEqual({
			outcome: 'notPossible',
			reason: 'with it the file would be larger than Google accepts',
		});
	});

	test('says why a format holds no date, whatever the size of the file', async () => {
		const gif = Buffer.from('GIF89a');
		const plan = await planWithin(async (offset, length) => gif.subarray(offset, offset + length), LARGEST + 1, wanted);
		expect(plan).toEqual({ outcome: 'notPossible', reason: expect.not.stringContaining('larger') });
	});

	const planned = async (store: Store, more: Partial<Source>) => {
		const { source } = sentFile(1, { size: store.content.length, file: store.file, ...more });
		await planDate(fakeRun(callerOf(store, new UploadServer())), source, limits);
		return source;
	};

	test.each([true, false])('is made once, from the first bytes of a JPEG (in the store: %s)', async (inStore) => {
		const content = Buffer.concat([JPEG, bytes(MIB)]);
		const store = new Store(content);
		const source = await planned(store, { captureDate: wanted, ...(!inStore && { file: inMemory(content) }) });
		expect(source.datePlan).toMatchObject({ outcome: 'written' });
		expect(source.size).toBe(edited(content, editsOf(source)).length);
		expect(sourceSize(source)).toBe(content.length);
		expect(store.opened).toHaveLength(inStore ? 1 : 0);
		expect(store.opened.every(({ destroyed, readableEnded }) => destroyed && !readableEnded)).toBe(true);
		const { size, datePlan } = source;
		await planDate(fakeRun(callerOf(store, new UploadServer())), source, limits);
		expect([source.size, source.datePlan]).toEqual([size, datePlan]);
	});

	test('is not made without the option', async () => {
		const store = new Store(Buffer.concat([JPEG, bytes(KIB)]));
		const { size, datePlan } = await planned(store, {});
		expect([size, datePlan]).toEqual([store.content.length, undefined]);
		expect(store.opened).toEqual([]);
	});

	test('waits while four files of the execution are planned, and for no other execution', async () => {
		let opened = 0;
		const getBinaryStream = async () => {
			opened++;
			return await new Promise<never>(() => {});
		};
		const run = fakeRun(callerOf(Object.assign(new Store(JPEG), { getBinaryStream }), new UploadServer()));
		const planOf = async (context: OperationContext) => {
			const { source } = sentFile(1, { size: JPEG.length, file: new Store(JPEG).file, captureDate: wanted });
			await planDate(context, source, limits);
			return source.datePlan?.outcome;
		};
		for (let file = 0; file < 5; file++) void planOf(run);
		expect(await planOf(fakeRun(callerOf(new Store(JPEG), new UploadServer())))).toBe('written');
		expect(opened).toBe(4);
	});

	test('is not made of a file that is not sent any more', async () => {
		const store = new Store(JPEG);
		const { source } = sentFile(1, { size: JPEG.length, file: store.file, captureDate: wanted });
		const closed = { assertOpen: () => { throw new Error('Not sent'); } };
		await expect(planDate(fakeRun(callerOf(store, new UploadServer())), source, closed)).rejects.toThrow('Not sent');
		expect(store.opened).toEqual([]);
	});

	test('fails with the file if n8n no longer has it', async () => {
		const store = new Store(JPEG);
		Object.assign(store, { getBinaryStream: async () => await Promise.reject(new Error('gone')) });
		const error = await planned(store, { captureDate: wanted }).catch((thrown: Error) => thrown);
		expect(errorText(error as Error)).toMatch(/^n8n could not open the file/);
	});
});

test("the option is read for each item, in the workflow's time zone", () => {
	const n8n = { ...fakeCaller(), getTimezone: () => 'Europe/Berlin' } as never;
	const run: OperationContext = {
		...fakeRun(n8n, {}, [{ json: {} }, { json: {} }, { json: {} }]),
		parameter: <T>(name: string, position: number, fallback: T) =>
			name === 'options'
				? ([{}, { captureDate: { values: { date: '2019-07-14T18:30:00' } } }, { captureDate: { values: { date: 'soon' } } }][position] as T)
				: fallback,
	};
	expect(captureDateFor(run, 0)).toBeUndefined();
	expect(captureDateFor(run, 1)).toEqual(wanted);
	let error: unknown;
	try {
		captureDateFor(run, 2);
	} catch (thrown) {
		error = thrown;
	}
	expect(errorText(error as Error)).toMatch(/^'Capture Date' is not a date and time: "soon" \[item 2\]/);
});

const undated = (reason: string): CaptureDatePlan => ({ outcome: 'notPossible', reason });

test.each<[CaptureDatePlan | undefined, object]>([
	[undefined, {}],
	[{ outcome: 'written', edits: [] }, { captureDate: 'written' }],
	[{ outcome: 'kept' }, { captureDate: 'kept' }],
	[undated('it is a GIF'), { captureDate: 'notPossible', captureDateReason: 'it is a GIF' }],
])('the output of %p is %p', (datePlan, output) => {
	expect(captureDateOutput({ datePlan })).toStrictEqual(output);
});

describe('the hint', () => {
	function hintsFor(plans: Array<CaptureDatePlan | undefined>, failed: number[] = []): string[] {
		const hints: string[] = [];
		const run = { ...fakeRun(fakeCaller()), hint: (message: string) => void hints.push(message) };
		const entries = plans.map((datePlan, position): Entry => ({ position, source: sentFile(position, { datePlan }).source }));
		const outputs = plans.map((_, position): INodeExecutionData => (failed.includes(position) ? { json: {}, error: new Error('failed') as never } : { json: {} }));
		hintUndated(run, [...entries, { position: 99, passThrough: true }], [...outputs, { json: {} }]);
		return hints;
	}
	const words = 'Files sent unchanged, because the capture date could not be written into them';

	test('is not shown if every date was written or kept', () => {
		expect(hintsFor([undefined, { outcome: 'kept' }, { outcome: 'written', edits: [] }])).toEqual([]);
	});

	test('counts the files that were sent, by reason, the most frequent first', () => {
		const plans = [undated('a'), undated('b'), undated('b'), { outcome: 'kept' as const }, undated('b')];
		expect(hintsFor(plans, [3])).toEqual([`${words}: 4. Reason: b (3); a (1).`]);
		expect(hintsFor(plans, [1, 2, 4])).toEqual([`${words}: 1. Reason: a (1).`]);
	});

	test('names a few of many reasons', () => {
		expect(hintsFor([...'abcde'].map(undated))).toEqual([`${words}: 5. Reason: a (1); b (1); c (1); d (1); e (1).`]);
		expect(hintsFor([...'abcdefg'].map(undated))).toEqual([`${words}: 7. Reason: a (1); b (1); c (1); d (1); e (1); and others.`]);
	});
});
