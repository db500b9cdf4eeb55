import type { Check } from '../check.mts';
import type { Google } from '../google.mts';
import { rejectionOf } from '../reply.mts';
import { create, createFrom, type CreateResult, uploadToken } from '../test-album.mts';

const NO_TOKEN = 'none';

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
export const creating: Check[] = [
	{
		question: 'mediaItems.batchCreate: the status of a success',
		expected: 'no code, "Success"',
		ask: async ({ created }) => statusOf(created[0]),
	},
	{
		question: 'mediaItems.batchCreate: width, height and time of a new photo',
		expected: 'are there',
		settles: { name: 'freshDimensionsMissing', answers: { 'are there': false, 'are not there yet': true } },
		ask: async ({ created }) => {
			const { width, height, creationTime } = created[0]?.mediaItem?.mediaMetadata ?? {};
			return width && height && creationTime ? 'are there' : 'are not there yet';
		},
	},
	{
		question: 'mediaItems.batchCreate: HTTP status when one of two fails',
		expected: 'HTTP 200',
		settles: { name: 'mixedStatus', answers: { 'HTTP 200': 200, 'HTTP 207': 207 } },
		ask: async ({ google, pictures }) => {
			const tokens = [await uploadToken(google, pictures[0] as Buffer), NO_TOKEN];
			return `HTTP ${(await createFrom(google, tokens)).status}`;
		},
	},
	{
		question: 'mediaItems.batchCreate: the same bytes again',
		expected: 'the same media item',
		settles: { name: 'existingBytes', answers: { 'the same media item': 'success', 'code 3': 'code 3' } },
		ask: async ({ google, pictures, items }) => {
			const [again] = (await create(google, [pictures[0] as Buffer])).results;
			if (!again?.mediaItem) return `code ${again?.status?.code}`;
			return again.mediaItem.id === items[0]?.id ? 'the same media item' : 'a second media item';
		},
	},
	{
		question: 'mediaItems.batchCreate: a file that is no photo',
		expected: 'code 3',
		ask: async ({ google }) => await codeOf(google, await uploadToken(google, Buffer.from('This is a text.\n'))),
	},
	{
		question: 'mediaItems.batchCreate: nothing but an upload token that is none',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		ask: async ({ google }) => await codeOf(google, NO_TOKEN),
	},
	{
		question: 'mediaItems.batchCreate: 51 items',
		expected: 'HTTP 400 INVALID_ARGUMENT',
		ask: async ({ google }) => {
			const newMediaItems = Array.from({ length: 51 }, () => ({ simpleMediaItem: { uploadToken: NO_TOKEN } }));
			return rejectionOf(await google.library('POST', '/v1/mediaItems:batchCreate', { newMediaItems }));
		},
	},
];

function statusOf(result: CreateResult | undefined): string {
	const { code, message } = result?.status ?? {};
	return `${code === undefined ? 'no code' : `code ${code}`}, ${message === undefined ? 'no message' : `"${message}"`}`;
}

/** How one invalid upload token is rejected: by a code in the results, or by the whole request. */
async function codeOf(google: Google, uploadToken: string): Promise<string> {
	const newMediaItems = [{ simpleMediaItem: { uploadToken } }];
	const reply = await google.library('POST', '/v1/mediaItems:batchCreate', { newMediaItems });
	const { newMediaItemResults } = reply.body as { newMediaItemResults?: CreateResult[] };
	return newMediaItemResults ? `code ${newMediaItemResults[0]?.status?.code}` : rejectionOf(reply);
}
