/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { closeFile, filesOf, openFile, sizeOfFile } from '../../../nodes/GooglePhotos/files/binaryData';
import { firstBytes } from '../../../nodes/GooglePhotos/files/sequentialReader';
import { inMemory } from '../support/caller';

const one = inMemory(Buffer.from('one'), 'one.jpg');
const two = inMemory(Buffer.from('two'), 'two.jpg');

/** n8n's binary store with one file in it. */
function store(content: Buffer) {
	const opened: Readable[] = [];
	return {
		opened,
		getBinaryMetadata: async () => ({ fileSize: content.length }),
		getBinaryStream: async (_id: string, chunkSize = 4) => {
			const chunks = Array.from({ length: Math.ceil(content.length / chunkSize) }, (_, index) =>
				content.subarray(index * chunkSize, (index + 1) * chunkSize),
			);
			opened.push(Readable.from(chunks, { objectMode: false }));
			return opened[opened.length - 1];
		},
	};
}

const stored: IBinaryData = {
	id: 'filesystem:x',
	data: 'filesystem-v2',
	mimeType: 'image/jpeg',
	fileSize: '1.2 MB',
};

describe('the files of an input item', () => {
	test.each<[string, INodeExecutionData, Array<[string, IBinaryData]>]>([
		[
			'beside the JSON',
			{ json: {}, binary: { b: one, a: two } },
			[
				['b', one],
				['a', two],
			],
		],
		[
			'combined with it',
			{ json: { _files: { b: one, a: two } } as never },
			[
				['b', one],
				['a', two],
			],
		],
		[
			'both',
			{ json: { _files: { a: one } } as never, binary: { b: two } },
			[
				['a', one],
				['b', two],
			],
		],
		['none', { json: {} }, []],
		['none in an empty binary', { json: {}, binary: {} }, []],
	])('are read from their location: %s', (_title, item, files) => {
		expect(filesOf(item, true)).toEqual(files);
	});

	test.each([
		null,
		'text',
		5,
		true,
		[],
		{},
		{ x: null },
		{ x: 'text' },
		{ x: { mimeType: 'image/jpeg' } },
		{ x: { data: '' } },
	])("do not include user data in a field called _files, such as %j", (_files) => {
		expect(filesOf({ json: { _files } as never, binary: { data: one } }, true)).toEqual([['data', one]]);
	});

	test('are not read from the JSON unless the workflow stores files there, since JSON is untrusted', () => {
		const item = { json: { _files: { a: one } } as never, binary: { b: two } };
		expect(filesOf(item, false)).toEqual([['b', two]]);
	});

	test('are read from an item without JSON', () => {
		expect(filesOf({ binary: { data: one } } as never, false)).toEqual([['data', one]]);
	});
});

describe('the size of a file', () => {
	test('is exact in memory for any bytes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
				expect(await sizeOfFile(store(Buffer.alloc(0)), inMemory(Buffer.from(bytes)))).toBe(
					bytes.length,
				);
			}),
		);
	});

	test('is exact in memory for Base64 with line breaks (as in emails) or without padding', async () => {
		const content = Buffer.alloc(200, 'x');
		const base64 = content.toString('base64');
		const helpers = store(Buffer.alloc(0));
		for (const data of [base64.replace(/.{76}/g, '$&\r\n'), base64.replace(/=+$/, '')]) {
			const file = { ...inMemory(content), data };
			expect(await sizeOfFile(helpers, file)).toBe(
				((await openFile(helpers, file)) as Buffer).length,
			);
		}
	});

	test('is for a stored file the byte count from n8n or the metadata, never the display text', async () => {
		const helpers = store(Buffer.alloc(1234));
		expect(await sizeOfFile(helpers, stored)).toBe(1234);
		expect(await sizeOfFile(helpers, { ...stored, bytes: 0 })).toBe(0);
		expect(await sizeOfFile(helpers, { ...stored, bytes: 99 })).toBe(99);
	});
});

describe('opening a file', () => {
	test('gives a buffer for a file in memory and a stream for a file in the store', async () => {
		const helpers = store(Buffer.from('content'));
		expect(await openFile(helpers, one)).toEqual(Buffer.from('one'));
		const content = (await openFile(helpers, stored)) as Readable;
		expect(Buffer.concat(await content.toArray()).toString()).toBe('content');
	});

	test('gives a stream that is destroyed when the file is closed', async () => {
		const helpers = store(Buffer.from('content'));
		closeFile(await openFile(helpers, stored));
		expect(helpers.opened[0].destroyed).toBe(true);
		closeFile(await openFile(helpers, one));
		closeFile(undefined);
	});
});

describe('the first bytes of a file', () => {
	test('are at most 4,096, and the stream is destroyed', async () => {
		const content = Buffer.alloc(1024 * 1024, 7);
		const helpers = store(content);
		expect(await firstBytes(helpers, stored)).toEqual(content.subarray(0, 4096));
		expect(helpers.opened[0].destroyed).toBe(true);
		expect(await firstBytes(helpers, inMemory(content))).toEqual(content.subarray(0, 4096));
	});

	test('are an empty buffer for an empty file', async () => {
		expect(await firstBytes(store(Buffer.alloc(0)), stored)).toEqual(Buffer.alloc(0));
		expect(await firstBytes(store(Buffer.alloc(0)), inMemory(Buffer.alloc(0)))).toEqual(
			Buffer.alloc(0),
		);
	});
});
