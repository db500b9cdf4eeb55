/** Operation Create From Upload Tokens: creates media items from upload tokens. */
import type { IDataObject } from 'n8n-workflow';
import { errorText } from '../../support/errorText';
import { APPEND } from '../support/caller';
import { googleSays } from '../support/httpErrors';
import { albumsOf, FakeGoogle } from '../support/google';
import { runOver, summary } from '../support/runs';
import type { RunOptions } from '../support/runs';
import { failed } from '../support/sentFiles';
import { errorOf, MINUTE, useVirtualClock } from '../support/virtualClock';
import { createFromUploadTokens } from '../support/operations';

const time = useVirtualClock();

/** Runs the operation. `values` are the parameters of each input item. */
function create(account: FakeGoogle, values: IDataObject[], options: RunOptions = {}) {
	const run = runOver(account, values.map((json) => ({ json })), options);
	return time.clock.until(createFromUploadTokens(run));
}

const tokens = (count: number) => Array.from({ length: count }, (_, number) => ({ uploadToken: `t${number}` }));
const NO_TOKEN = 'The item has no upload token';
const MAP_IT = "Map the 'uploadToken' that 'Upload Bytes Only' returned for the file.";

test('without input items nothing is sent, and no permission is required', async () => {
	const account = new FakeGoogle();
	expect(await create(account, [], { scope: APPEND, parameters: { options: { verify: true } } })).toEqual([]);
	expect(account.asked).toEqual([]);
});

test('each upload token becomes a media item with the file name, description and album of its input item', async () => {
	const account = new FakeGoogle(albumsOf('x'));
	const outputs = await create(account, [
		{ uploadToken: 't0', fileName: 'sea.jpg', description: 'At the sea', album: 'x' },
		{ uploadToken: ' t1 \n', album: { mode: 'id', value: 'x' } },
	]);
	expect(account.asked).toEqual(['get album x', 'create t0,t1']);
	expect(account.requests[1].body).toEqual({
		albumId: 'x',
		newMediaItems: [
			{ description: 'At the sea', simpleMediaItem: { uploadToken: 't0', fileName: 'sea.jpg' } },
			{ simpleMediaItem: { uploadToken: 't1' } },
		],
	});
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(outputs[0].json).toStrictEqual({
		id: 'item of t0',
		productUrl: null,
		filename: 'sea.jpg',
		mimeType: null,
		albumId: 'x',
		albumTitle: 'Title of x',
		alreadyInLibrary: null,
		verified: null,
	});
});

test('without Simplify, the output has all fields, and the media item as Google sent it', async () => {
	const account = new FakeGoogle(albumsOf('x'));
	const item = { uploadToken: 't0', fileName: 'sea.jpg', description: 'At the sea', album: 'x', simplify: false };
	const [{ json }] = await create(account, [item]);
	expect(json).toStrictEqual({
		id: 'item of t0',
		productUrl: null,
		filename: 'sea.jpg',
		mimeType: null,
		description: 'At the sea',
		creationTime: null,
		width: null,
		height: null,
		albumId: 'x',
		albumTitle: 'Title of x',
		albumUrl: 'https://photos.google.com/lr/album/x',
		alreadyInLibrary: null,
		verified: null,
		mediaItem: { id: 'item of t0' },
	});
});

test('one call creates 50 media items, and the output is in input order', async () => {
	const account = new FakeGoogle();
	const outputs = await create(account, tokens(120));
	expect(account.askedTo('create').map((asked) => asked.split(',').length)).toEqual([50, 50, 20]);
	expect(summary(outputs)).toEqual(tokens(120).map(({ uploadToken }) => `item of ${uploadToken}`));
});

test('an upload token of digits may be a number', async () => {
	const account = new FakeGoogle();
	await create(account, [{ uploadToken: 1234 }]);
	expect(account.asked).toEqual(['create 1234']);
});

test.each([[''], [' \t'], [null], [undefined]])('the upload token %p is an error of its item', async (uploadToken) => {
	const account = new FakeGoogle();
	const [{ json, error, pairedItem }, other] = await create(account, [{ uploadToken }, { uploadToken: 't1' }], {
		indexOf: (position) => position + 10,
	});
	expect(json).toEqual({});
	expect(pairedItem).toEqual({ item: 10 });
	expect(errorText(error as Error)).toBe(
		`${NO_TOKEN} [item 10]. ${MAP_IT} | Parameter: 'Upload Token'.`,
	);
	expect(other).toMatchObject({ json: { id: 'item of t1' }, pairedItem: { item: 11 } });
});

test('an expression for the upload token that evaluates to null is an error', async () => {
	const account = new FakeGoogle();
	const run = runOver(account, [{ json: {} }]);
	const nothing = { ...run, parameter: <T>(name: string, _position: number, fallback: T) => (name === 'uploadToken' ? (null as T) : fallback) };
	expect(summary(await time.clock.until(createFromUploadTokens(nothing)))).toEqual([`${NO_TOKEN} [item 0]. ${MAP_IT}`]);
});

test('without Continue On Fail a missing upload token ends the execution before anything is created', async () => {
	const account = new FakeGoogle();
	const error = await time.clock.until(errorOf(create(account, [{ uploadToken: 't0' }, {}], { continueOnFail: false })));
	expect(error.message).toBe(`${NO_TOKEN} [item 1]. ${MAP_IT}`);
	expect(account.asked).toEqual([]);
});

test('a file name that is too long for Google is an error of its input item', async () => {
	const outputs = await create(new FakeGoogle(), [{ uploadToken: 't0', fileName: 'x'.repeat(256) }, { uploadToken: 't1' }]);
	expect(summary(outputs)).toEqual(['The file name is longer than 255 characters [item 0]. Enter a shorter one.', 'item of t1']);
});

test('a missing read permission ends the execution before anything is sent, even with Continue On Fail', async () => {
	const account = new FakeGoogle();
	const error = await errorOf(create(account, tokens(1), { scope: APPEND, parameters: { options: { verify: true } } }));
	expect(errorText(error)).toMatch(/^The credential lacks a permission that this operation needs\. .*\| .* Parameter: 'Verify After Upload'\./);
	expect(account.asked).toEqual([]);
});

test('with Verify After Upload the media items are read after they are created', async () => {
	const account = new FakeGoogle();
	const [{ json }] = await create(account, tokens(1), { parameters: { options: { verify: true } } });
	expect(json).toMatchObject({ id: 'item of t0', verified: true });
	expect(account.asked).toEqual(['create t0', 'look item of t0']);
});

test('a rejected upload token is an error of its input item: the bytes are not there to be sent again', async () => {
	const account = new FakeGoogle();
	account.create = (token) => (token === 't1' ? failed(token, 3, 'Request must contain a valid upload token.') : { mediaItem: { id: 'a' } });
	const outputs = await create(account, [{ uploadToken: 't0' }, { uploadToken: 't1', fileName: 'sea.jpg' }]);
	expect(outputs[0].json.id).toBe('a');
	expect(errorText(outputs[1].error as Error)).toBe(
		'Google Photos did not accept the uploaded bytes: file "sea.jpg" [item 1]. Upload the file again. | The upload token is wrong, or older than a day. Google says: Request must contain a valid upload token.',
	);
	expect(account.asked).toEqual(['create t0,t1']);
});

test('without Continue On Fail the error names the media items that were created nevertheless', async () => {
	const account = new FakeGoogle();
	account.create = (token) => (token === 't1' ? failed(token, 3, 'Bad') : { mediaItem: { id: 'a' } });
	const error = await errorOf(create(account, tokens(2), { continueOnFail: false }));
	expect(error.message).toBe('Google Photos could not create a photo or video from the file [item 1]. Upload the file again: the upload token is wrong, or older than a day.');
	expect(error.description).toMatch(/ In the library from this run: a\. Running it again creates no second copies\.$/);
});

test('after a fatal error the next batch is not sent', async () => {
	const account = new FakeGoogle();
	account.fault = () => googleSays(400, 'The remaining storage is not enough.');
	const outputs = await create(account, tokens(60));
	expect(account.askedTo('create')).toHaveLength(1);
	expect(summary(outputs)[49]).toBe('The storage of the Google account is full [item 49]. Free up space at one.google.com/storage or buy more, then run the rest.');
	expect(summary(outputs)[50]).toBe('Not sent: The storage of the Google account is full [item 50]. Free up space at one.google.com/storage or buy more, then run the rest.');
});

test('a throttled create call is retried until Maximum Wait ends', async () => {
	const account = new FakeGoogle();
	account.fault = () => googleSays(429, 'Quota exceeded');
	const outputs = await create(account, tokens(1), { parameters: { options: { maximumWait: 2 } } });
	expect(summary(outputs)).toEqual(['Google Photos is receiving too many requests for this account [item 0]. Run the rest later.']);
	expect(time.clock.elapsed).toBe(2 * MINUTE);
});
