import type { IHttpRequestOptions } from 'n8n-workflow';
import type { MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { createMediaItems } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import type { UploadedFile } from '../../../nodes/GooglePhotos/uploads/types';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { batchOf, failed, sentFile, sentFiles, success, tokensOf } from '../support/sentFiles';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Creates files. `reply` returns the results of a call, by its upload tokens and its number. */
async function created(
	files: UploadedFile[],
	reply: (tokens: string[], call: number) => MediaItemResult[] | undefined,
	maximumWait = 15 * MINUTE,
) {
	const calls: IHttpRequestOptions[] = [];
	const respond = (request: IHttpRequestOptions) => {
		calls.push(request);
		return { newMediaItemResults: reply(tokensOf(request), calls.length) };
	};
	const run = fakeRun(fakeCaller({ respond }));
	const outcomes = await time.clock.until(createMediaItems(run, batchOf(files), { maximumWait }));
	return {
		calls,
		asked: calls.map(tokensOf),
		ids: files.map((file) => {
			const outcome = outcomes.get(file);
			return outcome && 'mediaItem' in outcome ? outcome.mediaItem.id : undefined;
		}),
		kinds: files.map((file) => {
			const outcome = outcomes.get(file);
			return outcome && 'error' in outcome ? failureOf(outcome.error)?.kind : undefined;
		}),
		outcomes: files.map((file) => outcomes.get(file)),
	};
}

const names = (...numbers: number[]) => numbers.map((number) => `item of token ${number}`);

test('a create call sends album, descriptions and names, has a long timeout and follows no redirects', async () => {
	const album = { id: 'album', title: 'Holiday' };
	const files = [
		sentFile(0, { album, description: 'At the sea' }),
		sentFile(1, { album, fileName: undefined }),
	];
	const { calls } = await created(files, (tokens) => tokens.map(success));
	expect(calls[0].body).toEqual({
		albumId: 'album',
		newMediaItems: [
			{ description: 'At the sea', simpleMediaItem: { uploadToken: 'token 0', fileName: '0.jpg' } },
			{ simpleMediaItem: { uploadToken: 'token 1' } },
		],
	});
	expect(calls[0].timeout).toBeGreaterThanOrEqual(6 * MINUTE);
	expect(calls[0].disableFollowRedirect).toBe(true);
});

test('a result without a status code is a success', async () => {
	const { ids, outcomes, calls } = await created(sentFiles(3), (tokens) => tokens.map(success));
	expect(ids).toEqual(names(0, 1, 2));
	expect(outcomes[0]).toMatchObject({ alreadyExisted: false });
	expect(calls).toHaveLength(1);
	expect(calls[0].body).not.toHaveProperty('albumId');
});

test('a result without a status or with code 0 is a success', async () => {
	const { ids } = await created(sentFiles(2), ([one, two]) => [
		{ uploadToken: one, mediaItem: { id: 'a' } },
		{ uploadToken: two, status: { code: 0 }, mediaItem: { id: 'b' } },
	]);
	expect(ids).toEqual(['a', 'b']);
});

test('a file that Google cannot read fails alone, with its name in the error, and is not retried', async () => {
	const { ids, kinds, outcomes, calls } = await created(sentFiles(3), (tokens) =>
		tokens.map((token, index) => (index === 1 ? failed(token, 3) : success(token))),
	);
	expect(ids).toEqual([names(0)[0], undefined, names(2)[0]]);
	expect(kinds[1]).toBe('unsupportedFile');
	const { error } = outcomes[1] as { error: Error };
	expect(errorText(error)).toMatch(/: file "1\.jpg" in field "data" \[item 1\].*Google says: Failed/);
	expect(calls).toHaveLength(1);
});

test('a result with an error code is a failure, even with a media item', async () => {
	const { kinds } = await created(sentFiles(1), ([token]) => [{ ...failed(token, 3), mediaItem: { id: 'a' } }]);
	expect(kinds).toEqual(['unsupportedFile']);
});

test.each([
	[
		'results in another order are known by their tokens',
		(results: MediaItemResult[]) => results.reverse(),
	],
	[
		'results without tokens are known by their order',
		(results: MediaItemResult[]) =>
			results.map((result) => ({ ...result, uploadToken: undefined })),
	],
])('%s', async (_title, change) => {
	const { ids, kinds } = await created(sentFiles(4), (tokens) =>
		change(tokens.map((token, index) => (index === 3 ? failed(token, 3) : success(token)))),
	);
	expect(ids).toEqual([...names(0, 1, 2), undefined]);
	expect(kinds[3]).toBe('unsupportedFile');
});

describe('a transient failure of a file', () => {
	test.each([
		[10, SECOND],
		[13, SECOND],
		[14, SECOND],
		[8, 30 * SECOND],
	])('with code %d: only the failed files are retried, after %d milliseconds', async (code, wait) => {
		const { asked, ids } = await created(sentFiles(5), (tokens, call) =>
			tokens.map((token, index) =>
				call === 1 && index % 2 === 1 ? failed(token, code) : success(token),
			),
		);
		expect(asked.slice(1)).toEqual([['token 1', 'token 3']]);
		expect(ids).toEqual(names(0, 1, 2, 3, 4));
		expect(time.clock.elapsed).toBe(wait);
	});

	test('becomes an error of the file after six attempts', async () => {
		const { asked, kinds, ids } = await created(sentFiles(2), (tokens) =>
			tokens.map((token) => (token === 'token 1' ? failed(token, 13) : success(token))),
		);
		expect(asked).toHaveLength(6);
		expect(ids[0]).toBe(names(0)[0]);
		expect(kinds[1]).toBe('serverFault');
	});

	test('is retried until Maximum Wait ends if the file is throttled', async () => {
		const { asked, kinds } = await created(
			sentFiles(1),
			(tokens) => tokens.map((token) => failed(token, 8)),
			2 * MINUTE,
		);
		expect(asked).toHaveLength(4);
		expect(kinds).toEqual(['tooManyRequests']);
		expect(time.clock.elapsed).toBeLessThanOrEqual(2 * MINUTE);
	});

	test.each<[string, (token: string) => MediaItemResult | undefined]>([
		['no result', () => undefined],
		[
			'a success without a media item',
			(uploadToken) => ({ uploadToken, status: { message: 'Success' } }),
		],
		['a media item without an id', (uploadToken) => ({ uploadToken, mediaItem: {} as never })],
	])('%s counts as one: the file is retried', async (_title, odd) => {
		const { asked, ids } = await created(sentFiles(3), (tokens, call) =>
			tokens.flatMap((token) =>
				call === 1 && token === 'token 2' ? (odd(token) ?? []) : success(token),
			),
		);
		expect(asked[1]).toEqual(['token 2']);
		expect(ids).toEqual(names(0, 1, 2));
	});

	test('a reply without results counts as one for all files: they are retried', async () => {
		const { ids } = await created(sentFiles(2), (tokens, call) =>
			call === 1 ? undefined : tokens.map(success),
		);
		expect(ids).toEqual(names(0, 1));
	});
});

describe('a file that already exists', () => {
	test('gets the existing media item from a second call and is marked as existing', async () => {
		const { asked, ids, outcomes } = await created(sentFiles(2), (tokens, call) =>
			tokens.map((token) =>
				call === 1 && token === 'token 1' ? failed(token, 6) : success(token),
			),
		);
		expect(asked[1]).toEqual(['token 1']);
		expect(ids).toEqual(names(0, 1));
		expect(outcomes).toMatchObject([{ alreadyExisted: false }, { alreadyExisted: true }]);
	});

	test.each([{}, { album: { id: 'album', title: 'Holiday' } }])('fails if the second call says again that it exists: %j', async (source) => {
		const { asked, kinds } = await created([sentFile(0, source)], (tokens) =>
			tokens.map((token) => failed(token, 6, 'EXISTS')),
		);
		expect(asked).toHaveLength(2);
		expect(kinds).toEqual(['alreadyThere']);
	});
});

test('if Google rejects a whole call, each file gets an error with its own name', async () => {
	const { outcomes, kinds, calls } = await created(sentFiles(3), () => {
		throw googleSays(
			400,
			"The remaining storage in the user's account is not enough to perform this operation.",
		);
	});
	expect(calls).toHaveLength(1);
	expect(kinds).toEqual(['storageFull', 'storageFull', 'storageFull']);
	const errors = outcomes.map((outcome) => (outcome as { error: Error }).error.message);
	expect(errors).toEqual(
		[0, 1, 2].map((number) =>
			expect.stringMatching(`file "${number}.jpg" .*\\[item ${number}\\]\\. Free up space`),
		),
	);
});
