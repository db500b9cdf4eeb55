import type { IExecuteData, INode, INodeExecutionData } from 'n8n-workflow';
import { oncePerExecution } from '../../../nodes/GooglePhotos/execution/retryOnFail';
import { node } from '../support/caller';

/** Work that counts its calls, and fails at some of them. */
function counted(fails: number[] = []) {
	let count = 0;
	const work = async (): Promise<INodeExecutionData[]> => {
		if (fails.includes(++count)) throw new Error(`try ${count}`);
		return [{ json: { count } }];
	};
	return { work, count: () => count };
}

function context(settings: Partial<INode>, run = {} as IExecuteData) {
	return { getNode: () => ({ ...node(), ...settings }), getExecuteData: () => run };
}

const item = { json: {} };
const retries = { retryOnFail: true };

test('with Retry On Fail, work that has an outcome is not repeated with the same data', async () => {
	const { work, count } = counted();
	const run = {} as IExecuteData;
	for (let tries = 0; tries < 3; tries++) {
		expect(await oncePerExecution(context(retries, run), 0, item, work)).toEqual([{ json: { count: 1 } }]);
	}
	expect(count()).toBe(1);
});

test('with Retry On Fail, work that failed is repeated', async () => {
	const { work, count } = counted([1]);
	const run = {} as IExecuteData;
	await expect(oncePerExecution(context(retries, run), 0, item, work)).rejects.toThrow('try 1');
	expect(await oncePerExecution(context(retries, run), 0, item, work)).toEqual([{ json: { count: 2 } }]);
	expect(count()).toBe(2);
});

test('failed work that could create something twice is not repeated: the same error is thrown', async () => {
	const { work, count } = counted([1]);
	const run = {} as IExecuteData;
	for (let tries = 0; tries < 3; tries++) {
		await expect(oncePerExecution(context(retries, run), 0, item, work, () => true)).rejects.toThrow('try 1');
	}
	expect(count()).toBe(1);
});

test.each<[string, Partial<INode>, Partial<INode>, boolean, boolean]>([
	['without Retry On Fail', {}, {}, true, true],
	['another run', retries, retries, false, true],
	['another input item', retries, retries, true, false],
	['a tool that an agent calls many times with its own data', { ...retries, type: 'x.googlePhotosTool' }, { ...retries, type: 'x.googlePhotosTool' }, true, true],
])('%s: the work is done each time', async (_title, first, second, sameRun, sameItem) => {
	const { work, count } = counted();
	const run = {} as IExecuteData;
	await oncePerExecution(context(first, run), 0, item, work);
	await oncePerExecution(context(second, sameRun ? run : ({} as IExecuteData)), 0, sameItem ? item : { json: {} }, work);
	expect(count()).toBe(2);
});

test("a tool that n8n's engine runs does not repeat work either", async () => {
	const { work, count } = counted([1]);
	const tool = { ...node(), ...retries, type: 'x.googlePhotosTool' };
	const run = { node: tool } as unknown as IExecuteData;
	for (let tries = 0; tries < 3; tries++) {
		await expect(oncePerExecution(context(tool, run), 0, item, work, () => true)).rejects.toThrow('try 1');
	}
	expect(count()).toBe(1);
});

test('each input item has its own outcome', async () => {
	const { work, count } = counted();
	const run = {} as IExecuteData;
	await oncePerExecution(context(retries, run), 0, item, work);
	await oncePerExecution(context(retries, run), 1, item, work);
	expect(count()).toBe(2);
});
