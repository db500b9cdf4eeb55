import type { Explanation } from '../results.mts';

/** Changes in download/ that make no difference anybody could see. The first that fits is taken. */
export const download: Explanation[] = [
	{
		file: 'nodes/GooglePhotos/download/baseUrls.ts',
		line: 'results.get(id)',
		mutator: 'OptionalChaining',
		why: 'It is only asked for ids that it was made with.',
	},
	{
		file: 'nodes/GooglePhotos/download/download.ts',
		line: "'binaryPropertyName'",
		replacement: '""',
		why: 'An empty name becomes "data" right after.',
	},
	{
		file: 'nodes/GooglePhotos/download/download.ts',
		line: 'Number.isFinite(minutes)',
		why: 'What is below 0 is made 0 where it is used.',
	},
	{
		file: 'nodes/GooglePhotos/download/storeFile.ts',
		line: "mimeType ?? ''",
		why: 'Neither text is a MIME type with extensions.',
	},
	{
		file: 'nodes/GooglePhotos/download/downloads.ts',
		mutator: 'ArrayDeclaration',
		replacement: 'Stryker was here',
		why: 'The list only goes into Promise.all, which passes over a text.',
	},
	{
		file: 'nodes/GooglePhotos/download/downloads.ts',
		line: 'start < wanted.length',
		why: 'An empty batch is begun, which asks for nothing.',
	},
	{
		file: 'nodes/GooglePhotos/download/downloads.ts',
		line: "?.kind ?? ''",
		replacement: 'Stryker was here',
		why: 'Neither text is a kind of failure.',
	},
	{
		file: 'nodes/GooglePhotos/download/fileName.ts',
		line: 'exec(name)',
		replacement: '/(.+)',
		why: 'The expression takes everything from the beginning anyway.',
	},
	{
		file: 'nodes/GooglePhotos/download/fileName.ts',
		line: 'exec(name)',
		replacement: 'Stryker was here',
		why: 'Only the second and third of the list are read.',
	},
	{
		file: 'nodes/GooglePhotos/download/processing.ts',
		line: 'start < looked.length',
		why: 'An empty batch settles nobody.',
	},
];
