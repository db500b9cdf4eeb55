import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { errorOf, itemWith, upload } from '../support/files';
import { sample } from '../support/pictures';
import { photo } from './emulator/media';

const search = (filters: unknown, more: IDataObject = {}): IDataObject => ({
	resource: 'mediaItem',
	operation: 'getAll',
	from: 'filters',
	returnAll: true,
	filters: filters as IDataObject,
	...more,
});
const dates = (...values: unknown[]) => ({ dates: { values: values.map((date) => ({ date })) } });
const range = (startDate: unknown, endDate: unknown) => ({ dateRanges: { values: [{ startDate, endDate }] } });

const TIMES = ['2024-12-24', '2025-07-01', '2025-12-24', '2026-07-13', '2026-07-14', '2026-07-15'];

/** A library of pictures named after their capture dates, one undated picture and one video. */
async function library(request: Parameters<typeof newAccount>[0] = {}) {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	const pictures = TIMES.map(async (day) => {
		const content = await photo({ taken: `${day.replace(/-/g, ':')} 12:00:00` });
		return await itemWith(engine, content, day);
	});
	const items = [
		...(await Promise.all(pictures)),
		await itemWith(engine, await photo(), 'undated'),
		await itemWith(engine, sample('Рассвет на море.mp4'), 'video', 'video/mp4'),
	];
	const uploaded = await engine.run(upload(), { items });
	const id = (name: string) => uploaded.find(({ json }) => json.filename === name)?.json.id as string;
	// Filtered search finds uploads only after a delay.
	await account.advance(60);
	await account.resetRequests();
	const found = async (filters: unknown, more: IDataObject = {}) =>
		(await engine.run(search(filters, more))).map(({ json }) => json.filename as string);
	return { account, engine, found, id };
}

let shared: Awaited<ReturnType<typeof library>>;
beforeAll(async () => {
	shared = await library();
	const { account, id } = shared;
	await account.editAsUser(id('2025-07-01'), { favorite: true, categories: ['PETS', 'FOOD'] });
	await account.editAsUser(id('2026-07-14'), { favorite: true, categories: ['PETS', 'PEOPLE'] });
	await account.editAsUser(id('2024-12-24'), { archived: true, categories: ['HOLIDAYS'] });
});

const inJuly = ['2026-07-13', '2026-07-14', '2026-07-15'];

test.each<[string, unknown, string[]]>([
	['a day', dates('2026-07-14'), ['2026-07-14']],
	['a day, whatever the time zone behind it', dates('2026-07-14T23:30:00-08:00'), ['2026-07-14']],
	['a month', dates('2026-07'), inJuly],
	['a year', dates(2025), ['2025-07-01', '2025-12-24']],
	['a day of every year', { ...dates('*-12-24'), includeArchived: true }, ['2024-12-24', '2025-12-24']],
	['a day of a Luxon expression', dates('={{ DateTime.fromISO("2026-07-14T23:30:00", { zone: "America/Los_Angeles" }) }}'), ['2026-07-14']],
	['a day of a Date', dates('={{ new Date("2026-07-14T12:00:00Z") }}'), ['2026-07-14']],
	['several dates', dates('2026-07-13', '2025'), ['2025-07-01', '2025-12-24', '2026-07-13']],
	['a range of days, both ends included', range('2025-12-24', '2026-07-13'), ['2025-12-24', '2026-07-13']],
	['a range of months', range('2026-06', '2026-07'), inJuly],
	['a range of days of every year', range('*-07-01', '*-07-13'), ['2025-07-01', '2026-07-13']],
	['a date or a range', { ...dates('2025-07-01'), ...range('2026-07-15', '2026-07-15') }, ['2025-07-01', '2026-07-15']],
	['categories', { categories: ['PETS'] }, ['2025-07-01', '2026-07-14']],
	['categories as text of an expression', { categories: '={{ "food, people" }}' }, ['2025-07-01', '2026-07-14']],
	['categories as a list of an expression', { categories: '={{ ["FOOD"] }}' }, ['2025-07-01']],
	['excluded categories', { ...dates('2026-07', '2025'), excludedCategories: ['PETS'] }, ['2025-12-24', '2026-07-13', '2026-07-15']],
	['videos', { mediaType: 'VIDEO' }, ['video']],
	['favorites', { favoritesOnly: true }, ['2025-07-01', '2026-07-14']],
	['all filters together', { ...dates('2026'), categories: ['PETS'], mediaType: 'PHOTO', favoritesOnly: true }, ['2026-07-14']],
])('%s', async (_title, filters, names) => {
	expect((await shared.found(filters)).sort()).toEqual(names);
});

test('without a filter, search returns the whole library of this app', async () => {
	expect((await shared.found({})).sort()).toEqual([...TIMES.slice(1), 'undated', 'video']);
	expect(await shared.found({ includeArchived: true })).toHaveLength(TIMES.length + 2);
});

test('results are sorted by the oldest or the newest first', async () => {
	const all = { ...range('2024', '2026'), includeArchived: true };
	expect(await shared.found(all, { sort: { rule: { order: 'oldest' } } })).toEqual(TIMES);
	expect(await shared.found(all, { sort: { rule: { order: 'newest' } } })).toEqual([...TIMES].reverse());
	expect(await shared.found(all)).toEqual([...TIMES].reverse());
});

test.each<[string, unknown, RegExp, IDataObject?]>([
	['a word for a date', dates('yesterday'), /'Dates' is not a date: "yesterday"/],
	['an expression that returns nothing', dates('={{ $json.nothing }}'), /'Dates' has no date/],
	['six dates', dates('2021', '2022', '2023', '2024', '2025', '2026'), /more than 5 dates.*'Dates'/],
	['a range of a day and a month', range('2026-07-14', '2026-08'), /have different formats.*'Date Ranges'/],
	['a range that ends before it starts', range('2026', '2025'), /ends before it starts.*'Date Ranges'/],
	['an unknown category', { categories: '={{ "cats" }}' }, /'Categories' contains an unknown category: "CATS"/],
	['a category in and out', { categories: ['PETS'], excludedCategories: ['PETS'] }, /both included and excluded.*'Excluded Categories'/],
	['oldest first without a date', {}, /oldest first only.*'Sort'/, { sort: { rule: { order: 'oldest' } } }],
])('%s is rejected before anything is sent', async (_title, filters, says, more = {}) => {
	await shared.account.resetRequests();
	const error = await errorOf(shared.engine.run(search(filters, more)));
	expect(errorText(error)).toMatch(says);
	expect(errorText(error)).toMatch(/\[item 0\]/);
	expect(await shared.account.requests()).toEqual([]);
});

describe('several input items', () => {
	const items = ['2026-07', '2025', 'yesterday', '1999'].map((date) => ({ json: { date } }));
	const each = search(dates('={{ $json.date }}'), { simplify: true });

	test('each item has its own filter, and its results are paired with it', async () => {
		const outputs = await shared.engine.run(each, { items: [items[0], items[1], items[3]] });
		expect(outputs.map(({ json, pairedItem }) => [json.filename, pairedItem])).toEqual([
			...[...inJuly].reverse().map((name) => [name, { item: 0 }]),
			['2025-12-24', { item: 1 }],
			['2025-07-01', { item: 1 }],
		]);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)('%s: an invalid date fails alone', async (onError) => {
		const [first, second = []] = await shared.engine.outputs(each, { items, node: { onError } });
		const failed = onError === 'continueErrorOutput' ? second : first.filter(({ json }) => json.error);
		expect(failed).toMatchObject([{ json: { error: expect.stringMatching(/not a date.*\[item 2\]/) } }]);
		expect(failed[0].pairedItem).toEqual(expect.objectContaining({ item: 2 }));
		expect(first.filter(({ json }) => json.filename)).toHaveLength(5);
	});

	test('no input item sends no request, and 120 send one each', async () => {
		await shared.account.resetRequests();
		expect(await shared.engine.run(each, { items: [] })).toEqual([]);
		const many = Array.from({ length: 120 }, (_, index) => ({ json: { date: TIMES[index % TIMES.length] } }));
		const outputs = await shared.engine.run(each, { items: many });
		expect(outputs).toHaveLength(100);
		expect((await shared.account.counts()).byMethod).toEqual({ 'mediaItems.search': 120 });
		expect((await shared.account.counts()).maxParallel.reads).toBeLessThanOrEqual(5);
	});
});

test('works with all hostile switches', async () => {
	const { found } = await library({ switches: 'hostile' });
	expect(await found(dates('2026-07'), { sort: { rule: { order: 'oldest' } } })).toEqual(inJuly);
});

test("works as an agent's tool", async () => {
	const outputs = await shared.engine.runAsTool(search(dates('={{ $json.day }}')), { json: { day: '2026-07-14' } });
	expect(outputs.map(({ json }) => json.filename)).toEqual(['2026-07-14']);
});
