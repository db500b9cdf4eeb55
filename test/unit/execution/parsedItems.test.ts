import fc from 'fast-check';
import { inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { collectOutputs, parseItems, validRequests } from '../../../nodes/GooglePhotos/execution/results';
import { fakeCaller, fakeRun, node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

/** The context of an execution over so many items, the first of which is the eleventh of the node. */
function runOver(count: number, continueOnFail = true): OperationContext {
	const items = Array.from({ length: count }, () => ({ json: {} }));
	return { ...fakeRun(fakeCaller(), {}, items), indexOf: (position) => position + 10, continueOnFail };
}

const unreadable = inputError(node(), 'Not an ID', 'Do that.', { item: 1 });

/** Reads what each item asks for; throws for an item that cannot be read. */
const readingFrom = (request: Array<string[] | Error>) => (position: number) => {
	const ids = request[position];
	if (ids instanceof Error) throw ids;
	return ids;
};

test('an item may have several requests, one or none; the error of an unreadable item keeps its place', () => {
	const parsed = parseItems(runOver(4), readingFrom([['a', 'b'], unreadable, [], ['c']]));
	expect(parsed).toStrictEqual([
		{ position: 0, request: 'a' },
		{ position: 0, request: 'b' },
		{ position: 1, error: unreadable },
		{ position: 3, request: 'c' },
	]);
	expect(validRequests(parsed)).toEqual(['a', 'b', 'c']);
});

test('without Continue On Fail, the error of the first unreadable item is thrown', async () => {
	const later = inputError(node(), 'Not this either', 'Do that.');
	const reading = (async () => parseItems(runOver(3, false), readingFrom([['a'], unreadable, later])))();
	expect(await errorOf(reading)).toBe(unreadable);
});

test('undefined, an empty text and 0 are accepted as requests', () => {
	const parsed = parseItems(runOver(1), () => [undefined, '', 0]);
	expect(validRequests(parsed)).toEqual([undefined, '', 0]);
});

test('each request has one output, paired with its input item; failures have empty JSON', () => {
	const run = runOver(3);
	const failure = new Error('refused');
	const parsed = parseItems(run, readingFrom([['good', 'bad'], unreadable, ['good']]));
	const outputs = collectOutputs(run, parsed, (request, position) =>
		request === 'bad' ? { error: failure } : { json: { request, position } },
	);
	expect(outputs).toStrictEqual([
		{ json: { request: 'good', position: 0 }, pairedItem: { item: 10 } },
		{ json: {}, error: failure, pairedItem: { item: 10 } },
		{ json: {}, error: unreadable, pairedItem: { item: 11 } },
		{ json: { request: 'good', position: 2 }, pairedItem: { item: 12 } },
	]);
});

test('without Continue On Fail, the first failure is thrown, even if an earlier request was skipped', async () => {
	const run = runOver(3, false);
	const [first, second] = [new Error('first'), new Error('second')];
	const parsed = parseItems(run, readingFrom([['left'], ['first'], ['second']]));
	const outcomes: Record<string, Error> = { first, second };
	const outputs = (async () =>
		collectOutputs(run, parsed, (request) => outcomes[request] && { error: outcomes[request] }))();
	expect(await errorOf(outputs)).toBe(first);
});

test('skipped requests have no output, and the others keep their order', () => {
	fc.assert(
		fc.property(fc.array(fc.array(fc.boolean(), { maxLength: 3 }), { maxLength: 10 }), (done) => {
			const run = runOver(done.length);
			const parsed = parseItems(run, (position) => done[position].map((kept, number) => ({ kept, number })));
			const outputs = collectOutputs(run, parsed, ({ kept, number }) => (kept ? { json: { number } } : undefined));
			const expected = done.flatMap((all, position) =>
				all.flatMap((kept, number) => (kept ? [{ json: { number }, pairedItem: { item: position + 10 } }] : [])),
			);
			expect(outputs).toEqual(expected);
		}),
	);
});
