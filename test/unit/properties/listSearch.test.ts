/** List searches of the editor, where a user waits for the result. */
import fc from 'fast-check';
import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { searchAlbums, searchMediaItems } from '../../../nodes/GooglePhotos/properties/listSearch';
import { errorText } from '../../support/errorText';
import { fakeCaller, newCredentialId } from '../support/caller';
import { googleSays, refused } from '../support/httpErrors';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** A library whose entries are called "Entry 1", "Entry 2" and so on, newest last. */
class Library {
	readonly asked: number[] = [];
	/** Milliseconds until a reply. */
	latency = 0;
	/** Maximum entries of a page, if smaller than the requested page size. */
	shortPages = Infinity;
	/** Errors of the next requests. */
	refusals: Error[] = [];
	readonly caller: ILoadOptionsFunctions;

	constructor(
		private readonly count: number,
		credentialId = newCredentialId(),
	) {
		const respond = async (request: IHttpRequestOptions) => await this.reply(request);
		this.caller = fakeCaller({ credentialId, respond }) as ILoadOptionsFunctions;
	}

	private async reply({ url, qs, abortSignal }: IHttpRequestOptions): Promise<unknown> {
		this.asked.push(time.clock.elapsed);
		await time.clock.delay(this.latency, abortSignal as AbortSignal);
		(abortSignal as AbortSignal | undefined)?.throwIfAborted();
		const refusal = this.refusals.shift();
		if (refusal) throw refusal;
		const { pageSize, pageToken = '0' } = qs as { pageSize: number; pageToken?: string };
		const from = Number(pageToken);
		const until = Math.min(this.count, from + Math.min(pageSize, this.shortPages));
		const entries = Array.from({ length: until - from }, (_, index) => {
			const name = `Entry ${from + index + 1}`;
			return { id: name, title: name, filename: name };
		});
		return {
			[url.endsWith('/albums') ? 'albums' : 'mediaItems']: entries,
			...(until < this.count && { nextPageToken: String(until) }),
		};
	}
}

type List = typeof searchAlbums;

async function find(list: List, library: Library, filter?: string, token?: string) {
	const { results, paginationToken } = await time.clock.until(list.call(library.caller, filter, token));
	return { names: results.map(({ name }) => name), values: results.map(({ value }) => value), paginationToken };
}

describe.each<[string, List, number]>([
	['albums', searchAlbums, 50],
	['media items', searchMediaItems, 100],
])('the list of %s', (_what, list, largestPage) => {
	test.each([617, 1, 620])('finds entry %i of 620 with the largest page size', async (number) => {
		const library = new Library(620);
		const { values } = await find(list, library, `entry ${number}`);
		expect(values).toContain(`Entry ${number}`);
		expect(library.asked.length).toBeLessThanOrEqual(Math.ceil(620 / largestPage));
	});

	test('finds an entry that comes after short pages', async () => {
		const library = new Library(310);
		library.shortPages = 10;
		expect((await find(list, library, 'Entry 307')).values).toEqual(['Entry 307']);
	});

	test('without a filter, shows one page and continues with its page token', async () => {
		const library = new Library(largestPage + 1);
		const first = await find(list, library);
		expect(first.values).toHaveLength(largestPage);
		expect((await find(list, library, undefined, String(first.paginationToken))).values).toEqual([`Entry ${largestPage + 1}`]);
		expect(library.asked).toHaveLength(2);
	});

	test('says that a search stopped before the end and can continue it', async () => {
		const library = new Library(100_000);
		const { names, values, paginationToken } = await find(list, library, 'Entry 99999');
		expect(library.asked).toHaveLength(40);
		const seen = (40 * largestPage).toLocaleString('en');
		expect(names).toEqual([expect.stringContaining(`Only the first ${seen} `)]);
		expect([values, paginationToken]).toEqual([[''], String(40 * largestPage)]);
	});

	test('says that nothing was listed yet if all pages that it read are empty', async () => {
		const library = new Library(100_000);
		library.shortPages = 0;
		const { names, values } = await find(list, library, 'Entry 1');
		expect([names, values]).toEqual([[expect.stringMatching(/^Google has listed no .* yet: enter an ID instead$/)], ['']]);
	});

	test.each([0, 1, 3000, 7999, 8001, 600_000])('ends within 10 seconds if each page takes %i ms', async (latency) => {
		const library = new Library(100_000);
		library.latency = latency;
		await time.clock.until(list.call(library.caller, 'Entry 99999').catch(() => undefined));
		expect(time.clock.elapsed).toBeLessThanOrEqual(10 * SECOND);
	});

	test('reports an error if Google does not reply', async () => {
		const library = new Library(1);
		library.latency = 600_000;
		const error = await time.clock.until(errorOf(list.call(library.caller)));
		expect(errorText(error)).toMatch(/^Google did not respond in time\. Open the list again/);
	});

	test('retries a transient failure once', async () => {
		const library = new Library(3);
		library.refusals = [googleSays(503, 'The service is currently unavailable.')];
		expect((await find(list, library)).values).toHaveLength(3);
		expect(library.asked).toEqual([0, SECOND]);
	});

	test('reports a lasting failure after 2 attempts', async () => {
		const library = new Library(3);
		library.refusals = Array.from({ length: 99 }, () => googleSays(503, 'The service is currently unavailable.'));
		const error = await time.clock.until(errorOf(list.call(library.caller)));
		expect(library.asked).toHaveLength(2);
		expect(errorText(error)).toMatch(/^Google Photos could not process the request\. Open the list again/);
	});

	test('reports a 429 immediately and sends no further request until the cool-down is over', async () => {
		const credentialId = newCredentialId();
		const library = new Library(3, credentialId);
		library.refusals = [googleSays(429, 'Quota exceeded for quota metric')];
		for (let opened = 0; opened < 2; opened++) {
			const error = await time.clock.until(errorOf(list.call(library.caller)));
			expect(errorText(error)).toMatch(/^Google is receiving too many requests to list anything now\. Open the list again in a minute/);
			expect(time.clock.elapsed).toBe(0);
		}
		expect(library.asked).toEqual([0]);
		await time.clock.pass(90 * SECOND);
		expect((await find(list, library)).values).toHaveLength(3);
	});

	test('shows the entries found before a failure and how far the search went', async () => {
		const library = new Library(1000);
		const refusals = [undefined, googleSays(429, 'Quota exceeded for quota metric')];
		Object.defineProperty(library, 'refusals', { value: { shift: () => refusals.shift() } });
		const { values, names } = await find(list, library, 'Entry 7');
		expect(values.slice(0, 1)).toEqual(['Entry 7']);
		expect(names.at(-1)).toContain(`Only the first ${largestPage} `);
	});

	test('reports a failure that a retry cannot fix without a retry', async () => {
		const library = new Library(1);
		library.refusals = [refused(401, { error: { code: 401, status: 'UNAUTHENTICATED', message: 'Invalid credentials' } })];
		const error = await time.clock.until(errorOf(list.call(library.caller)));
		expect(error.message).toMatch(/did not accept the access token/);
		expect(library.asked).toHaveLength(1);
	});
});

test('any entry of a library of up to 2,000 albums is found by following the page tokens', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 2000 }), fc.nat(), fc.integer({ min: 1, max: 60 }), async (count, pick, page) => {
			const library = new Library(count);
			library.shortPages = page;
			const wanted = `Entry ${(pick % count) + 1}`;
			let token: string | undefined;
			for (let calls = 0; calls <= count; calls++) {
				const { values, paginationToken } = await find(searchAlbums, library, wanted, token);
				if (values.includes(wanted)) return;
				token = paginationToken as string | undefined;
				expect(token).toBeDefined();
			}
			throw new Error('not found');
		}),
		{ numRuns: 25 },
	);
});
