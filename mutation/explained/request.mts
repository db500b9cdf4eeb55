import type { Explanation } from '../results.mts';

/** Changes in request/ that make no difference anybody could see. The first that fits is taken. */
export const request: Explanation[] = [
	{
		file: 'nodes/GooglePhotos/request/door.ts',
		line: 'explainEnd(caller, cancelled(false), passage)',
		mutator: 'OptionalChaining',
		why: 'Without a signal nobody leaves the queue.',
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'error?.status, ...details',
		replacement: '""',
		why: 'What is looked for in the marks is found wherever it begins.',
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'marksOf(body), error.message].join(',
		replacement: '""',
		why: 'What is looked for is found wherever it begins, and nothing of it spans two of the three texts.',
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'error.cause?.code ?? error.code',
		replacement: 'Stryker was here',
		why: 'Neither text is a code.',
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'error.details as Array',
		mutator: 'ArrayDeclaration',
		replacement: 'Stryker was here',
		why: 'A text has no reason.',
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'error.messages as unknown[]',
		replacement: 'Stryker was here',
		why: 'What is looked for is not in that text.',
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'error.messages as unknown[]',
		mutator: 'StringLiteral',
		replacement: '""',
		why: 'What is looked for is found within a single text, wherever that begins.',
	},
	{
		file: 'nodes/GooglePhotos/request/methods.ts',
		line: "media bytes',",
		mutator: 'StringLiteral',
		why: "All that is asked of these ids is that they do not begin as those of the Picker's methods do.",
	},
	{
		file: 'nodes/GooglePhotos/request/scopes.ts',
		line: 'scope.split(/\\s+/)',
		replacement: '/\\s/',
		why: 'It adds an empty scope, which no method asks for.',
	},
	{
		file: 'nodes/GooglePhotos/request/withToken.ts',
		line: 'Nothing is left of the stream',
		mutator: 'StringLiteral',
		why: 'The refusal before it is thrown in its place.',
	},
	{
		file: 'nodes/GooglePhotos/request/account.ts',
		line: "?.id ?? ''",
		why: 'It is a key for "no credential", and no credential has it as its id.',
	},
	{
		file: 'nodes/GooglePhotos/request/coalesced.ts',
		line: 'ids.length / LARGEST_CALL',
		why: 'Empty batches are added, which make no call.',
	},
	{
		file: 'nodes/GooglePhotos/request/declarative.ts',
		line: 'complete',
		mutator: 'BooleanLiteral',
		why: 'Every list has a page, which sets it.',
	},
	{
		file: 'nodes/GooglePhotos/request/lane.ts',
		line: 'reject(signal?.reason)',
		mutator: 'OptionalChaining',
		why: 'Without a signal nobody leaves the queue.',
	},
	{
		file: 'nodes/GooglePhotos/request/mediaItems.ts',
		line: 'failureOf(refusal)?.message',
		mutator: 'OptionalChaining',
		why: 'Only a refusal with a known failure is sent in parts.',
	},
];
