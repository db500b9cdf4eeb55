import type { Check } from '../check.mts';
import { successBody, rejectionOf } from '../reply.mts';
import { listed, type MediaItem } from '../test-album.mts';

/** From the day before the test pictures to the day after them. */
const RANGE = { startDate: { year: 2001, month: 1, day: 31 }, endDate: { year: 2001, month: 2, day: 4 } };

/** https://developers.google.com/photos/library/guides/list */
export const listing: Check[] = [
	{
		question: 'mediaItems.search in an album: the order',
		expected: 'as they were created',
		ask: async (test) => orderOf((await test.pages(50)).flat(), test.items),
	},
	{
		question: 'mediaItems.list: the order',
		expected: 'capture time, newest first',
		ask: async ({ google, items }) => {
			// Searches by the pictures' dates, because the listing starts with the newest items.
			const query = { pageSize: 100, filters: { dateFilter: { ranges: [RANGE] } } };
			const reply = successBody(await google.library('POST', '/v1/mediaItems:search', query));
			const found = listed(reply).filter(({ id }) => items.some((item) => item.id === id));
			if (found.length < items.length) return 'the pictures are not found by their dates yet';
			const [second, first, third] = items;
			return orderOf(found, [first, second, third]) === 'as they were created'
				? 'capture time, newest first'
				: orderOf(found, items);
		},
	},
	{
		question: 'mediaItems.search: pages of 2',
		expected: 'are full',
		settles: { name: 'shortPages', answers: { 'are full': false, 'are shorter though more follow': true } },
		ask: async (test) => {
			const [first] = (await test.pages(2)).filter((page) => page.length > 0);
			return first?.length === 2 ? 'are full' : 'are shorter though more follow';
		},
	},
	{
		question: 'mediaItems.search: pages without items before others with some',
		expected: 'none',
		settles: { name: 'emptyPages', answers: { none: 0, some: 2 } },
		ask: async (test) => ((await test.pages(2)).slice(0, -1).some((page) => page.length === 0) ? 'some' : 'none'),
	},
	{
		question: 'mediaItems.search: an item on two pages',
		expected: 'none',
		settles: { name: 'repeatFirstItem', answers: { none: false, some: true } },
		ask: async (test) => {
			const ids = (await test.pages(2)).flat().map(({ id }) => id);
			return new Set(ids).size < ids.length ? 'some' : 'none';
		},
	},
	{
		question: 'mediaItems.search by date: an upload of this minute',
		expected: 'is found',
		// See docs/limits.md.
		alsoNormal: 'is not found yet',
		settles: { name: 'filteredSearchDelaySeconds', answers: { 'is found': 0, 'is not found yet': 5 } },
		ask: async ({ google, items }) => {
			const query = { pageSize: 100, filters: { dateFilter: { ranges: [RANGE] } } };
			const found = listed(successBody(await google.library('POST', '/v1/mediaItems:search', query)));
			return found.some(({ id }) => id === items[0]?.id) ? 'is found' : 'is not found yet';
		},
	},
	{
		question: 'mediaItems.search: a field that does not exist',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		ask: async ({ google }) => rejectionOf(await google.library('POST', '/v1/mediaItems:search', { size: 1 })),
	},
	{
		question: 'mediaItems.search: an album and filters together',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		ask: async ({ google, album }) => {
			const query = { albumId: album.id, filters: { dateFilter: { ranges: [RANGE] } } };
			return rejectionOf(await google.library('POST', '/v1/mediaItems:search', query));
		},
	},
	{
		question: 'mediaItems.batchGet: an ID that cannot be one, among others',
		expected: 'a status of its own',
		settles: {
			name: 'malformedId',
			answers: { 'a status of its own': 'status', 'HTTP 400 INVALID_ARGUMENT': 'refuse' },
		},
		ask: async ({ google, items }) => {
			const query = `mediaItemIds=${items[0]?.id}&mediaItemIds=none`;
			const reply = await google.library('GET', `/v1/mediaItems:batchGet?${query}`);
			return reply.status === 200 ? 'a status of its own' : rejectionOf(reply);
		},
	},
];

function orderOf(found: MediaItem[], items: Array<MediaItem | undefined>): string {
	const ids = found.map(({ id }) => id);
	const wanted = items.map((item) => item?.id);
	if (ids.length !== wanted.length) return `${ids.length} of ${wanted.length} are listed`;
	if (ids.every((id, index) => id === wanted[index])) return 'as they were created';
	return ids.toReversed().every((id, index) => id === wanted[index]) ? 'the last created first' : 'another one';
}
