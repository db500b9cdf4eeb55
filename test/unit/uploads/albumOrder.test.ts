/** Album order equals input order, even if Google could not create some files at first. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { albumOf } from '../support/google';
import type { FakeGoogle } from '../support/google';
import { createFromUploadTokens } from '../support/operations';
import { runOver } from '../support/runs';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const before = ['old-0', 'old-1', 'old-2'];
const id = (number: number) => `item of token-${number}`;

/** Creates `count` files in the album. `album.codes` holds the status codes that Google returns for each file. */
async function create(album: FakeGoogle, count: number, place?: IDataObject) {
	const items = Array.from({ length: count }, (_, number) => ({ json: { uploadToken: `token-${number}` } }));
	const parameters = { album: { mode: 'id', value: 'album' }, options: { maximumWait: 60, ...(place && { albumPosition: { place } }) } };
	return await time.clock.until(createFromUploadTokens(runOver(album, items, { parameters })));
}

const places: Array<[string, IDataObject | undefined, number]> = [
	['the end', undefined, 3],
	['the start', { position: 'FIRST_IN_ALBUM' }, 0],
	['after a media item', { position: 'AFTER_MEDIA_ITEM', relativeMediaItem: { mode: 'id', value: 'old-0' } }, 1],
];

describe.each(places)('album position: %s', (_title, position, index) => {
	const expected = (numbers: number[]) => [...before.slice(0, index), ...numbers.map(id), ...before.slice(index)];
	const all = (count: number) => Array.from({ length: count }, (_, number) => number);

	test('120 files are created in input order with three calls', async () => {
		const album = albumOf(before);
		await create(album, 120, position);
		expect(album.entriesOf()).toEqual(expected(all(120)));
		expect(album.calls).toHaveLength(3);
	});

	test.each([[[0]], [[0, 1]], [[7]], [[7, 8, 20]], [[49]], [[0, 49, 50, 119]], [all(120)]])(
		'files %j, created only by a retry, take their places in input order',
		async (late) => {
			const album = albumOf(before);
			for (const number of late) album.codes.set(`token-${number}`, [13]);
			await create(album, 120, position);
			expect(album.entriesOf()).toEqual(expected(all(120)));
		},
	);

	test('consecutive files that need a retry share one call', async () => {
		const album = albumOf(before);
		for (const number of [3, 4, 5]) album.codes.set(`token-${number}`, [14]);
		await create(album, 10, position);
		expect(album.calls.map(({ length }) => length)).toEqual([10, 3]);
		expect(album.entriesOf()).toEqual(expected(all(10)));
	});

	test('for arbitrary status codes every file has an outcome, and created files are in input order', async () => {
		const codes = fc.array(fc.constantFrom(0, 3, 8, 10, 13, 14), { maxLength: 3 });
		await fc.assert(
			fc.asyncProperty(fc.array(codes, { minLength: 1, maxLength: 70 }), async (plans) => {
				const album = albumOf(before);
				plans.forEach((plan, number) => album.codes.set(`token-${number}`, [...plan]));
				const results = await create(album, plans.length, position);
				const made = all(plans.length).filter((number) => results[number].json.id === id(number));
				const failures = results.filter(({ error }) => error);
				expect(made.length + failures.length).toBe(plans.length);
				expect(album.entriesOf()).toEqual(expected(made));
			}),
			{ numRuns: 40 },
		);
	});
});

test('the first batch goes after the enrichment item, the second after the last media item of the first', async () => {
	const album = albumOf();
	await create(album, 60, { position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: 'text' });
	expect(album.creates.map(({ albumPosition }) => albumPosition)).toEqual([
		{ position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: 'text' },
		{ position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: id(49) },
	]);
});

test('other files are created even if a media item that Google reported as created is not in the album', async () => {
	const album = albumOf(before);
	album.fault = () => {
		const entries = album.entriesOf();
		entries.splice(0, entries.length, ...entries.filter((entry) => entry !== id(49)));
		return undefined;
	};
	const results = await create(album, 60, { position: 'FIRST_IN_ALBUM' });
	expect(results.map(({ json }) => json.id)).toEqual(Array.from({ length: 60 }, (_, number) => id(number)));
	expect(album.entriesOf()).toHaveLength(3 + 59);
});
