import fc from 'fast-check';
import { inputError } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { collectOutputs, parseItems, validRequests } from '../../../nodes/GooglePhotos/execution/itemRequests';
import { fakeCaller, fakeRun, node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

/** A run over so many items, the first of which is the eleventh of the node. */
function runOver(count: number, continueOnFail = true): OperationContext {
	const items = Array.from({ length: count }, () => ({ json: {} }));
	return { ...fakeRun(fakeCaller(), {}, items), indexOf: (position) => position + 10, continueOnFail };
}

const unreadable = inputError(node(), 'Not an ID', 'Do that.', { item: 1 });

/** What each item wants; an error where that cannot be told. */
const readingFrom = (wanted: Array<string[] | Error>) => (position: number) => {
	const ids = wanted[position];
	if (ids instanceof Error) throw ids;
	return ids;
};

test('an item may have several wishes, one or none, and those that cannot be told are in their place', () => {
	const wishes = parseItems(runOver(4), readingFrom([['a', 'b'], unreadable, [], ['c']]));
	expect(wishes).toStrictEqual([
		{ position: 0, wanted: 'a' },
		{ position: 0, wanted: 'b' },
		{ position: 1, error: unreadable },
		{ position: 3, wanted: 'c' },
	]);
	expect(validRequests(wishes)).toEqual(['a', 'b', 'c']);
});

test('without Continue On Fail, the first that cannot be told is thrown, before anything is sent', async () => {
	const later = inputError(node(), 'Not this either', 'Do that.');
	const reading = (async () => parseItems(runOver(3, false), readingFrom([['a'], unreadable, later])))();
	expect(await errorOf(reading)).toBe(unreadable);
});

test('what is wanted may be nothing at all: it is a wish all the same', () => {
	const wishes = parseItems(runOver(1), () => [undefined, '', 0]);
	expect(validRequests(wishes)).toEqual([undefined, '', 0]);
});

test('each wish has one output, paired with its input; failures are beside empty items', () => {
	const run = runOver(3);
	const failure = new Error('refused');
	const wishes = parseItems(run, readingFrom([['good', 'bad'], unreadable, ['good']]));
	const outputs = collectOutputs(run, wishes, (wanted, position) =>
		wanted === 'bad' ? { error: failure } : { json: { wanted, position } },
	);
	expect(outputs).toStrictEqual([
		{ json: { wanted: 'good', position: 0 }, pairedItem: { item: 10 } },
		{ json: {}, error: failure, pairedItem: { item: 10 } },
		{ json: {}, error: unreadable, pairedItem: { item: 11 } },
		{ json: { wanted: 'good', position: 2 }, pairedItem: { item: 12 } },
	]);
});

test('without Continue On Fail, the first failure is thrown, whatever was left because of it', async () => {
	const run = runOver(3, false);
	const [first, second] = [new Error('first'), new Error('second')];
	const wishes = parseItems(run, readingFrom([['left'], ['first'], ['second']]));
	const outcomes: Record<string, Error> = { first, second };
	const outputs = (async () =>
		collectOutputs(run, wishes, (wanted) => outcomes[wanted] && { error: outcomes[wanted] }))();
	expect(await errorOf(outputs)).toBe(first);
});

test('whatever was left has no output, the others keep their order', () => {
	fc.assert(
		fc.property(fc.array(fc.array(fc.boolean(), { maxLength: 3 }), { maxLength: 10 }), (done) => {
			const run = runOver(done.length);
			const wishes = parseItems(run, (position) => done[position].map((kept, number) => ({ kept, number })));
			const outputs = collectOutputs(run, wishes, ({ kept, number }) => (kept ? { json: { number } } : undefined));
			const expected = done.flatMap((all, position) =>
				all.flatMap((kept, number) => (kept ? [{ json: { number }, pairedItem: { item: position + 10 } }] : [])),
			);
			expect(outputs).toEqual(expected);
		}),
	);
});
