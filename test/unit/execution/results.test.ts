import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { apiError, inputError, isFatal, skippedError } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { ErrorContext } from '../../../nodes/GooglePhotos/errors/wording';
import { forEachItem, toItem } from '../../../nodes/GooglePhotos/execution/results';
import type { Outcome } from '../../../nodes/GooglePhotos/execution/results';
import { fakeCaller, fakeRun, node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

const failed = (kind: FailureKind, subject?: ErrorContext) =>
	apiError(node(), { kind, message: '', outcomeUnknown: false }, subject);

test('a successful outcome keeps its files and is paired with its input item', () => {
	const json = { id: 'a' };
	const binary = { data: { data: '', mimeType: 'image/jpeg' } };
	expect(toItem({ json, binary }, 3)).toStrictEqual({ json, binary, pairedItem: { item: 3 } });
	expect(toItem({ json }, 0)).toStrictEqual({ json, pairedItem: { item: 0 } });
});

test('a failure has its error beside empty JSON: inside, it would make Retry On Fail repeat all items', () => {
	const error = failed('invalid');
	const output = toItem({ error }, 2);
	expect(output).toStrictEqual({ json: {}, error, pairedItem: { item: 2 } });
	expect(output.error).toBe(error);
});

/** Processes three items, the fifth to the seventh of the node, of which one may fail. */
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

test('outputs are in input order, each paired with its own input item', async () => {
	const { outputs } = await overThree();
	expect(await outputs).toEqual([0, 1, 2].map((position) => ({ json: { position }, pairedItem: { item: position + 4 } })));
});

test('the next item starts when the one before has ended', async () => {
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

test('an outcome that is an error becomes a failed output', async () => {
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
])('without Continue On Fail, %s is thrown unchanged, and no further item is processed', async (_title, error) => {
	const { worked, outputs } = await overThree({ at: 1, error }, false);
	expect(await errorOf(outputs)).toBe(error);
	expect(worked).toEqual([0, 1]);
});

test.each<[string, Error]>([
	['a refusal', failed('invalid', { item: 5 })],
	['a fault', failed('serverFault', { item: 5 })],
	['a refusal at home', inputError(node(), 'Not this', 'Do that.')],
	['a bug', new TypeError('not a function')],
])('under Continue On Fail, %s fails only its own item', async (_title, error) => {
	const { worked, outputs } = await overThree({ at: 1, error });
	const all = await outputs;
	expect(worked).toEqual([0, 1, 2]);
	expect(all[1].error).toBe(error);
	expect(all.map(({ json }) => json)).toEqual([{ position: 0 }, {}, { position: 2 }]);
});

test('after a fatal error the remaining items are not sent, and the error of each says so', async () => {
	const error = failed('dayQuota', { item: 4, what: 'album "Holiday"' });
	const { worked, outputs } = await overThree({ at: 0, error });
	const all = await outputs;
	expect(worked).toEqual([0]);
	expect(all[0].error).toBe(error);
	expect(all.map((output) => output.error?.message)).toEqual([
		'The daily request quota of your Google Cloud project is used up: album "Holiday" [item 4]. The quota resets at midnight Pacific Time.',
		'Not sent: The daily request quota of your Google Cloud project is used up [item 5]. The quota resets at midnight Pacific Time.',
		'Not sent: The daily request quota of your Google Cloud project is used up [item 6]. The quota resets at midnight Pacific Time.',
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
])('the failure %s ends the execution: %p', (kind, ends) => {
	expect(isFatal(failed(kind))).toBe(ends);
});

test('an error that is not from a request does not end the execution', () => {
	expect(isFatal(new Error('bug'))).toBe(false);
	expect(isFatal(inputError(node(), 'Not this', 'Do that.'))).toBe(false);
});

test('the error of a skipped item names its own object; the error that ended the execution is unchanged', () => {
	const end = failed('storageFull', { item: 0, what: 'file "a.jpg"' });
	const error = skippedError(end, 7, 'file "b.jpg"');
	expect(error.message).toBe('Not sent: The storage of the Google account is full: file "b.jpg" [item 7]. Free up space at one.google.com/storage or buy more, then run the rest.');
	expect(isFatal(error)).toBe(true);
	expect(end.message).toBe('The storage of the Google account is full: file "a.jpg" [item 0]. Free up space at one.google.com/storage or buy more, then run the rest.');
});

test('the error of a skipped item never says that it may have been carried out', () => {
	const end = apiError(node(), { kind: 'cancelled', message: '', outcomeUnknown: true }, { item: 0, mayBeDone: true });
	expect(end.message).toMatch(/may have been carried out.*Check in Google Photos before running it again\.$/);
	expect(skippedError(end, 1).message).toBe('Not sent: The execution was cancelled [item 1]. Nothing more was sent.');
});

test('"Not sent" is said once, even if the error that ended the execution already says it', () => {
	const left = skippedError(failed('storageFull'), 1);
	expect(skippedError(left, 2).message).toBe('Not sent: The storage of the Google account is full [item 2]. Free up space at one.google.com/storage or buy more, then run the rest.');
	// an error that cannot be created again keeps its text
	const own = new Error('Not sent: own words');
	expect(skippedError(own, 3).message).toBe('Not sent: own words');
});
