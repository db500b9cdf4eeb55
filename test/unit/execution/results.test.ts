import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { apiError, inputError, isFatal, skippedError } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { ErrorContext } from '../../../nodes/GooglePhotos/errors/wording';
import { forEachItem, toItem } from '../../../nodes/GooglePhotos/execution/results';
import type { Outcome } from '../../../nodes/GooglePhotos/execution/results';
import { fakeCaller, fakeRun, node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

const failed = (kind: FailureKind, subject?: ErrorContext) =>
	apiError(node(), { kind, message: '', outcomeUnknown: false }, subject);

test('what went well is handed on with its files, paired with its input', () => {
	const json = { id: 'a' };
	const binary = { data: { data: '', mimeType: 'image/jpeg' } };
	expect(toItem({ json, binary }, 3)).toStrictEqual({ json, binary, pairedItem: { item: 3 } });
	expect(toItem({ json }, 0)).toStrictEqual({ json, pairedItem: { item: 0 } });
});

test('a failure is beside an empty item: with its message inside, Retry On Fail would run all again', () => {
	const error = failed('invalid');
	const output = toItem({ error }, 2);
	expect(output).toStrictEqual({ json: {}, error, pairedItem: { item: 2 } });
	expect(output.error).toBe(error);
});

/** Does something for three items that are the fifth to the seventh of the node, one of which may fail. */
async function overThree(failure?: { at: number; error: Error }, continueOnFail = true) {
	const worked: number[] = [];
	const run = {
		...fakeRun(fakeCaller(), {}, [{ json: {} }, { json: {} }, { json: {} }]),
		indexOf: (position: number) => position + 4,
		continueOnFail,
	};
	const work = async (position: number): Promise<Outcome> => {
		worked.push(position);
		if (position === failure?.at) throw failure.error;
		return { json: { position } };
	};
	return { worked, outputs: forEachItem(run, work) };
}

test('one item after the other comes out, each paired with its own input', async () => {
	const { outputs } = await overThree();
	expect(await outputs).toEqual([0, 1, 2].map((position) => ({ json: { position }, pairedItem: { item: position + 4 } })));
});

test('the next item begins when the one before is done', async () => {
	let inside = 0;
	const run = fakeRun(fakeCaller(), {}, [{ json: {} }, { json: {} }, { json: {} }]);
	const outputs = await forEachItem(run, async () => {
		const together = ++inside;
		await Promise.resolve();
		inside--;
		return { json: { together } };
	});
	expect(outputs.map(({ json }) => json.together)).toEqual([1, 1, 1]);
});

test('an outcome that is an error already is handed on as one', async () => {
	const error = failed('invalid');
	const run = fakeRun(fakeCaller(), {}, [{ json: {} }, { json: {} }]);
	const outputs = await forEachItem(run, async (position) => (position === 0 ? { error } : { json: {} }));
	expect(outputs).toStrictEqual([
		{ json: {}, error, pairedItem: { item: 0 } },
		{ json: {}, pairedItem: { item: 1 } },
	]);
});

test.each<[string, Error]>([
	['a refusal', failed('invalid', { item: 5 })],
	['what ends a run', failed('dayQuota', { item: 5 })],
	['a bug', new TypeError('not a function')],
])('without Continue On Fail, %s ends it as it is, and nothing more is sent', async (_title, error) => {
	const { worked, outputs } = await overThree({ at: 1, error }, false);
	expect(await errorOf(outputs)).toBe(error);
	expect(worked).toEqual([0, 1]);
});

test.each<[string, Error]>([
	['a refusal', failed('invalid', { item: 5 })],
	['a fault', failed('serverFault', { item: 5 })],
	['a refusal at home', inputError(node(), 'Not this', 'Do that.')],
	['a bug', new TypeError('not a function')],
])('under Continue On Fail, %s is of its own item only', async (_title, error) => {
	const { worked, outputs } = await overThree({ at: 1, error });
	const all = await outputs;
	expect(worked).toEqual([0, 1, 2]);
	expect(all[1].error).toBe(error);
	expect(all.map(({ json }) => json)).toEqual([{ position: 0 }, {}, { position: 2 }]);
});

test('after an error that no request survives the rest is not sent, and each item says so', async () => {
	const error = failed('dayQuota', { item: 4, what: 'album "Holiday"' });
	const { worked, outputs } = await overThree({ at: 0, error });
	const all = await outputs;
	expect(worked).toEqual([0]);
	expect(all[0].error).toBe(error);
	expect(all.map((output) => output.error?.message)).toEqual([
		'The daily request quota of your Google Cloud project is used up: album "Holiday" [item 4]',
		'Not sent: The daily request quota of your Google Cloud project is used up [item 5]',
		'Not sent: The daily request quota of your Google Cloud project is used up [item 6]',
	]);
	expect(all.map(({ pairedItem }) => pairedItem)).toEqual([4, 5, 6].map((item) => ({ item })));
});

test.each<[FailureKind, boolean]>([
	['cancelled', true],
	['storageFull', true],
	['signInEnded', true],
	['missingScope', true],
	['tooManyRequests', true],
	['noConnection', true],
	['unknownHost', true],
	['untrustedCertificate', true],
	['proxyRefused', true],
	['connectionLost', false],
	['notFound', false],
])('whether %s ends the run: %p', (kind, ends) => {
	expect(isFatal(failed(kind))).toBe(ends);
});

test('an error that no request made does not end the run', () => {
	expect(isFatal(new Error('bug'))).toBe(false);
	expect(isFatal(inputError(node(), 'Not this', 'Do that.'))).toBe(false);
});

test('what was not sent names its own item and thing; the error that ended it stays as it is', () => {
	const end = failed('storageFull', { item: 0, what: 'file "a.jpg"' });
	const error = skippedError(end, 7, 'file "b.jpg"');
	expect(error.message).toBe('Not sent: The storage of the Google account is full: file "b.jpg" [item 7]');
	expect(isFatal(error)).toBe(true);
	expect(end.message).toBe('The storage of the Google account is full: file "a.jpg" [item 0]');
});

test('what was not sent has not been done, whatever became of the request that ended the run', () => {
	const end = apiError(node(), { kind: 'cancelled', message: '', outcomeUnknown: true }, { item: 0, mayBeDone: true });
	expect(end.description).toMatch(/^It may have been carried out all the same/);
	expect((skippedError(end, 1) as typeof end).description).toBe('Nothing more was sent.');
});

test('it is said once, also of what is left because of something that was left itself', () => {
	const left = skippedError(failed('storageFull'), 1);
	expect(skippedError(left, 2).message).toBe('Not sent: The storage of the Google account is full [item 2]');
	// an error that cannot be made anew keeps its words
	const own = new Error('Not sent: own words');
	expect(skippedError(own, 3).message).toBe('Not sent: own words');
});
