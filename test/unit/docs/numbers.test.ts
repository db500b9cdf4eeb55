/** Numbers on the pages: the node accepts exactly what they say, and does not accept one more. */
import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';
import { MAX_ALBUM_PAGE } from '../../../nodes/GooglePhotos/api/album';
import { MAX_MEDIA_ITEM_PAGE } from '../../../nodes/GooglePhotos/api/mediaItem';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { MAX_BATCH } from '../../../nodes/GooglePhotos/execution/batches';
import { toolAnswer } from '../../../nodes/GooglePhotos/execution/toolAnswer';
import { variantOf } from '../../../nodes/GooglePhotos/downloads/variant';
import { sizeProblem } from '../../../nodes/GooglePhotos/files/fileType';
import { ConcurrencyLimits } from '../../../nodes/GooglePhotos/http/concurrencyLimits';
import type { Traffic } from '../../../nodes/GooglePhotos/http/apiMethod';
import { searchAlbums, searchMediaItems } from '../../../nodes/GooglePhotos/properties/listSearch';
import { validateDescription, validateTitle } from '../../../nodes/GooglePhotos/properties/titleAndDescription';
import { createSession } from '../../../nodes/GooglePhotos/resources/picker/createSession';
import { DEFAULT_WAIT_OF_TOOL } from '../../../nodes/GooglePhotos/picker/sessions';
import { MAX_RESULTS } from '../../../nodes/GooglePhotos/resources/getMany';
import { datesOf, rangesOf } from '../../../nodes/GooglePhotos/search/dates';
import { categories } from '../../../nodes/GooglePhotos/search/filterFields';
import { searchOf } from '../../../nodes/GooglePhotos/search/filters';
import { MAX_BATCH_CREATE } from '../../../nodes/GooglePhotos/uploads/createCall';
import { parseMediaItemFields } from '../../../nodes/GooglePhotos/uploads/validateFile';
import { context } from '../search/context';
import { fakeCaller, fakeRun, node } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { addMediaItemsToAlbums } from '../support/operations';
import { bytes, MIB, sending, Store } from '../support/storedFiles';
import { UploadServer } from '../support/uploadServer';
import { SECOND, useVirtualClock } from '../support/virtualClock';
import { page, rowOf } from './page';

const time = useVirtualClock();

const inWords = (number: number) => number.toLocaleString('en');
const list = <T>(count: number, entry: T) => Array.from({ length: count }, () => entry);

/** The number at the beginning of the second cell. */
function numberOf(name: string, words: string): number {
	const [, , cell] = rowOf(name, words);
	return Number(/^[\d,]+/.exec(cell)?.[0].replaceAll(',', ''));
}

function accepts(check: () => unknown): boolean {
	try {
		check();
		return true;
	} catch {
		return false;
	}
}

const runWith = (parameters: IDataObject) => fakeRun(fakeCaller(), parameters);
const maxItemCount = createSession.fields
	.flatMap(({ options = [] }) => options as INodeProperties[])
	.find(({ name }) => name === 'maxItemCount')?.typeOptions?.maxValue as number;

/** Whether Google's rejection of one more media item is not taken for a full album. */
async function isRoomInAlbum(itemsWithOneMore: number): Promise<boolean> {
	const respond = ({ url }: IHttpRequestOptions) => {
		if (url.endsWith(':batchAddMediaItems')) throw googleSays(400, 'Request contains an invalid argument.');
		if (url.endsWith(':batchGet')) return { mediaItemResults: [{ mediaItem: { id: 'item' } }] };
		if (url.endsWith(':search')) return {};
		return { id: 'album', title: 'Sea', mediaItemsCount: String(itemsWithOneMore - 1) };
	};
	const parameters = { album: { mode: 'id', value: 'album' }, mediaItem: 'item' };
	const [{ error }] = await time.clock.until(addMediaItemsToAlbums(fakeRun(fakeCaller({ respond }), parameters)));
	expect(failureOf(error)?.kind).toMatch(/^(albumFull|invalid)$/);
	return failureOf(error)?.kind !== 'albumFull';
}

const limits: Array<[row: string, isAccepted: (number: number) => boolean | Promise<boolean>]> = [
	['A photo', (number) => sizeProblem('photo', number * MIB) === undefined],
	['A video', (number) => sizeProblem('video', number * 1024 * MIB) === undefined],
	['Items in an album', isRoomInAlbum],
	["An album's title", (number) => accepts(() => validateTitle(node(), 'x'.repeat(number), {}))],
	['A description', (number) => accepts(() => validateDescription(node(), 'x'.repeat(number), {}))],
	['A file name', (number) => accepts(() => parseMediaItemFields(runWith({ fileName: 'x'.repeat(number) }), 0, 1))],
	['Photos picked in one session', (number) => number <= maxItemCount],
	['Width and height of a scaled picture', (number) => accepts(() => variantOf(runWith({ variant: 'fit', maxWidth: number }), 0))],
	['Dates, and date ranges', (number) => accepts(() => datesOf({ values: list(number, { date: '2026-07-01' }) }, context()))],
	[
		'Dates, and date ranges',
		(number) => accepts(() => rangesOf({ values: list(number, { startDate: '2026-07-01', endDate: '2026-07-02' }) }, context())),
	],
	['Categories in one filter', (number) => accepts(() => searchOf({ categories: [...categories].filter((one) => one !== 'NONE').slice(0, number) }, {}, context()))],
	['Results of one Get Many', (number) => number <= MAX_RESULTS],
];

test.each(limits)('limits.md: %s', async (row, isAccepted) => {
	const number = numberOf('docs/limits.md', row);
	expect([number, await isAccepted(number), await isAccepted(number + 1)]).toEqual([number, true, false]);
});

test('limits.md: a file takes one request up to the size on the page', async () => {
	const size = 50 * MIB;
	for (const row of ['Photos and videos up to 50 MiB', 'Videos above 50 MiB']) rowOf('docs/limits.md', row);
	for (const [length, requests] of [[size, ['raw']], [size + 1, ['start', `upload, finalize 0+${size + 1}`]]] as const) {
		const server = new UploadServer();
		await time.clock.until(sending(new Store(bytes(length)), server));
		expect(server.asked).toEqual(requests);
	}
});

test('limits.md and README: what a day buys', () => {
	const day = 10_000;
	const rounded = (number: number) => inWords(Math.floor(number / 100) * 100);
	const said: Array<[row: string, number: string]> = [
		['Photos and videos up to 50 MiB uploaded, 1,000', rounded(day / (1 + 1 / MAX_BATCH_CREATE))],
		['The same, with Verify', rounded(day / (1 + 1 / MAX_BATCH_CREATE + 1 / MAX_BATCH))],
		['The same, one photo', inWords(day / 2)],
		['Videos above 50 MiB', inWords(Math.floor(day / 3))],
		['Items put into an album', inWords(day * MAX_BATCH)],
		['Media Item: Get, ', inWords(day * MAX_BATCH)],
		['Media Item: Get Many', inWords(day * MAX_MEDIA_ITEM_PAGE)],
		['Album: Get Many', inWords(day * MAX_ALBUM_PAGE)],
	];
	for (const [row, number] of said) expect(rowOf('docs/limits.md', row)[3]).toContain(number);
	expect(page('README.md')).toContain(`1,000 photos are ${inWords(1000 + 1000 / MAX_BATCH_CREATE)} of`);
});

test('operations.md: how far a search of the editor reads', async () => {
	/** Entries read in a list without end, and the time that it takes, if each page takes this long. */
	const read = async (search: typeof searchAlbums, latency = 0) => {
		let [pages, entries] = [0, 0];
		const respond = async ({ url, qs, abortSignal }: IHttpRequestOptions) => {
			const size = Number(qs?.pageSize);
			await time.clock.delay(latency, abortSignal as AbortSignal);
			(abortSignal as AbortSignal | undefined)?.throwIfAborted();
			entries += size;
			const ids = Array.from({ length: size }, (_, number) => ({ id: `${pages} ${number}`, title: 'x', filename: 'x' }));
			return { [url.endsWith('/albums') ? 'albums' : 'mediaItems']: ids, nextPageToken: String(++pages) };
		};
		const start = time.clock.elapsed;
		await time.clock.until(search.call(fakeCaller({ respond }) as ILoadOptionsFunctions, 'not there'));
		return { pages, entries: inWords(entries), seconds: (time.clock.elapsed - start) / SECOND };
	};
	const [albums, mediaItems] = [await read(searchAlbums), await read(searchMediaItems)];
	const { seconds } = await read(searchAlbums, SECOND);
	expect(page('docs/operations.md')).toContain(
		`up to ${albums.pages} pages (${albums.entries} albums, or ${mediaItems.entries} photos and videos) and up to ${seconds} seconds`,
	);
});

test('operations.md: the longest answer and wait of a tool', () => {
	const tool = { ...node(), type: 'n8n-nodes-google-photos-library.googlePhotosTool' };
	const shown = (count: number, text: string) => toolAnswer(tool, list(count, { json: { text } }), 'mediaItem').slice(0, -1);
	const results = shown(1000, '').length;
	const characters = JSON.stringify(shown(1000, 'x'.repeat(990)).map(({ json }) => json)).length;
	expect(page('docs/operations.md')).toContain('waits for half a minute');
	expect(DEFAULT_WAIT_OF_TOOL).toBe(0.5);
	expect(page('docs/operations.md')).toContain(`At most ${inWords(results)} results and ${inWords(Math.ceil(characters / 1000) * 1000)} characters`);
});

test('agencies-and-queue-mode.md: how many requests at once', async () => {
	const rows: Partial<Record<Traffic, string>> = {
		read: 'Reads',
		write: 'Writes',
		upload: 'Files being sent',
		pick: 'Requests to the Picker',
		bytes: 'Files being downloaded',
	};
	for (const [traffic, row] of Object.entries(rows)) {
		const semaphores = new ConcurrencyLimits();
		let [running, most] = [0, 0];
		const task = async () => {
			most = Math.max(most, ++running);
			await time.clock.delay(SECOND);
			running--;
		};
		await time.clock.until(Promise.all(list(20, traffic as Traffic).map(async (kind) => await semaphores.run(kind, task))));
		expect([traffic, numberOf('docs/agencies-and-queue-mode.md', row)]).toEqual([traffic, most]);
	}
});
