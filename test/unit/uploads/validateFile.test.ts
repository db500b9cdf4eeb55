import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { selectFiles } from '../../../nodes/GooglePhotos/uploads/selectFiles';
import { errorContextOf } from '../../../nodes/GooglePhotos/uploads/types';
import { parseMediaItemFields, validateFile } from '../../../nodes/GooglePhotos/uploads/validateFile';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory } from '../support/caller';
import { callerOf, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import { errorOf } from '../support/virtualClock';

const photo = inMemory(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'beach.jpg');
const other = inMemory(Buffer.from([0xff, 0xd8, 0xff, 0xe1]), 'sea.jpg');

const runWith = (parameters: IDataObject, item: INodeExecutionData = { json: {} }) =>
	fakeRun(fakeCaller(), parameters, [{ json: {} }, item]);

/** Text of the error of a synchronous check of item 1. */
function refusalOf(check: () => unknown): string {
	try {
		check();
	} catch (error) {
		return errorText(error);
	}
	throw new Error('nothing was refused');
}

describe('selecting the files of an item', () => {
	const item = { json: {}, binary: { front: photo, back: other } };

	test("all files are selected by default, in n8n's order", () => {
		expect(selectFiles(runWith({}, item), 1)).toEqual([
			{ field: 'front', file: photo },
			{ field: 'back', file: other },
		]);
		expect(
			selectFiles(runWith({ files: 'all', binaryPropertyName: 'back' }, item), 1),
		).toHaveLength(2);
		expect(selectFiles(runWith({}), 1)).toEqual([]);
	});

	test.each<[unknown, string[]]>([
		['back', ['back']],
		[' back , front', ['back', 'front']],
		[',back,', ['back']],
		['_files.front', ['_files.front']],
	])('the field names %j are split at commas and trimmed', (binaryPropertyName, fields) => {
		const run = runWith({ files: 'named', binaryPropertyName } as IDataObject, item);
		expect(selectFiles(run, 1).map((chosen) => 'field' in chosen && chosen.field)).toEqual(fields);
	});

	test('an expression can return the file itself', () => {
		const run = runWith({ files: 'named', binaryPropertyName: photo as unknown as IDataObject });
		expect(selectFiles(run, 1)).toEqual([{ field: undefined, file: photo }]);
	});

	test.each(['Front', 'constructor', '__proto__', 'front.jpg'])(
		'a missing field %s is an error that lists the fields with files',
		(binaryPropertyName) => {
			const [missing] = selectFiles(runWith({ files: 'named', binaryPropertyName }, item), 1);
			const words = errorText((missing as { error: Error }).error);
			expect(words).toBe(
				`There is no file in the field "${binaryPropertyName}" [item 1]. Use one of the fields that have files: front, back. | Parameter: 'Input Data Field Name'.`,
			);
		},
	);

	test('a field name for an item without files is an error', () => {
		const [missing] = selectFiles(runWith({ files: 'named' }), 1);
		const words = errorText((missing as { error: Error }).error);
		expect(words).toMatch(/no file in the field "data" \[item 1\]\. Check the nodes before: the item has no files\./);
	});
});

describe('description and file name', () => {
	test('empty fields are undefined, and numbers are converted to text', () => {
		expect(parseMediaItemFields(runWith({}), 1, 3)).toEqual({ description: undefined, fileName: undefined });
		expect(parseMediaItemFields(runWith({ description: 5, fileName: 7 }), 1, 1)).toEqual({
			description: '5',
			fileName: '7',
		});
	});

	test('a description has at most 1,000 characters, and a surrogate pair counts as one', () => {
		expect(parseMediaItemFields(runWith({ description: '🌅'.repeat(1000) }), 1, 1).description).toHaveLength(
			2000,
		);
		expect(refusalOf(() => parseMediaItemFields(runWith({ description: '🌅'.repeat(1001) }), 1, 1))).toBe(
			'The description is longer than 1000 characters [item 1]. Enter a shorter description. | Google accepts up to 1000 characters; this one has 1001. Parameter: \'Description\'.',
		);
	});

	test('one file name for two files is an error', () => {
		expect(parseMediaItemFields(runWith({ fileName: 'a.jpg' }), 1, 1).fileName).toBe('a.jpg');
		expect(refusalOf(() => parseMediaItemFields(runWith({ fileName: 'a.jpg' }), 1, 2))).toMatch(
			/^The item has 2 files, but 'File Name' can name only one \[item 1\]\. .*/,
		);
	});
});

describe('checking a file', () => {
	const checked = async (file: typeof photo, texts = {}) =>
		await validateFile(runWith({}), 1, { field: 'data', file }, texts);
	const refused = async (file: typeof photo, texts = {}) => {
		const outcome = await checked(file, texts).catch((thrown: Error) => thrown);
		return errorText('unsupported' in outcome ? outcome.unsupported : (outcome as Error));
	};

	test('a valid file is returned with the fields that are sent', async () => {
		expect(await checked(photo, { description: 'At the sea' })).toEqual({
			item: 1,
			field: 'data',
			file: photo,
			fileName: 'beach.jpg',
			mimeType: 'image/jpeg',
			size: 4,
			description: 'At the sea',
		});
	});

	test('a file in the store of n8n needs no data of its own', async () => {
		const store = new Store(Buffer.from(photo.data, 'base64'));
		const file = Object.assign({ ...store.file, data: '(in the store)' }, { bytes: 4 });
		const run = fakeRun(callerOf(store, new UploadServer()));
		expect(await validateFile(run, 0, { field: 'data', file }, {})).toMatchObject({ mimeType: 'image/jpeg', size: 4 });
	});

	test("the user's file name takes precedence over the file's own name", async () => {
		expect(await checked(photo, { fileName: 'trip.jpg' })).toMatchObject({ fileName: 'trip.jpg' });
	});

	test('an empty file is an error', async () => {
		const words = await refused(inMemory(Buffer.alloc(0), 'beach.jpg'));
		expect(words).toMatch(
			/^The file is empty: file "beach\.jpg" in field "data" \[item 1\]\. .*\| It has 0 bytes\./,
		);
	});

	test('a photo of 300 MB is an error, a video of 300 MB is not', async () => {
		const large = { ...photo, id: 'filesystem:x', bytes: 300e6 };
		const helpers = { getBinaryStream: async () => Buffer.from([1, 0, 2]) };
		const run = fakeRun({ ...fakeCaller(), helpers } as never, {}, [{ json: {} }, { json: {} }]);
		const checkedLarge = async (file: typeof photo) => await validateFile(run, 1, { field: 'data', file }, {});
		expect(errorText(await errorOf(checkedLarge(large)))).toMatch(
			/^The file is too large for Google Photos: .*\[item 1\]\. .*\| .*this one has 300 MB/,
		);
		expect(await checkedLarge({ ...large, fileName: 'a.mp4', mimeType: 'video/mp4' })).toMatchObject({
			size: 300e6,
		});
	});

	test('a file name of its own with more than 255 characters is shortened and keeps its extension', async () => {
		const jpg = (length: number) => ({ ...photo, fileName: `${'ä'.repeat(length - 4)}.jpg` });
		expect(await checked(jpg(255))).toMatchObject({ fileName: jpg(255).fileName });
		expect(await checked(jpg(300))).toMatchObject({ fileName: jpg(255).fileName, file: { fileName: jpg(300).fileName } });
	});

	test('the bytes of a file determine its type, not its name or MIME type', async () => {
		const page = inMemory(Buffer.from('<!doctype html><title>Sign in</title>'), 'photo.jpg');
		expect(await refused(page)).toMatch(/^The file is neither a photo nor a video: file "photo\.jpg" .* this file is text\/html\./);
		expect(await checked({ ...photo, mimeType: 'text/html', fileName: 'photo.jpg' })).toMatchObject({ mimeType: 'image/jpeg' });
		expect(await checked({ ...photo, mimeType: 'text/plain', fileName: 'photo' })).toMatchObject({ mimeType: 'image/jpeg' });
	});

	test('data that is not Base64 is an error, although Node.js would decode it', async () => {
		for (const data of ['<html>', 'https://example.com/a.jpg', '[object Object]']) {
			expect(await refused({ ...photo, data })).toMatch(
				/^The data of the file is not Base64: file "beach\.jpg" in field "data" \[item 1\]\. .*\| .* Parameter: 'Files'\.$/,
			);
		}
	});

	test('a file that is neither a photo nor a video is returned as unsupported, so that it can be skipped', async () => {
		const text = inMemory(Buffer.from('hello'), undefined, 'application/octet-stream');
		expect(await checked(text)).toHaveProperty('unsupported');
		expect(await refused(text)).toMatch(
			/^The file is neither a photo nor a video: file in field "data" \[item 1\]\. .*Skip.*\| .*text\/plain/,
		);
	});

	test('a file of unknown type is accepted: Google decides', async () => {
		const odd = inMemory(Buffer.from([1, 2, 3, 0]), 'odd.thing', '');
		const mimeType = 'application/octet-stream';
		expect(await checked(odd)).toMatchObject({ mimeType, size: 4 });
		expect(await checked({ ...odd, mimeType: 'text/plain' })).toMatchObject({ mimeType });
	});

	test('a file that n8n has lost is an error, not an empty file', async () => {
		const helpers = { getBinaryMetadata: async () => await Promise.reject(new Error('ENOENT')) };
		const run = fakeRun({ ...fakeCaller(), helpers } as never);
		const lost = { data: 'filesystem-v2', id: 'filesystem:gone', mimeType: 'image/jpeg' };
		expect(errorText(await errorOf(validateFile(run, 0, { field: 'data', file: lost }, {})))).toMatch(
			/^n8n could not open the file: .*\[item 0\]\. .*\| .*n8n says: ENOENT Parameter: 'Files'\.$/,
		);
	});
});

test('the error context of a file has its item, field and name', () => {
	expect(errorContextOf({ item: 3, field: 'data', fileName: 'a.jpg' })).toEqual({
		item: 3,
		what: 'file "a.jpg" in field "data"',
		file: { field: 'data', fileName: 'a.jpg' },
	});
	expect(errorContextOf({ item: 3, field: 'data' })).toEqual({
		item: 3,
		what: 'file in field "data"',
		file: { field: 'data' },
	});
});
