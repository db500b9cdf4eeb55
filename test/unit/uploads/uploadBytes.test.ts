/** Operation Upload Bytes Only: files in, upload tokens out. */
import type { INodeExecutionData } from 'n8n-workflow';
import { errorText } from '../../support/errorText';
import { inMemory, newCredentialId, picture, READ } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { FakeGoogle } from '../support/google';
import { photo, photos, runOver, summary } from '../support/runs';
import type { RunOptions } from '../support/runs';
import { sha256 } from '../support/storedFiles';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { uploadBytesOnly } from '../support/operations';

const time = useVirtualClock();
const oneAtATime = { options: { parallelUploads: 1 } };
const STORAGE = 'The storage of the Google account is full';
const FREE_UP = 'Free up space at one.google.com/storage or buy more, then run the rest.';
const full = () => googleSays(400, 'The remaining storage is not enough.');
const bad = () => googleSays(400, 'Request contains an invalid argument.');

function upload(account: FakeGoogle, items: INodeExecutionData[], options: RunOptions = {}) {
	return time.clock.until(uploadBytesOnly(runOver(account, items, options)));
}

test('without input items the output is empty, and no permission is required', async () => {
	expect(await upload(new FakeGoogle(), [], { scope: READ })).toEqual([]);
});

test('each file gets an upload token that is valid for a day, and nothing is created', async () => {
	const account = new FakeGoogle();
	account.takes = () => 5 * SECOND;
	const outputs = await upload(account, [photo('sea'), { json: {}, binary: { data: inMemory(picture('hut'), undefined, 'image/png') } }]);
	expect(outputs).toStrictEqual([
		{
			json: {
				uploadToken: 'token-of-sea',
				fileName: 'sea.jpg',
				mimeType: 'image/jpeg',
				size: 6,
				sha256: sha256(picture('sea')),
				expiresAt: '2026-07-02T00:00:05.000Z',
			},
			pairedItem: { item: 0 },
		},
		{
			json: {
				uploadToken: 'token-of-hut',
				fileName: null,
				mimeType: 'image/jpeg',
				size: 6,
				sha256: sha256(picture('hut')),
				expiresAt: '2026-07-02T00:00:05.000Z',
			},
			pairedItem: { item: 1 },
		},
	]);
	expect(account.asked).toEqual(['send sea', 'send hut']);
});

test('a missing upload permission is thrown before any file is read, even under Continue On Fail', async () => {
	const account = new FakeGoogle();
	const error = await errorOf(upload(account, [{ json: {} }], { scope: READ }));
	expect(errorText(error)).toBe(
		'The credential lacks a permission that this operation needs. Reconnect the credential, and tick every box on Google\'s page. | Open it in n8n and sign in with Google again. Needed: "photoslibrary.appendonly" (add photos and albums). Nothing was sent.',
	);
	expect(account.asked).toEqual([]);
});

test('an item without a file is an error or passes through, at its place in the output', async () => {
	const items = [photo('sea'), { json: { name: 'no file' } }, photo('hut')];
	const indexOf = (position: number) => position + 10;
	const asError = await upload(new FakeGoogle(), items, { indexOf });
	expect(summary(asError)).toEqual(['token-of-sea', 'The item has no file to upload [item 11]. Add a node before this one that returns a photo or video as a file, or set \'Items Without Files\' to \'Pass Through\'.', 'token-of-hut']);
	expect(asError.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 10 }, { item: 11 }, { item: 12 }]);
	const parameters = { options: { itemsWithoutFiles: 'passThrough' } };
	const [one, passed, two] = await upload(new FakeGoogle(), items, { indexOf, parameters });
	expect(passed).toStrictEqual({ json: { name: 'no file' }, pairedItem: { item: 11 } });
	expect(summary([one, two])).toEqual(['token-of-sea', 'token-of-hut']);
});

test.each([
	[{}, 5],
	[{ parallelUploads: 2 }, 2],
])('with the options %j, %i files are sent at once', async (options, most) => {
	const account = new FakeGoogle();
	account.takes = () => SECOND;
	await upload(account, photos('a', 'b', 'c', 'd', 'e', 'f', 'g'), { parameters: { options } });
	expect(account.mostOpen).toBe(most);
});

test("throttled requests are retried until Maximum Wait ends", async () => {
	const account = new FakeGoogle();
	account.fault = () => googleSays(429, 'Quota exceeded');
	const outputs = await upload(account, photos('sea'), { parameters: { options: { maximumWait: 2 } } });
	expect(summary(outputs)).toEqual([
		'Google Photos is receiving too many requests for this account: file "sea.jpg" in field "data" [item 0]. Run the rest later.',
	]);
	expect(time.clock.elapsed).toBe(2 * MINUTE);
});

test('under Continue On Fail a rejected file fails alone', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what === 'send hut' ? bad() : undefined);
	const outputs = await upload(account, photos('sea', 'hut', 'bay'), { parameters: oneAtATime });
	expect(summary(outputs)).toEqual([
		'token-of-sea',
		'Google Photos did not accept the request: file "hut.jpg" in field "data" [item 1]. Google says: Request contains an invalid argument.',
		'token-of-bay',
	]);
	expect(outputs[1]).toMatchObject({ json: {}, pairedItem: { item: 1 } });
});

test('a fatal error (storage full) ends the execution: the remaining files are not sent', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what === 'send hut' ? full() : undefined);
	const outputs = await upload(account, photos('sea', 'hut', 'bay', 'dog'), { parameters: oneAtATime });
	expect(summary(outputs)).toEqual([
		'token-of-sea',
		`${STORAGE}: file "hut.jpg" in field "data" [item 1]. ${FREE_UP}`,
		`Not sent: ${STORAGE}: file "bay.jpg" in field "data" [item 2]. ${FREE_UP}`,
		`Not sent: ${STORAGE}: file "dog.jpg" in field "data" [item 3]. ${FREE_UP}`,
	]);
	expect(account.asked).toEqual(['send sea', 'send hut']);
});

test('without Continue On Fail the first failure is thrown, and nothing more is sent', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what === 'send hut' ? bad() : undefined);
	const error = await errorOf(upload(account, photos('sea', 'hut', 'bay'), { parameters: oneAtATime, continueOnFail: false }));
	expect(error.message).toBe('Google Photos did not accept the request: file "hut.jpg" in field "data" [item 1]. Google says: Request contains an invalid argument.');
	expect(account.asked).toEqual(['send sea', 'send hut']);
});

test('without Continue On Fail all files are output if none failed', async () => {
	const outputs = await upload(new FakeGoogle(), photos('sea', 'hut'), { continueOnFail: false });
	expect(summary(outputs)).toEqual(['token-of-sea', 'token-of-hut']);
});

test('without Continue On Fail, a cancellation while a file waits for a slot is thrown', async () => {
	const account = new FakeGoogle();
	account.takes = () => MINUTE;
	const credentialId = newCredentialId();
	const controller = new AbortController();
	const other = uploadBytesOnly(runOver(account, photos('a', 'b', 'c', 'd', 'e'), { credentialId }));
	await time.clock.pass(SECOND);
	void time.clock.delay(SECOND).then(() => controller.abort());
	const options = { credentialId, signal: controller.signal, continueOnFail: false };
	const error = await errorOf(upload(account, photos('sea'), options));
	expect(error.message).toBe('The execution was cancelled: file "sea.jpg" in field "data" [item 0]. Nothing more was sent.');
	expect(summary(await time.clock.until(other))).toHaveLength(5);
	expect(account.asked).not.toContain('send sea');
});

test('without Continue On Fail the first failed file gives the error, even if a later one failed earlier', async () => {
	const account = new FakeGoogle();
	account.takes = (what) => (what === 'send sea' ? 5 * MINUTE : 0);
	account.fault = ({ what }) => (/sea|hut/.test(what) ? bad() : undefined);
	const error = await errorOf(upload(account, photos('dog', 'sea', 'hut'), { continueOnFail: false }));
	expect(error.message).toMatch(/file "sea\.jpg" in field "data" \[item 1\]\. ./);
});

test('an item that passes through keeps its JSON and loses the error of an earlier node', async () => {
	const failed = { json: { rowId: 7 }, error: new Error('before') as never };
	const outputs = await upload(new FakeGoogle(), [failed, photo('sea')], { parameters: { options: { itemsWithoutFiles: 'passThrough' } } });
	expect(outputs[0]).toEqual({ json: { rowId: 7 }, pairedItem: { item: 0 } });
});
