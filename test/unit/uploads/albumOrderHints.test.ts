/** If input order cannot be kept in an album, the files are created nevertheless, and the user gets a hint. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { AlbumPosition } from '../../../nodes/GooglePhotos/properties/albumPosition';
import { createMediaItems } from '../../../nodes/GooglePhotos/uploads/createWithBisection';
import { fakeRun } from '../support/caller';
import { albumOf } from '../support/google';
import type { FakeGoogle } from '../support/google';
import { googleSays } from '../support/httpErrors';
import { batchOf, sentFile } from '../support/sentFiles';
import { MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const AT_THE_END = 'Some files are at the end of the album instead of in input order, because Google could not create them at first.';
const NOT_IN_ORDER = 'Some files are not in input order in the album, because Google does not show one that it created before.';

type Body = { albumPosition?: AlbumPosition };
const id = (number: number) => `item of token ${number}`;

/** @param refuse throws the error with which Google rejects a request */
async function create(google: FakeGoogle, count: number, refuse: (request: IHttpRequestOptions) => void, albumPosition?: AlbumPosition) {
	const hints: string[] = [];
	google.fault = ({ request }) => void refuse(request) as undefined;
	const run = { ...fakeRun(google.caller()), hint: (message: string) => void hints.push(message) };
	const album = { id: 'album', title: 'Album' };
	const files = Array.from({ length: count }, (_, number) => sentFile(number, { album, albumPosition }));
	const outcomes = await time.clock.until(createMediaItems(run, batchOf(files), { maximumWait: 15 * MINUTE }));
	return { hints, made: files.map((file) => 'mediaItem' in (outcomes.get(file) ?? {})) };
}

const isSearch = ({ url }: IHttpRequestOptions) => url.endsWith(':search');
const isAnchored = ({ body }: IHttpRequestOptions) => (body as Body).albumPosition?.position === 'AFTER_MEDIA_ITEM';

test('a first file that needs a retry goes to the end, with a hint, if the album cannot be listed', async () => {
	const google = albumOf(['old']);
	google.codes.set('token 0', [13]);
	const { hints, made } = await create(google, 2, (request) => {
		if (isSearch(request)) throw googleSays(403, 'The caller does not have permission');
	});
	expect(made).toEqual([true, true]);
	expect(google.entriesOf()).toEqual(['old', id(1), id(0)]);
	expect(hints).toEqual([AT_THE_END]);
});

test.each<[string, number[]]>([
	['can be looked into', [13]],
	['takes all files at once', []],
])('there is no hint for an album that %s', async (_title, codes) => {
	const google = albumOf(['old']);
	google.codes.set('token 0', codes);
	const { hints } = await create(google, 2, () => {});
	expect(google.entriesOf()).toEqual(['old', id(0), id(1)]);
	expect(hints).toEqual([]);
});

test.each([
	[400, 'Request contains an invalid argument.'],
	[404, 'Requested entity was not found.'],
	[400, 'Invalid media item ID.'],
])('if Google rejects a position after a file (%i %s), files go to the end, with a hint', async (status, message) => {
	const google = albumOf(['old']);
	google.codes.set('token 1', [13]);
	const { hints, made } = await create(google, 3, (request) => {
		if (!isSearch(request) && isAnchored(request)) throw googleSays(status, message);
	});
	expect(made).toEqual([true, true, true]);
	expect(google.entriesOf()).toEqual(['old', id(0), id(2), id(1)]);
	expect(hints).toEqual([NOT_IN_ORDER]);
});

test('if Google rejects the computed position, the file goes to the position that the user chose', async () => {
	const google = albumOf(['old']);
	google.codes.set('token 1', [13]);
	await create(
		google,
		3,
		(request) => {
			if (!isSearch(request) && isAnchored(request)) throw googleSays(400, 'Request contains an invalid argument.');
		},
		{ position: 'FIRST_IN_ALBUM' },
	);
	expect(google.creates.at(-1)).toMatchObject({ albumId: 'album', albumPosition: { position: 'FIRST_IN_ALBUM' } });
	expect(google.entriesOf()).toEqual([id(1), id(0), id(2), 'old']);
});

test('a file rejected without a position too causes no hint, and the next retry keeps its position', async () => {
	const google = albumOf(['old']);
	google.codes.set('token 1', [13]);
	google.codes.set('token 3', [13, 13]);
	const { hints, made } = await create(google, 5, (request) => {
		if (isSearch(request)) return;
		const tokens = (request.body as unknown as { newMediaItems: Array<{ simpleMediaItem: { uploadToken: string } }> }).newMediaItems;
		const only = tokens.map(({ simpleMediaItem }) => simpleMediaItem.uploadToken);
		if (only.length === 1 && only[0] === 'token 1') throw googleSays(400, 'Request contains an invalid argument.');
	});
	expect(made).toEqual([true, false, true, true, true]);
	expect(google.entriesOf()).toEqual(['old', id(0), id(2), id(3), id(4)]);
	expect(hints).toEqual([]);
});

test('after a failure not caused by the position, the file is not retried without the position', async () => {
	const google = albumOf(['old']);
	google.codes.set('token 1', [13]);
	let anchored = 0;
	const { made } = await create(google, 3, (request) => {
		if (isSearch(request) || !isAnchored(request)) return;
		anchored++;
		throw googleSays(400, 'The album has reached the maximum number of media items.');
	});
	expect(made).toEqual([true, false, true]);
	expect(anchored).toBe(1);
	expect(google.calls).toHaveLength(2);
});

test('in an album of 12,000 the position before the first file is searched once, in 30 pages at most', async () => {
	const google = albumOf(Array.from({ length: 12_000 }, (_, number) => `old ${number}`));
	for (const number of [0, 1, 2, 3]) google.codes.set(`token ${number}`, Array.from({ length: number + 1 }, () => 13));
	let searches = 0;
	const { hints, made } = await create(google, 50, (request) => void (isSearch(request) && searches++));
	expect(made).toEqual(Array(50).fill(true));
	expect(searches).toBe(30);
	expect(new Set(hints)).toEqual(new Set([AT_THE_END]));
});

test('in an album of 2,000 the position is searched once for all files that need a retry', async () => {
	const old = Array.from({ length: 2000 }, (_, number) => `old ${number}`);
	const google = albumOf(old);
	for (const number of [0, 1, 2, 3]) google.codes.set(`token ${number}`, Array.from({ length: 4 - number }, () => 13));
	let searches = 0;
	const { hints } = await create(google, 50, (request) => void (isSearch(request) && searches++));
	expect(google.entriesOf()).toEqual([...old, ...Array.from({ length: 50 }, (_, number) => id(number))]);
	expect(searches).toBeLessThanOrEqual(21);
	expect(hints).toEqual([]);
});

test('if Google rejects the position found in the album, the files are still created, with a hint', async () => {
	const google = albumOf(['old']);
	google.codes.set('token 0', [13]);
	const { hints, made } = await create(google, 2, (request) => {
		if (!isSearch(request) && isAnchored(request)) throw googleSays(400, 'Request contains an invalid argument.');
	});
	expect(made).toEqual([true, true]);
	expect(hints).toEqual([NOT_IN_ORDER]);
});
