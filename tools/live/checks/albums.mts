import type { Check } from '../check.mts';
import { successBody, rejectionOf } from '../reply.mts';

/** https://developers.google.com/photos/library/reference/rest/v1/albums */
export const albums: Check[] = [
	{
		question: 'albums.create: the number of items of an empty album',
		expected: 'left out',
		ask: async ({ album }) => ('mediaItemsCount' in album ? String(album.mediaItemsCount) : 'left out'),
	},
	{
		question: 'albums.get: an ID that nobody has',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		settles: {
			name: 'unknownIdStatus',
			answers: { 'HTTP 400 INVALID_ARGUMENT': 400, 'HTTP 404 NOT_FOUND': 404 },
		},
		ask: async ({ google, album }) => {
			const unknown = [...album.id].reverse().join('').slice(0, -1);
			return rejectionOf(await google.library('GET', `/v1/albums/${album.id[0]}${unknown}`));
		},
	},
	{
		question: 'albums.list: a page size of 51',
		expected: 'taken',
		settles: { name: 'pageSizeAboveMax', answers: { taken: 'clamp', 'HTTP 400 INVALID_ARGUMENT': '400' } },
		ask: async ({ google }) => {
			const reply = await google.library('GET', '/v1/albums?pageSize=51');
			return reply.status === 200 ? 'taken' : rejectionOf(reply);
		},
	},
	{
		question: 'albums.list: a page token that is none',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		ask: async ({ google }) => rejectionOf(await google.library('GET', '/v1/albums?pageToken=none')),
	},
	{
		question: 'albums.patch: a title of 501 characters',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		settles: { name: 'longTitles', answers: { 'HTTP 400 INVALID_ARGUMENT': 'refuse', 'taken (HTTP 200)': 'take' } },
		ask: async ({ google, album }) => {
			const path = `/v1/albums/${album.id}?updateMask=title`;
			const reply = await google.library('PATCH', path, { title: 'x'.repeat(501) });
			if (reply.status < 300) await google.library('PATCH', path, { title: album.title });
			return rejectionOf(reply);
		},
	},
	{
		question: 'albums.batchAddMediaItems: an item that is in the album already',
		expected: 'nothing changes',
		settles: {
			name: 'addExistingItem',
			answers: { 'nothing changes': 'noop', 'HTTP 400 INVALID_ARGUMENT': 'error' },
		},
		ask: async (test) => {
			const { google, album, items } = test;
			const mediaItemIds = [items[0]?.id];
			const reply = await google.library('POST', `/v1/albums/${album.id}:batchAddMediaItems`, { mediaItemIds });
			if (reply.status !== 200) return rejectionOf(reply);
			const ids = (await test.pages(50)).flat().map(({ id }) => id);
			if (ids.length > items.length) return 'it is in the album twice';
			return ids.every((id, index) => id === items[index]?.id) ? 'nothing changes' : 'it moves';
		},
	},
	{
		question: 'albums.batchRemoveMediaItems: the same item twice in a request',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		settles: { name: 'removeTwice', answers: { 'HTTP 400 INVALID_ARGUMENT': 'refuse', 'taken (HTTP 200)': 'take' } },
		ask: async (test) => {
			const { google, album, items } = test;
			const mediaItemIds = [items[0]?.id, items[0]?.id];
			const path = `/v1/albums/${album.id}:batchRemoveMediaItems`;
			const reply = await google.library('POST', path, { mediaItemIds });
			if (reply.status < 300) await test.restore();
			return rejectionOf(reply);
		},
	},
	{
		question: 'albums.addEnrichment: what a text gives',
		expected: 'an ID',
		ask: async ({ google, album }) => {
			const text = 'Made by a check of n8n-nodes-google-photos-library';
			const reply = await google.library('POST', `/v1/albums/${album.id}:addEnrichment`, {
				newEnrichmentItem: { textEnrichment: { text } },
				albumPosition: { position: 'FIRST_IN_ALBUM' },
			});
			const { enrichmentItem } = successBody(reply) as { enrichmentItem?: { id?: unknown } };
			return typeof enrichmentItem?.id === 'string' ? 'an ID' : 'no ID';
		},
	},
];
