/** The files of all input items are found and checked before anything is sent. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import type { IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import { collectFiles, withoutSkipped } from '../../../nodes/GooglePhotos/uploads/collectFiles';
import type { CollectOptions, Entry } from '../../../nodes/GooglePhotos/uploads/collectFiles';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, inMemory, picture } from '../support/caller';
import { MIB } from '../support/storedFiles';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const photo = (name: string) => inMemory(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), name);
const text = inMemory(Buffer.from('hello'), 'notes.txt', 'text/plain');

/** One input item: its files, and the values of its parameters. */
interface Input extends Pick<INodeExecutionData, 'binary'> {
	form?: Record<string, unknown>;
}
const contentAt = (url: string) => (/\.(html|txt)$/.test(url) ? Buffer.from('<html>') : picture(url));
const withUrl = (url: string, form = {}): Input => ({ form: { files: 'url', url, ...form } });

interface Wanted extends Partial<CollectOptions> {
	continueOnFail?: boolean;
	/** seconds that the server takes for the file at a URL */
	takes?: (url: string) => number;
	/** bytes of a file from a URL as n8n stores it; 0 for the few of a photo */
	sizeOf?: (name: string) => number;
}

/** Collects the files of these items, whose numbers among the node's input items begin at 6. */
class Collecting {
	readonly hints: string[] = [];
	readonly fetched: string[] = [];
	private open = 0;
	mostOpen = 0;
	readonly entries: Promise<Entry[]>;

	constructor(inputs: Input[], { continueOnFail = true, takes = () => 0, sizeOf = () => 0, ...options }: Wanted = {}) {
		const helpers = {
			httpRequest: async ({ url }: IHttpRequestOptions) => {
				this.fetched.push(url);
				this.mostOpen = Math.max(this.mostOpen, ++this.open);
				await time.clock.delay(takes(url) * SECOND);
				this.open--;
				if (url.includes('gone')) throw Object.assign(new Error('no'), { response: { status: 404 } });
				return { headers: { 'content-type': url.endsWith('.html') ? 'text/html' : 'image/jpeg' }, body: Readable.from([contentAt(url)]) };
			},
			prepareBinaryData: async (_body: unknown, name: string) => (sizeOf(name) > 0 ? { ...photo(name), id: name } : photo(name)),
			getBinaryMetadata: async (name: string) => ({ fileSize: sizeOf(name) }),
			getBinaryStream: async (name: string) => Readable.from([picture(name)]),
		};
		const run = {
			...fakeRun({ ...fakeCaller(), helpers } as never, {}, inputs.map(({ binary }) => ({ json: {}, binary }))),
			continueOnFail,
			indexOf: (position: number) => position + 6,
			parameter: <T>(name: string, position: number, fallback: T) => (inputs[position].form?.[name] ?? fallback) as T,
			hint: (message: string) => void this.hints.push(message),
		};
		this.entries = time.clock.until(
			collectFiles(run, { itemsWithoutFiles: 'error', unsupportedFiles: 'error', ...options }).then((entries) => withoutSkipped(run, entries)),
		);
	}

	/** Describes each entry: position, then the item number and file name, or the error. */
	async outcomes(): Promise<string[]> {
		return (await this.entries).map((entry) => {
			if ('error' in entry) return `${entry.position}: ${errorText(entry.error)}`;
			return `${entry.position}: ${'source' in entry ? `${entry.source.item} ${entry.source.fileName}` : 'passes'}`;
		});
	}
}

const UNSUPPORTED =
	"Remove it from the item, or set 'Unsupported Files' to 'Skip'. | Google Photos accepts only photos and videos; this file is text/plain. Parameter: 'Files'.";

describe('files', () => {
	test('of an item keep their order and get the parameters of the item', async () => {
		const { entries, hints } = new Collecting([
			{ binary: { b: photo('b.jpg'), a: photo('a.jpg') }, form: { description: 'Two' } },
			{ binary: { data: photo('c.jpg') }, form: { fileName: 'd.jpg' } },
		]);
		const checked = { mimeType: 'image/jpeg', size: 4, description: undefined, albumPosition: undefined, captureDate: undefined };
		expect(await entries).toStrictEqual([
			{ position: 0, source: { ...checked, item: 6, field: 'b', file: photo('b.jpg'), fileName: 'b.jpg', description: 'Two' } },
			{ position: 0, source: { ...checked, item: 6, field: 'a', file: photo('a.jpg'), fileName: 'a.jpg', description: 'Two' } },
			{ position: 1, source: { ...checked, item: 7, field: 'data', file: photo('c.jpg'), fileName: 'd.jpg' } },
		]);
		expect(hints).toEqual([]);
	});

	test('from URLs have no field, and File Name sets their name', async () => {
		const [one, other] = await new Collecting([withUrl('https://example.com/a.jpg'), withUrl('https://example.com/b.jpg', { fileName: 'c.jpg' })]).entries;
		expect(one).toMatchObject({ position: 0, source: { item: 6, field: undefined, file: photo('a.jpg'), fileName: 'a.jpg' } });
		expect(other).toMatchObject({ position: 1, source: { item: 7, field: undefined, fileName: 'c.jpg' } });
	});

	test('from URLs are fetched five at a time and stay in input order, whichever arrives first', async () => {
		const names = Array.from({ length: 10 }, (_, n) => `${n}.jpg`);
		const takes = (url: string) => 20 - Number(/(\d+)\.jpg$/.exec(url)?.[1]);
		const collecting = new Collecting(names.map((name) => withUrl(`https://example.com/${name}`)), { takes });
		expect(await collecting.outcomes()).toEqual(names.map((name, n) => `${n}: ${n + 6} ${name}`));
		expect(collecting.mostOpen).toBe(5);
		expect(collecting.fetched).toHaveLength(10);
	});

	test('from URLs after the first ten are not fetched yet, only their URLs are checked', async () => {
		const urls = [...Array.from({ length: 12 }, (_, n) => `https://example.com/${n}.jpg`), 'nowhere', 'https://example.com/gone.jpg'];
		const collecting = new Collecting(urls.map((url) => withUrl(url)));
		const outcomes = await collecting.outcomes();
		expect(collecting.fetched).toEqual(urls.slice(0, 10));
		expect(outcomes.slice(9)).toEqual([
			'9: 15 9.jpg',
			'10: 16 undefined',
			'11: 17 undefined',
			"12: 'URL' is not the URL of a file [item 18]. Enter a URL that begins with https:// or http://. | ",
			'13: 19 undefined',
		]);
	});
});

// from URLs, five at a time: the other four of the first five take longer
test.each([
	[64 * MIB, 5],
	[64 * MIB - 1, 6],
])('if the first file from a URL has %i bytes, the number of files fetched before anything is sent is %i', async (size, count) => {
	const urls = Array.from({ length: 7 }, (_, n) => `https://example.com/${n}.jpg`);
	const sizeOf = (name: string) => (name === '0.jpg' ? size : 0);
	const collecting = new Collecting(urls.map((url) => withUrl(url)), { takes: (url) => (url === urls[0] ? 1 : 5), sizeOf });
	expect(await collecting.outcomes()).toHaveLength(7);
	expect(collecting.fetched).toEqual(urls.slice(0, count));
});

describe('an input item without files', () => {
	const none: Input[] = [{}, { form: { files: 'named', binaryPropertyName: '' } }, { form: { files: 'url', url: ' ' } }, { binary: { data: photo('a.jpg') } }];
	const noFile = (item: number) =>
		`The item has no file to upload [item ${item}]. Add a node before this one that returns a photo or video as a file, or set 'Items Without Files' to 'Pass Through'. | Parameter: 'Files'.`;

	test('causes an error that says what to do', async () => {
		expect(await new Collecting(none).outcomes()).toEqual([
			`0: ${noFile(6)}`,
			`1: ${noFile(7)}`,
			'2: The item has no URL to upload from [item 8]. Enter the URL of a photo or video, or set \'Items Without Files\' to \'Pass Through\'. | Parameter: \'URL\'.',
			'3: 9 a.jpg',
		]);
	});

	test('passes through if Items Without Files is set to Pass Through', async () => {
		const { entries, hints } = new Collecting(none, { itemsWithoutFiles: 'passThrough' });
		expect((await entries).slice(0, 3)).toEqual([0, 1, 2].map((position) => ({ position, passThrough: true })));
		expect((await entries)[3]).toHaveProperty('source');
		expect(hints).toEqual([]);
	});
});

describe('a file that is neither a photo nor a video', () => {
	const inputs: Input[] = [{ binary: { a: photo('a.jpg'), b: text, c: photo('c.jpg') } }, withUrl('https://example.com/index.html'), withUrl('https://example.com/b.txt')];

	test('causes an error, and the other files of its item are kept', async () => {
		const collecting = new Collecting(inputs);
		const [first, second, third, page, fetched] = await collecting.outcomes();
		expect([first, third]).toEqual(['0: 6 a.jpg', '0: 6 c.jpg']);
		expect(second).toBe(`0: The file is neither a photo nor a video: file "notes.txt" in field "b" [item 6]. ${UNSUPPORTED}`);
		expect(page).toMatch(/^1: The file is neither a photo nor a video: file "index\.html" \[item 7\]\. .*\| .* text\/html\..* Parameter: 'URL'\.$/);
		expect(fetched).toMatch(/^2: The file is neither a photo nor a video: file "b\.txt" \[item 8\]\. .*\| /);
		expect(collecting.hints).toEqual([]);
	});

	test('is skipped if Unsupported Files is set to Skip, and a hint counts the skipped files', async () => {
		const collecting = new Collecting(inputs, { unsupportedFiles: 'skip' });
		expect(await collecting.outcomes()).toEqual(['0: 6 a.jpg', '0: 6 c.jpg']);
		expect(collecting.hints).toEqual(['Skipped because they are neither photos nor videos: 3.']);
	});
});

describe('with Continue On Fail', () => {
	test('the error of one file does not affect the others', async () => {
		const binary = { a: photo('a.jpg'), c: photo('c.jpg') };
		const inputs: Input[] = [{ binary, form: { files: 'named', binaryPropertyName: 'a, b, c' } }, withUrl('https://example.com/gone.jpg'), withUrl('nowhere')];
		expect(await new Collecting(inputs).outcomes()).toEqual([
			'0: 6 a.jpg',
			'0: There is no file in the field "b" [item 6]. Use one of the fields that have files: a, c. | Parameter: \'Input Data Field Name\'.',
			'0: 6 c.jpg',
			'1: The server responded with HTTP status 404: example.com [item 7]. Check the URL. | There is no file. Parameter: \'URL\'.',
			"2: 'URL' is not the URL of a file [item 8]. Enter a URL that begins with https:// or http://. | ",
		]);
	});

	test('an invalid parameter causes one error for all files of the item', async () => {
		const inputs: Input[] = [{ binary: { a: photo('a.jpg'), b: photo('b.jpg') }, form: { fileName: 'c.jpg' } }, { binary: { data: photo('d.jpg') } }];
		const [error, file, ...more] = await new Collecting(inputs).outcomes();
		expect(error).toMatch(/^0: The item has 2 files, but 'File Name' can name only one \[item 6\]\. .*\| /);
		expect([file, ...more]).toEqual(['1: 7 d.jpg']);
	});
});

describe('without Continue On Fail', () => {
	test('the first error in input order is thrown, even if a later one occurs earlier', async () => {
		const slow = withUrl('https://example.com/gone.jpg');
		const collecting = new Collecting([{ binary: { data: photo('a.jpg') } }, slow, {}], { continueOnFail: false, takes: () => 5 });
		expect(errorText(await errorOf(collecting.entries))).toMatch(/^The server responded with HTTP status 404: .* \[item 7\]\. .*\| /);
	});

	test('a missing file ends the execution', async () => {
		const form = { files: 'named', binaryPropertyName: 'data,b' };
		const { entries } = new Collecting([{ binary: { data: photo('a.jpg') }, form }], { continueOnFail: false });
		expect(errorText(await errorOf(entries))).toMatch(/^There is no file in the field "b" \[item 6\]\. .*\| /);
	});

	test('skipped files cause no error', async () => {
		const collecting = new Collecting([{ binary: { a: text, b: photo('b.jpg') } }], { continueOnFail: false, unsupportedFiles: 'skip' });
		expect(await collecting.outcomes()).toEqual(['0: 6 b.jpg']);
		expect(collecting.hints).toEqual(['Skipped because they are neither photos nor videos: 1.']);
	});
});
