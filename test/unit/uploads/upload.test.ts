/** Operation Upload: files in, media items out. */
import type { INodeExecutionData } from 'n8n-workflow';
import { errorText } from '../../support/errorText';
import { APPEND, picture } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { albumsOf, FakeGoogle } from '../support/google';
import { photo, photos, runOver, summary } from '../support/runs';
import type { RunOptions } from '../support/runs';
import { failed, success } from '../support/sentFiles';
import { sha256 } from '../support/storedFiles';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { uploadFiles } from '../support/operations';

const time = useVirtualClock();
const oneAtATime = { options: { parallelUploads: 1 } };
const STORAGE = 'The storage of the Google account is full';
const FREE_UP = 'Free up space at one.google.com/storage or buy more, then run the rest.';
const full = () => googleSays(400, 'The remaining storage is not enough.');
const bad = () => googleSays(400, 'Request contains an invalid argument.');
const oldToken = (token: string) => failed(token, 3, 'Request must contain a valid upload token.');

function upload(account: FakeGoogle, items: INodeExecutionData[], options: RunOptions = {}) {
	return time.clock.until(uploadFiles(runOver(account, items, options)));
}

test('without input items the output is empty, and no permission is required', async () => {
	const parameters = { options: { verify: true } };
	expect(await upload(new FakeGoogle(), [], { scope: APPEND, parameters })).toEqual([]);
});

test('a file becomes a media item, and its output has the 10 most useful fields', async () => {
	const account = new FakeGoogle(albumsOf('x'));
	const outputs = await upload(account, [photo('sea', { album: 'x', description: 'At the sea' })]);
	expect(account.asked).toEqual(['get album x', 'send sea', 'create token-of-sea']);
	expect(outputs).toStrictEqual([
		{
			json: {
				id: 'item of token-of-sea',
				productUrl: null,
				filename: 'sea.jpg',
				mimeType: 'image/jpeg',
				albumId: 'x',
				albumTitle: 'Title of x',
				alreadyInLibrary: null,
				verified: null,
				sourceFileName: 'sea.jpg',
				sha256: sha256(picture('sea')),
			},
			pairedItem: { item: 0 },
		},
	]);
});

test('without Simplify, the output has all fields of the media item and of the file, and the media item as Google sent it', async () => {
	const account = new FakeGoogle(albumsOf('x'));
	const outputs = await upload(account, [photo('sea', { album: 'x', description: 'At the sea', simplify: false })]);
	expect(account.asked).toEqual(['get album x', 'send sea', 'create token-of-sea']);
	expect(outputs).toStrictEqual([
		{
			json: {
				id: 'item of token-of-sea',
				productUrl: null,
				filename: 'sea.jpg',
				mimeType: 'image/jpeg',
				description: 'At the sea',
				creationTime: null,
				width: null,
				height: null,
				albumId: 'x',
				albumTitle: 'Title of x',
				albumUrl: 'https://photos.google.com/lr/album/x',
				alreadyInLibrary: null,
				verified: null,
				sourceField: 'data',
				sourceFileName: 'sea.jpg',
				sourceSize: 6,
				sha256: sha256(picture('sea')),
				mediaItem: { id: 'item of token-of-sea' },
			},
			pairedItem: { item: 0 },
		},
	]);
});

test.each([true, false])('Simplify is read for each input item; one that is no boolean fails before its file is sent, with Continue On Fail %p', async (continueOnFail) => {
	const account = new FakeGoogle();
	const items = [photo('sea', { simplify: 'false' }), photo('hut', { simplify: 'some' }), photo('bay')];
	const running = upload(account, items, { continueOnFail });
	const refusal = /^'Simplify' is neither true nor false: "some" \[item 1\]/;
	if (!continueOnFail) {
		expect(errorText(await errorOf(running))).toMatch(refusal);
		expect(account.asked).toEqual([]);
		return;
	}
	const [all, refused, simplified] = await running;
	expect([Object.keys(all.json).length, Object.keys(simplified.json).length]).toEqual([18, 10]);
	expect(errorText(refused.error as Error)).toMatch(refusal);
	expect(account.askedTo('send')).toEqual(['sea', 'bay']);
});

test('bytes are sent in parallel, media items are created in input order', async () => {
	const account = new FakeGoogle();
	account.takes = (what) => ({ 'send sea': 3 * SECOND, 'send hut': SECOND, 'send bay': 2 * SECOND })[what] ?? 0;
	const outputs = await upload(account, photos('sea', 'hut', 'bay'));
	expect(account.mostOpen).toBe(3);
	expect(account.askedTo('create')).toEqual(['token-of-sea,token-of-hut,token-of-bay']);
	expect(summary(outputs)).toEqual(['sea', 'hut', 'bay'].map((name) => `item of token-of-${name}`));
	expect(time.clock.elapsed).toBe(3 * SECOND);
});

test('the first 50 files are created while later files are being sent', async () => {
	const account = new FakeGoogle();
	account.takes = (what) => (what.startsWith('send') ? SECOND : 0);
	await upload(account, photos(...Array.from({ length: 60 }, (_, number) => `p${number}`)));
	const first = account.asked.findIndex((what) => what.startsWith('create'));
	expect(account.asked.slice(first).some((what) => what.startsWith('send'))).toBe(true);
	expect(account.askedTo('create').map((asked) => asked.split(',').length)).toEqual([50, 10]);
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

test('an item without a file and an invalid album are errors at their places in the output', async () => {
	const account = new FakeGoogle();
	const items = [photo('sea'), { json: {} }, photo('hut', { album: { mode: 'url', value: 'https://example.com/' } }), photo('bay')];
	const outputs = await upload(account, items, { indexOf: (position) => position + 10 });
	expect(summary(outputs)).toEqual([
		'item of token-of-sea',
		'The item has no file to upload [item 11]. Add a node before this one that returns a photo or video as a file, or set \'Items Without Files\' to \'Pass Through\'.',
		'\'Album\' is not a link to an album of this app: album "example.com" [item 12]. Choose the album \'From List\'.',
		'item of token-of-bay',
	]);
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([10, 11, 12, 13].map((item) => ({ item })));
	expect(account.asked).toEqual(['send sea', 'send bay', 'create token-of-sea,token-of-bay']);
});

test.each([true, false])('with Continue On Fail %p, an item without a file passes through if the user wants that', async (continueOnFail) => {
	const account = new FakeGoogle();
	const parameters = { options: { itemsWithoutFiles: 'passThrough' } };
	const items = [{ json: { name: 'no file' } }, photo('sea')];
	const [passed, { json }] = await upload(account, items, { parameters, continueOnFail });
	expect(passed).toStrictEqual({ json: { name: 'no file' }, pairedItem: { item: 0 } });
	expect(json.id).toBe('item of token-of-sea');
	expect(account.asked).toEqual(['send sea', 'create token-of-sea']);
});

test('a missing read permission is thrown before anything is sent, even under Continue On Fail', async () => {
	const account = new FakeGoogle();
	const parameters = { options: { waitForVideos: 5 } };
	const error = await errorOf(upload(account, photos('sea'), { scope: APPEND, parameters }));
	expect(errorText(error)).toMatch(/^The credential lacks a permission that this operation needs\. .*\| .* Parameter: 'Wait for Videos'\./);
	expect(account.asked).toEqual([]);
});

test('created media items are verified if the user wants that', async () => {
	const account = new FakeGoogle();
	const [{ json }] = await upload(account, photos('sea'), { parameters: { options: { verify: true } } });
	expect(json.verified).toBe(true);
	expect(account.askedTo('look')).toEqual(['item of token-of-sea']);
});

test('after a rejected upload token the bytes are sent again and created with the new token', async () => {
	const account = new FakeGoogle();
	account.token = (bytes) => `${account.asked.length > 3 ? 'new' : 'old'}-${bytes}`;
	account.create = (token) => (token === 'old-hut' ? oldToken(token) : success(token));
	const outputs = await upload(account, photos('sea', 'hut'));
	expect(account.asked).toEqual(['send sea', 'send hut', 'create old-sea,old-hut', 'send hut', 'create new-hut']);
	expect(summary(outputs)).toEqual(['item of old-sea', 'item of new-hut']);
});

test('under Continue On Fail a rejected file fails alone', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what === 'send hut' ? bad() : undefined);
	const outputs = await upload(account, photos('sea', 'hut', 'bay'), { parameters: oneAtATime });
	const refused = 'Google Photos did not accept the request: file "hut.jpg" in field "data" [item 1]. Google says: Request contains an invalid argument.';
	expect(summary(outputs)).toEqual(['item of token-of-sea', refused, 'item of token-of-bay']);
});

test('a fatal error (storage full) ends the execution: nothing more is sent or created', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what === 'send hut' ? full() : undefined);
	const outputs = await upload(account, photos('sea', 'hut', 'bay'), { parameters: oneAtATime });
	expect(account.asked).toEqual(['send sea', 'send hut']);
	expect(summary(outputs)).toEqual([
		`Not sent: ${STORAGE}: file "sea.jpg" in field "data" [item 0]. ${FREE_UP}`,
		`${STORAGE}: file "hut.jpg" in field "data" [item 1]. ${FREE_UP}`,
		`Not sent: ${STORAGE}: file "bay.jpg" in field "data" [item 2]. ${FREE_UP}`,
	]);
});

test('without Continue On Fail an error stops sending; sent files are created and named in the error', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what === 'send hut' ? bad() : undefined);
	const error = await errorOf(upload(account, photos('sea', 'hut', 'bay'), { parameters: oneAtATime, continueOnFail: false }));
	expect(error.message).toBe('Google Photos did not accept the request: file "hut.jpg" in field "data" [item 1]. Google says: Request contains an invalid argument.');
	expect(error.description).toMatch(/ In the library from this run: sea\.jpg\. Running it again creates no second copies\.$/);
	expect(account.asked).toEqual(['send sea', 'send hut', 'create token-of-sea']);
});

test.each(['send', 'create'])('without Continue On Fail the first failed file gives the error, even if a later one failed earlier (%s)', async (verb) => {
	const account = new FakeGoogle();
	account.takes = (what) => (what === 'send sea' ? 5 * MINUTE : 0);
	account.fault = ({ what }) => (what.startsWith(verb) && /sea|hut/.test(what) ? bad() : undefined);
	const error = await errorOf(upload(account, photos('dog', 'sea', 'hut'), { continueOnFail: false }));
	expect(error.message).toMatch(/file "sea\.jpg" in field "data" \[item 1\]\. ./);
	expect(error.description).toMatch(/In the library from this run: dog\.jpg/);
});

test.each(['send sea', 'create token-of-sea'])("a throttled request (%s) is retried until Maximum Wait ends", async (refused) => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (what === refused ? googleSays(429, 'Quota exceeded') : undefined);
	const outputs = await upload(account, photos('sea'), { parameters: { options: { maximumWait: 2 } } });
	expect(summary(outputs)).toEqual([
		'Google Photos is receiving too many requests for this account: file "sea.jpg" in field "data" [item 0]. Run the rest later.',
	]);
	expect(time.clock.elapsed).toBe(2 * MINUTE);
});
