import type { Explanation } from './results.mts';

const nothingToSee = 'Nobody can see a difference: ';

/** Why changes that no unit test notices may stay unnoticed. The first that fits is taken. */
export const explanations: Explanation[] = [
	{
		file: 'nodes/GooglePhotos/request/door.ts',
		line: 'explainEnd(caller, cancelled(false), passage)',
		mutator: 'OptionalChaining',
		why: `${nothingToSee}without a signal nobody leaves the queue.`,
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'error?.status, ...details',
		replacement: '""',
		why: `${nothingToSee}what is looked for in the marks is found wherever it begins.`,
	},
	{
		file: 'nodes/GooglePhotos/request/failure.ts',
		line: 'error.cause?.code ?? error.code',
		replacement: 'Stryker was here',
		why: `${nothingToSee}neither text is a code.`,
	},
	{
		file: 'nodes/GooglePhotos/upload/internalHost.ts',
		mutator: 'ArrayDeclaration',
		replacement: 'Stryker was here',
		why: `${nothingToSee}it adds a ninth group, which is not looked at.`,
	},
	{
		file: 'nodes/GooglePhotos/upload/servedName.ts',
		line: "asUtf8(disposition) : ''",
		replacement: 'Stryker was here',
		why: `${nothingToSee}neither text holds a file name.`,
	},
	{
		file: 'nodes/GooglePhotos/request/account.ts',
		line: "?.id ?? ''",
		why: `${nothingToSee}it is a key for "no credential", and no credential has it as its id.`,
	},
	{
		file: 'nodes/GooglePhotos/request/coalesced.ts',
		line: 'ids.length / LARGEST_CALL',
		why: `${nothingToSee}empty batches are added, which make no call.`,
	},
	{
		file: 'nodes/GooglePhotos/request/declarative.ts',
		line: 'complete',
		mutator: 'BooleanLiteral',
		why: `${nothingToSee}every list has a page, which sets it.`,
	},
	{
		file: 'nodes/GooglePhotos/download/baseUrls.ts',
		line: 'results.get(id)',
		mutator: 'OptionalChaining',
		why: `${nothingToSee}it is only asked for ids that it was made with.`,
	},
	{
		file: 'nodes/GooglePhotos/download/download.ts',
		line: "'binaryPropertyName'",
		replacement: '""',
		why: `${nothingToSee}an empty name becomes "data" right after.`,
	},
	{
		file: 'nodes/GooglePhotos/download/download.ts',
		line: 'Number.isFinite(minutes)',
		why: `${nothingToSee}what is below 0 is made 0 where it is used.`,
	},
	{
		file: 'nodes/GooglePhotos/download/storeFile.ts',
		line: "mimeType ?? ''",
		why: `${nothingToSee}neither text is a MIME type with extensions.`,
	},
	{
		file: 'nodes/GooglePhotos/download/downloads.ts',
		mutator: 'ArrayDeclaration',
		replacement: 'Stryker was here',
		why: `${nothingToSee}the list only goes into Promise.all, which passes over a text.`,
	},
	{
		file: 'nodes/GooglePhotos/download/downloads.ts',
		line: 'start < wanted.length',
		why: `${nothingToSee}an empty batch is begun, which asks for nothing.`,
	},
	{
		file: 'nodes/GooglePhotos/download/downloads.ts',
		line: "?.kind ?? ''",
		replacement: 'Stryker was here',
		why: `${nothingToSee}neither text is a kind of failure.`,
	},
	{
		file: 'nodes/GooglePhotos/download/fileName.ts',
		line: 'exec(name)',
		replacement: '/(.+)',
		why: `${nothingToSee}the expression takes everything from the beginning anyway.`,
	},
	{
		file: 'nodes/GooglePhotos/download/fileName.ts',
		line: 'exec(name)',
		replacement: 'Stryker was here',
		why: `${nothingToSee}only the second and third of the list are read.`,
	},
	{
		file: 'nodes/GooglePhotos/download/processing.ts',
		line: 'start < looked.length',
		why: `${nothingToSee}an empty batch settles nobody.`,
	},
	{
		file: 'nodes/GooglePhotos/upload/address.ts',
		line: '/^https?:$/',
		why: `${nothingToSee}a protocol always ends there.`,
	},
	{
		file: 'nodes/GooglePhotos/upload/afterwards.ts',
		line: 'index < ids.length',
		why: `${nothingToSee}an empty batch makes no call.`,
	},
	{
		file: 'nodes/GooglePhotos/upload/afterwards.ts',
		line: 'findings.get(id)',
		why: `${nothingToSee}every id is in it, and the verdict is set right after.`,
	},
	{
		file: 'nodes/GooglePhotos/upload/ending.ts',
		line: 'if (source.album)',
		why: `${nothingToSee}what is kept for files without an album is never looked up.`,
	},
	{
		file: 'nodes/GooglePhotos/upload/outputs.ts',
		line: 'ending.error && stopped',
		why: `${nothingToSee}a run is only stopped by an error.`,
	},
];
