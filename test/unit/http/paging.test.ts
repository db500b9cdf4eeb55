import fc from 'fast-check';
import { ListingProgress, pageParameters, pagesOf } from '../../../nodes/GooglePhotos/http/paging';
import type { Page } from '../../../nodes/GooglePhotos/http/paging';

interface Entry {
	id: string;
	name?: string;
}

/** Reads all pages; `pages` maps each page token to its page, and "" to the first page. */
async function read(pages: Record<string, Page>, firstToken?: string) {
	const asked: Array<string | undefined> = [];
	const read: Array<{ entries: Entry[]; nextPageToken?: string }> = [];
	const fetchPage = async (token: string | undefined) => {
		asked.push(token);
		if (asked.length > 1000) throw new Error('This goes round for ever');
		return pages[token ?? ''] ?? {};
	};
	for await (const page of pagesOf<Entry>('albums', fetchPage, firstToken)) read.push(page);
	return { asked, read, ids: read.flatMap(({ entries }) => entries.map(({ id }) => id)) };
}

const entries = (...ids: string[]) => ids.map((id) => ({ id }));

test('pages are read one after the other, each with the token of the next page', async () => {
	const { asked, read: pages } = await read({
		'': { albums: entries('a', 'b'), nextPageToken: '1' },
		1: { albums: entries('c'), nextPageToken: '2' },
		2: { albums: entries('d') },
	});
	expect(asked).toEqual([undefined, '1', '2']);
	expect(pages).toEqual([
		{ entries: entries('a', 'b'), nextPageToken: '1' },
		{ entries: entries('c'), nextPageToken: '2' },
		{ entries: entries('d'), nextPageToken: undefined },
	]);
});

test('an empty library gives one empty page', async () => {
	expect((await read({ '': {} })).read).toEqual([{ entries: [], nextPageToken: undefined }]);
});

test('an empty nextPageToken means that there is no next page', async () => {
	expect((await read({ '': { albums: entries('a'), nextPageToken: '' } })).asked).toEqual([
		undefined,
	]);
});

test('80 consecutive empty pages do not end the listing', async () => {
	const pages: Record<string, Page> = { '': { nextPageToken: '1' } };
	for (let page = 1; page <= 80; page++) pages[page] = { nextPageToken: String(page + 1) };
	pages[81] = { albums: entries('last') };
	const { asked, ids } = await read(pages);
	expect(ids).toEqual(['last']);
	expect(asked).toHaveLength(82);
});

test('an entry that occurs on several pages is returned once, as on the first of them', async () => {
	const { ids, read: pages } = await read({
		'': { albums: [{ id: 'a', name: 'first' }, { id: 'b' }], nextPageToken: '1' },
		1: { albums: [{ id: 'b' }, { id: 'c' }], nextPageToken: '2' },
		2: { albums: [{ id: 'a', name: 'again' }, { id: 'd' }] },
	});
	expect(ids).toEqual(['a', 'b', 'c', 'd']);
	expect(pages[0].entries[0].name).toBe('first');
});

test('a page token that occurred before ends the listing', async () => {
	const { asked, ids } = await read({
		'': { albums: entries('a'), nextPageToken: '1' },
		1: { albums: entries('b'), nextPageToken: '2' },
		2: { albums: entries('c'), nextPageToken: '1' },
	});
	expect(asked).toEqual([undefined, '1', '2']);
	expect(ids).toEqual(['a', 'b', 'c']);
});

test('a list with a page token that occurred before is cut off, unless it has started again with entries already read', async () => {
	const last = async (pages: Record<string, Page>) => (await read(pages)).read.at(-1);
	const start = { albums: entries('a', 'b'), nextPageToken: '1' };
	expect(await last({ '': start, 1: { albums: entries('c'), nextPageToken: '1' } })).toMatchObject({ cut: true });
	expect(await last({ '': start, 1: { nextPageToken: '1' } })).toMatchObject({ cut: true });
	const restarting = { '': start, 1: { albums: entries('c'), nextPageToken: '0' }, 0: start };
	expect(await last(restarting)).toEqual({ entries: [], nextPageToken: undefined });
});

test('a listing can begin at a page token, and no page is fetched before it is needed', async () => {
	const pages = {
		'': { albums: entries('a') },
		1: { albums: entries('b'), nextPageToken: '2' },
		2: { albums: entries('c') },
	};
	expect((await read(pages, '1')).ids).toEqual(['b', 'c']);
	let asked = 0;
	const fetchPage = async () => ({ albums: entries('b'), nextPageToken: String(++asked) });
	for await (const page of pagesOf<Entry>('albums', fetchPage)) {
		expect(page.entries).toHaveLength(1);
		break;
	}
	expect(asked).toBe(1);
});

test('any pages: the listing ends, and each entry is returned once, in the order of first occurrence', async () => {
	const tokens = ['0', '1', '2', '3', '4', '5', '6'];
	const page = fc.record({
		albums: fc.option(fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 4 }), {
			nil: undefined,
		}),
		nextPageToken: fc.option(fc.constantFrom(...tokens), { nil: undefined }),
	});
	await fc.assert(
		fc.asyncProperty(fc.dictionary(fc.constantFrom('', ...tokens), page), async (raw) => {
			const pages = Object.fromEntries(
				Object.entries(raw).map(([token, { albums, nextPageToken }]) => [
					token,
					{ ...(albums && { albums: entries(...albums) }), nextPageToken },
				]),
			);
			const { asked, ids } = await read(pages);
			const walked = asked.flatMap((token) => raw[token ?? '']?.albums ?? []);
			expect(ids).toEqual([...new Set(walked)]);
			expect(new Set(asked).size).toBe(asked.length);
		}),
	);
});

test('the parameters of a page are its size and, if there is one, the page token', () => {
	expect(pageParameters(50, undefined)).toStrictEqual({ pageSize: 50 });
	expect(pageParameters(50, 'next')).toEqual({ pageSize: 50, pageToken: 'next' });
});

test.each([
	['A, B, A, B', { '': 'A', A: 'B', B: 'A' }, [undefined, 'A', 'B']],
	['A, A', { '': 'A', A: 'A' }, [undefined, 'A']],
	['A, B, C, B', { '': 'A', A: 'B', B: 'C', C: 'B' }, [undefined, 'A', 'B', 'C']],
])('page tokens that repeat, %s, end the listing', async (_title, next, asked) => {
	const pages = Object.fromEntries(Object.entries(next).map(([token, nextPageToken]) => [token, { nextPageToken }]));
	expect((await read(pages)).asked).toEqual(asked);
});

test('the page token with which a listing begins counts as one that occurred before', async () => {
	expect((await read({ A: { nextPageToken: 'B' }, B: { nextPageToken: 'A' } }, 'A')).asked).toEqual(['A', 'B']);
});

test('a listing with repeating page tokens also ends when it is read in several calls', async () => {
	const next: Record<string, string> = { '': 'A', A: 'B', B: 'A' };
	let token: string | undefined;
	const progress = new ListingProgress();
	const asked: Array<string | undefined> = [];
	do {
		asked.push(token);
		const pages = pagesOf<Entry>('albums', async (one) => ({ nextPageToken: next[one ?? ''] }), token, progress);
		token = (await pages.next()).value?.nextPageToken;
	} while (token !== undefined && asked.length < 100);
	expect(asked).toEqual([undefined, 'A', 'B']);
});

/** Reads a list that always has one more page, with a new page token. */
async function withoutEnd(page: (number: number) => Page) {
	let count = 0;
	let cut: boolean | undefined;
	const fetchPage = async () => ({ ...page(++count), nextPageToken: `token ${count}` });
	for await (const one of pagesOf<Entry>('albums', fetchPage)) ({ cut } = one);
	return { count, cut };
}

test('an endless list is cut off after 2,001 pages, or after 200 without a new entry, and says so', async () => {
	expect(await withoutEnd(() => ({}))).toEqual({ count: 200, cut: true });
	expect(await withoutEnd(() => ({ albums: entries('a') }))).toEqual({ count: 201, cut: true });
	expect(await withoutEnd((number) => ({ albums: entries(String(number)) }))).toEqual({ count: 2001, cut: true });
});

test('an endless list is also cut off when it is read in several calls', async () => {
	const progress = new ListingProgress();
	let token: string | undefined;
	let count = 0;
	for (let cut: boolean | undefined; !cut; ) {
		const fetchPage = async () => ({ albums: entries('a'), nextPageToken: `token ${++count}` });
		const page = (await pagesOf<Entry>('albums', fetchPage, token, progress).next()).value as { nextPageToken?: string; cut?: boolean };
		({ nextPageToken: token, cut } = page);
	}
	expect(count).toBe(201);
});

test('a list that ends with the page after which it would be cut off is not cut off', async () => {
	let count = 0;
	const pages: unknown[] = [];
	const fetchPage = async () => (++count < 200 ? { nextPageToken: `token ${count}` } : {});
	for await (const page of pagesOf<Entry>('albums', fetchPage)) pages.push(page);
	expect(pages).toHaveLength(200);
	expect(pages.at(-1)).toEqual({ entries: [], nextPageToken: undefined });
});
