/** Create calls that Google rejects as a whole, without saying for which file. */
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import { UploadBreaker } from '../../../nodes/GooglePhotos/uploads/circuitBreaker';
import { CreateQueue } from '../../../nodes/GooglePhotos/uploads/createQueue';
import type { Source, UploadedFile } from '../../../nodes/GooglePhotos/uploads/types';
import { fakeRun } from '../support/caller';
import { FakeGoogle, rejecting } from '../support/google';
import { failed, sentFile } from '../support/sentFiles';
import { MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const BAD_TOKEN = 'Request must contain a valid upload token.';
const INVALID = 'Request contains an invalid argument.';
const FULL = 'The album has reached the maximum number of media items.';

async function create(
	google: FakeGoogle,
	files: Array<UploadedFile<Source>>,
	sendAgain?: (file: UploadedFile) => Promise<void>,
) {
	const run = fakeRun(google.caller());
	const ending = new UploadBreaker(run);
	const creation = new CreateQueue<Source>(run, ending, { maximumWait: 15 * MINUTE, sendAgain });
	for (const file of files) creation.add(file);
	const results = await time.clock.until(creation.finish());
	const outcomes = files.map(({ source }) => {
		const result = results.get(source);
		return result && 'error' in result ? failureOf(result.error)?.kind : 'made';
	});
	return { outcomes, ending, errors: files.map(({ source }) => (results.get(source) as { error?: Error }).error) };
}

const album = (id: string) => ({ id, title: id });
const files = (count: number, more: Partial<Source> = { album: album('a') }) =>
	Array.from({ length: count }, (_, number) => sentFile(number, more));

/** Gives a file a new upload token, as sending its bytes again does. */
const renewed: string[] = [];
async function sendAgain(file: UploadedFile): Promise<void> {
	renewed.push(file.uploadToken);
	file.uploadToken = `new ${file.uploadToken}`;
}
beforeEach(() => renewed.splice(0));

describe('a rejected upload token', () => {
	test.each([0, 7, 49])('of file %i is found, its bytes are sent again once, and files stay in input order', async (bad) => {
		const google = new FakeGoogle();
		google.fault = rejecting((tokens) => (tokens.includes(`token ${bad}`) ? BAD_TOKEN : undefined));
		const { outcomes } = await create(google, files(50), sendAgain);
		expect(new Set(outcomes)).toEqual(new Set(['made']));
		expect(renewed).toEqual([`token ${bad}`]);
		expect(google.calls.length).toBeLessThanOrEqual(16);
		const numbers = google.entriesOf('a').map((entry) => Number(/\d+$/.exec(entry)?.[0]));
		expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
	});

	test('of every file of a batch does not cost one call per file', async () => {
		const google = new FakeGoogle();
		google.fault = rejecting((tokens) => (tokens.some((token) => token.startsWith('token')) ? BAD_TOKEN : undefined));
		const { outcomes } = await create(google, files(50), sendAgain);
		expect(new Set(outcomes)).toEqual(new Set(['made']));
		expect(renewed).toHaveLength(50);
		expect(google.calls.length).toBeLessThanOrEqual(16);
	});

	test('in the result of a single file also has the bytes sent again', async () => {
		const google = new FakeGoogle();
		const { create: createOne } = google;
		google.create = (token) => (token === 'token 1' ? failed(token, 3, BAD_TOKEN) : createOne(token));
		expect((await create(google, files(3), sendAgain)).outcomes).toEqual(['made', 'made', 'made']);
		expect(renewed).toEqual(['token 1']);
	});

	test('is an error of its file if the new token is rejected as well', async () => {
		const google = new FakeGoogle();
		google.fault = rejecting((tokens) => (tokens.some((token) => token.endsWith('token 1')) ? BAD_TOKEN : undefined));
		const { outcomes } = await create(google, files(3), sendAgain);
		expect(outcomes).toEqual(['made', 'uploadTokenRefused', 'made']);
		expect(renewed).toEqual(['token 1']);
	});

	test('of 5 among 10 files, without bytes to send again, does not fail the other 5', async () => {
		const google = new FakeGoogle();
		const bad = ['token 0', 'token 1', 'token 2', 'token 3', 'token 9'];
		google.fault = rejecting((tokens) => (tokens.some((token) => bad.includes(token)) ? BAD_TOKEN : undefined));
		const { outcomes } = await create(google, files(10));
		expect(outcomes.map((outcome, number) => bad.includes(`token ${number}`) === (outcome !== 'made'))).toEqual(
			Array(10).fill(true),
		);
	});

	test('gives the error of sending the bytes again if that fails', async () => {
		const google = new FakeGoogle();
		google.fault = rejecting((tokens) => (tokens.includes('token 0') ? BAD_TOKEN : undefined));
		const { errors } = await create(google, files(2), async () => await Promise.reject(new Error('gone')));
		expect(errors[0]?.message).toBe('gone');
		expect(errors[1]).toBeUndefined();
	});
});

test('one file that Google rejects does not fail the other 49 of its batch', async () => {
	const google = new FakeGoogle();
	google.fault = rejecting((tokens) => (tokens.includes('token 3') ? INVALID : undefined));
	const { outcomes } = await create(google, files(50));
	expect(outcomes.map((outcome) => outcome === 'made')).toEqual(files(50).map((_, number) => number !== 3));
});

test('several rejected files do not fail the other files, once Google has accepted one', async () => {
	const google = new FakeGoogle();
	const bad = ['token 1', 'token 2', 'token 3', 'token 5'];
	google.fault = rejecting((tokens) => (tokens.some((token) => bad.includes(token)) ? INVALID : undefined));
	const { outcomes } = await create(google, files(8));
	expect(outcomes).toEqual(['made', 'invalid', 'invalid', 'invalid', 'made', 'invalid', 'made', 'made']);
});

test('after three files rejected alone and none accepted, the rest is not sent one by one', async () => {
	const google = new FakeGoogle();
	google.fault = rejecting(() => INVALID);
	await create(google, files(6));
	expect(google.calls.map(({ length }) => length)).toEqual([6, 3, 2, 1, 1, 1, 3]);
});

test('no call is sent after a fatal error (storage full) during the search for the rejected file', async () => {
	const google = new FakeGoogle();
	google.fault = rejecting((tokens) => (tokens.length === 4 ? INVALID : 'The remaining storage is not enough.'));
	const { outcomes, errors } = await create(google, files(4));
	expect(google.calls.map(({ length }) => length)).toEqual([4, 2]);
	expect(outcomes).toEqual(Array(4).fill('storageFull'));
	expect(errors.map((error) => error?.message)).toEqual([
		'The storage of the Google account is full: file "0.jpg" in field "data" [item 0]. Free up space at one.google.com/storage or buy more, then run the rest.',
		'The storage of the Google account is full: file "1.jpg" in field "data" [item 1]. Free up space at one.google.com/storage or buy more, then run the rest.',
		'Not sent: The storage of the Google account is full: file "2.jpg" in field "data" [item 2]. Free up space at one.google.com/storage or buy more, then run the rest.',
		'Not sent: The storage of the Google account is full: file "3.jpg" in field "data" [item 3]. Free up space at one.google.com/storage or buy more, then run the rest.',
	]);
});

test('a full album gets no further calls, and files for another album are still created', async () => {
	const google = new FakeGoogle();
	google.fault = rejecting((_tokens, { albumId }) => (albumId === 'a' ? FULL : undefined));
	const both = [
		...files(50),
		...Array.from({ length: 120 }, (_, number) => sentFile(100 + number, { album: album(number < 60 ? 'a' : 'b') })),
	];
	const { outcomes, ending, errors } = await create(google, both);
	expect(outcomes.slice(0, 110)).toEqual(Array(110).fill('albumFull'));
	expect(outcomes.slice(110)).toEqual(Array(60).fill('made'));
	expect(google.creates.filter(({ albumId }) => albumId === 'a')).toHaveLength(1);
	expect(errors[109]?.message).toMatch(/^Not sent: The album is full.*\[item 159\]\. ./);
	expect(() => ending.assertOpen(sentFile(7, { album: album('a') }).source)).toThrow(/Not sent: The album is full/);
	expect(() => ending.assertOpen(sentFile(7, { album: album('b') }).source)).not.toThrow();
});

test('an album that rejects everything without a reason gets at most 16 calls for 150 files', async () => {
	const google = new FakeGoogle();
	google.fault = rejecting(() => INVALID);
	const { outcomes } = await create(google, files(150));
	expect(outcomes).toEqual(Array(150).fill('invalid'));
	expect(google.calls.length).toBeLessThanOrEqual(16);
});
