/** Get Many reads as many pages as needed and no more. */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import fc from 'fast-check';
import { getMany } from '../../../nodes/GooglePhotos/resources/getMany';
import { errorText } from '../../support/errorText';
import { googleSays } from '../support/httpErrors';
import { routedItem, routedRequest } from '../support/routedItem';
import { errorOf } from '../support/virtualClock';

interface Entry {
	id: string;
	own?: string;
}

const list = getMany<Entry>({
	list: 'albums',
	largestPage: 50,
	present: ({ id }, simplify) => ({ id, simplify }),
	inParts: 'by year',
});

/** A library of `count` albums with at most `page` per reply. A stubborn one ignores smaller page sizes. */
function library(count: number, page: number, stubborn = false) {
	const requests: IHttpRequestOptions[] = [];
	const respond = (request: IHttpRequestOptions) => {
		requests.push(request);
		const { pageSize, pageToken = 0 } = { ...request.qs, ...(request.body as IDataObject) } as { pageSize: number; pageToken?: string };
		const from = Number(pageToken);
		const until = Math.min(from + (stubborn ? page : Math.min(page, pageSize)), count);
		const albums = Array.from({ length: until - from }, (_, index) => ({ id: String(from + index) }));
		return { [request.method === 'POST' ? 'mediaItems' : 'albums']: albums, ...(until < count && { nextPageToken: String(until) }) };
	};
	return { requests, respond };
}

const get = { method: 'GET', url: '/v1/albums' };
const searched = getMany<Entry>({ list: 'mediaItems', largestPage: 50, present: ({ id }) => ({ id }) });

async function read({ respond }: ReturnType<typeof library>, parameters: IDataObject, options: { method: string; [more: string]: unknown } = get): Promise<string[]> {
	const context = routedItem({ item: 2, parameters, respond });
	const outputs = await (options.method === 'GET' ? list : searched)(context, routedRequest(options), { item: 2 });
	return outputs.map(({ json }) => json.id as string);
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => String(number));

test('the default limit is 50, read in one page', async () => {
	const albums = library(120, 100);
	expect(await read(albums, {})).toEqual(upTo(50));
	expect(albums.requests.map(({ qs }) => qs)).toEqual([{ pageSize: 50 }]);
});

test.each([
	[3, 3, [3]],
	['3', 3, [3]],
	[1, 1, [1]],
	[50, 50, [50]],
	[51, 51, [50, 50]],
	[70, 60, [50, 50]],
	[60, 60, [50, 50]],
])('a limit of %p with 60 albums gives %i albums, in pages of %j', async (limit, count, pageSizes) => {
	const albums = library(60, 100);
	expect(await read(albums, { limit })).toEqual(upTo(count));
	expect(albums.requests.map(({ qs }) => qs?.pageSize)).toEqual(pageSizes);
});

test.each([0, -1, 0.9, 2.9, 'many', NaN, Infinity, null, '', true, [3], '0x10', 100_001, 130_000])('a limit of %p is rejected before any request is sent', async (limit) => {
	const albums = library(60, 100);
	const execution = routedItem({ item: 2, respond: albums.respond, parameters: { limit } });
	const context = { ...execution, getNodeParameter: (name: string, standard: unknown) => (name === 'limit' ? limit : standard) };
	const error = await errorOf(list(context as typeof execution, routedRequest(get), { item: 2 }));
	expect(errorText(error)).toMatch(/^'Limit' is not a whole number from 1 to 100,000: ".*" \[item 2\]\. Enter a whole number from 1 to 100,000\. \| [^']+$/);
	expect(albums.requests).toEqual([]);
});

test.each([true, 'true'])('Return All %p reads all pages, one after the other, and ignores the limit', async (returnAll) => {
	const albums = library(120, 50);
	expect(await read(albums, { returnAll, limit: 0 })).toEqual(upTo(120));
	expect(albums.requests.map(({ qs }) => qs)).toEqual([
		{ pageSize: 50 },
		{ pageSize: 50, pageToken: '50' },
		{ pageSize: 50, pageToken: '100' },
	]);
});

test.each([false, 'false'])('Return All %p reads up to the limit', async (returnAll) => {
	expect(await read(library(60, 50), { returnAll, limit: 2 })).toEqual(upTo(2));
});

test('other parameters of the request are kept on every page', async () => {
	const albums = library(2, 1);
	await read(albums, { limit: 2 }, { ...get, qs: { excludeNonAppCreatedData: true } });
	expect(albums.requests.map(({ qs, body }) => ({ qs, body }))).toEqual([
		{ qs: { excludeNonAppCreatedData: true, pageSize: 2 }, body: {} },
		{ qs: { excludeNonAppCreatedData: true, pageSize: 2, pageToken: '1' }, body: {} },
	]);
});

test('a search has page size and page token in the body', async () => {
	const albums = library(2, 1);
	const search = { method: 'POST', url: '/v1/mediaItems:search', body: { albumId: 'a' } };
	expect(await read(albums, { limit: 2 }, search)).toEqual(upTo(2));
	expect(albums.requests.map(({ qs, body }) => ({ qs, body }))).toEqual([
		{ qs: {}, body: { albumId: 'a', pageSize: 2 } },
		{ qs: {}, body: { albumId: 'a', pageSize: 2, pageToken: '1' } },
	]);
});

test.each([
	[undefined, true],
	[true, true],
	['true', true],
	[false, false],
	['false', false],
])('Simplify %p is read as %p', async (simplify, wanted) => {
	const context = routedItem({ parameters: { simplify }, respond: library(1, 1).respond });
	expect(await list(context, routedRequest(get), {})).toStrictEqual([{ json: { id: '0', simplify: wanted } }]);
});

test('after short pages, further pages are read until the limit is reached', async () => {
	const albums = library(60, 2);
	expect(await read(albums, { limit: 5 })).toEqual(upTo(5));
	expect(albums.requests).toHaveLength(3);
});

test('entries beyond the limit are not output', async () => {
	const albums = library(60, 7, true);
	expect(await read(albums, { limit: 5 })).toEqual(upTo(5));
	expect(albums.requests).toHaveLength(1);
});

test('any limit gives the first entries of the library, with no more pages than needed', async () => {
	const count = fc.integer({ min: 0, max: 20 });
	const some = fc.integer({ min: 1, max: 20 });
	await fc.assert(
		fc.asyncProperty(count, some, some, fc.boolean(), async (size, page, limit, stubborn) => {
			const albums = library(size, page, stubborn);
			expect(await read(albums, { limit })).toEqual(upTo(Math.min(size, limit)));
			const needed = Math.ceil(Math.min(size, limit) / (stubborn ? page : Math.min(page, limit)));
			expect(albums.requests).toHaveLength(Math.max(needed, 1));
		}),
		{ numRuns: 50 },
	);
});

describe('the maximum of 100,000 results', () => {
	const TOO_MANY =
		'There are more than 100,000 results [item 2]. Read in parts: by year, or turn off \'Return All\' and set \'Limit\'. | One execution cannot hold them all. Parameter: \'Return All\'.';

	test('allows 100,000 results', async () => {
		expect(await read(library(100_000, 25_000, true), { returnAll: true })).toHaveLength(100_000);
	});

	test.each([
		['one more, in the last page', 100_001, 100_001],
		['one more, in a page after it', 100_001, 50_000],
		['many more', 1_000_000, 50_000],
	])('rejects more results, without more pages than needed: %s', async (_title, count, page) => {
		const albums = library(count, page, true);
		expect(errorText(await errorOf(read(albums, { returnAll: true })))).toBe(TOO_MANY);
		expect(albums.requests).toHaveLength(Math.ceil(100_000 / page));
	});

	test('allows a limit of 100,000', async () => {
		expect(await read(library(100_001, 50_001, true), { limit: 100_000 })).toHaveLength(100_000);
	});

	test('rejects endless pages without new entries, with and without Return All', async () => {
		for (const parameters of [{ returnAll: true }, { limit: 60 }]) {
			let count = 0;
			const respond = () => ({ albums: [{ id: 'a' }], nextPageToken: `token ${++count}` });
			expect(errorText(await errorOf(read({ requests: [], respond }, parameters)))).toMatch(/list from Google Photos does not end.*After 1 results/);
			expect(count).toBe(201);
		}
	});

	test('rejects a list that repeats a page token before the limit is reached', async () => {
		const albums = () => {
			const { requests, respond } = library(120, 50);
			return { requests, respond: (request: IHttpRequestOptions) => ({ ...respond(request), nextPageToken: '50' }) };
		};
		expect(await read(albums(), { limit: 100 })).toEqual(upTo(100));
		expect(errorText(await errorOf(read(albums(), { returnAll: true })))).toMatch(/list from Google Photos does not end.*After 100 results/);
	});

	test('suggests to read in parts only where the operation can', async () => {
		const whole = { method: 'POST', url: '/v1/mediaItems:search' };
		let count = 0;
		const respond = () => ({ mediaItems: [{ id: 'a' }], nextPageToken: `token ${++count}` });
		const error = await errorOf(read({ requests: [], respond }, { returnAll: true }, whole));
		expect(errorText(error)).toMatch(/does not end \[item 2\]\. Run it again later, or set a lower 'Limit'\./);
	});
});

test('a page token that Google rejects is told as that, with the advice to run it again', async () => {
	const { requests, respond } = library(120, 50);
	const refusing = (request: IHttpRequestOptions) => {
		if (request.qs?.pageToken !== undefined) throw googleSays(400, 'Invalid page token.');
		return respond(request);
	};
	const error = await errorOf(read({ requests, respond: refusing }, { returnAll: true }));
	expect(errorText(error)).toMatch(/did not accept the page token of the next page \[item 2\]\. Run this item again.*Google says: Invalid page token\./);
	const first = await errorOf(read({ requests, respond: () => { throw googleSays(400, 'Invalid page size.'); } }, { returnAll: true }));
	expect(errorText(first)).toMatch(/did not accept the request \[item 2\]\. Google says: Invalid page size\./);
});
