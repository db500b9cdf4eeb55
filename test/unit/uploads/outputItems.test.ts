import type { INodeExecutionData } from 'n8n-workflow';
import { apiError } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { UploadBreaker } from '../../../nodes/GooglePhotos/uploads/circuitBreaker';
import type { Entry } from '../../../nodes/GooglePhotos/uploads/collectFiles';
import { CreateQueue } from '../../../nodes/GooglePhotos/uploads/createQueue';
import { uploadOptions } from '../../../nodes/GooglePhotos/uploads/readOptions';
import { uploadOutputs } from '../../../nodes/GooglePhotos/uploads/output';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { errorText } from '../../support/errorText';
import { node } from '../support/caller';
import { FakeGoogle } from '../support/google';
import { photo, runOver, summary } from '../support/runs';
import { sentFile } from '../support/sentFiles';
import { errorOf, MINUTE, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const cancelled = () => apiError(node(), { kind: 'cancelled', message: '', outcomeUnknown: false });
const noPhoto = () => apiError(node(), { kind: 'unsupportedFile', message: '', outcomeUnknown: false }, { item: 1 });

/** Runs the last step of an upload for these entries. Bytes are sent already; files in `failing` could not be sent. */
async function last(run: OperationContext, entries: Entry[], failing = new Map<Source, Error>()): Promise<INodeExecutionData[]> {
	const ending = new UploadBreaker(run);
	const creation = new CreateQueue<Source>(run, ending, { maximumWait: 15 * MINUTE });
	for (const entry of entries) {
		if (!('source' in entry)) continue;
		const error = failing.get(entry.source);
		if (error) creation.fail(entry.source, error);
		else creation.add({ source: entry.source, uploadToken: `token-${entry.source.item}` });
	}
	const options = uploadOptions(run);
	return await time.clock.until(
		uploadOutputs(run, entries, creation, ending, options, ({ mediaItem }, { verified, videoStatus }) => ({
			id: mediaItem.id,
			verified,
			...(videoStatus !== undefined && { videoStatus }),
		})),
	);
}

const entry = (position: number): Entry & { source: Source } => ({ position, source: sentFile(position).source });
const video = (id: string, status: string) => ({ id, mediaMetadata: { video: { status } } });
const looking = { options: { verify: true } };

test('each entry gets one output item, in input order and paired with its input item', async () => {
	const account = new FakeGoogle();
	const items = [photo('sea'), photo('hut'), photo('bay'), photo('dog')];
	const run = runOver(account, items, { indexOf: (position) => position + 10 });
	const error = noPhoto();
	const outputs = await last(run, [entry(0), { position: 1, error }, { position: 2, passThrough: true }, entry(3)]);
	expect(outputs).toStrictEqual([
		{ json: { id: 'item of token-0', verified: null }, pairedItem: { item: 10 } },
		{ json: {}, error, pairedItem: { item: 11 } },
		{ ...items[2], pairedItem: { item: 12 } },
		{ json: { id: 'item of token-3', verified: null }, pairedItem: { item: 13 } },
	]);
	expect(account.asked).toEqual(['create token-0,token-3']);
});

test('a failed file outputs its error and is not verified', async () => {
	const account = new FakeGoogle();
	const [one, two] = [entry(0), entry(1)];
	const error = noPhoto();
	const outputs = await last(runOver(account, [photo('sea'), photo('hut')], { parameters: looking }), [one, two], new Map([[two.source, error]]));
	expect(outputs).toStrictEqual([
		{ json: { id: 'item of token-0', verified: true }, pairedItem: { item: 0 } },
		{ json: {}, error, pairedItem: { item: 1 } },
	]);
	expect(account.asked).toEqual(['create token-0', 'look item of token-0']);
});

test.each([true, false])('with Continue On Fail %p, created media items are verified if the user wants that', async (continueOnFail) => {
	const account = new FakeGoogle();
	account.create = (uploadToken) => ({ uploadToken, mediaItem: video('a', 'PROCESSING') });
	account.show = (id) => ({ mediaItem: video(id, 'READY') });
	const parameters = { options: { verify: true, waitForVideos: 1 } };
	const outputs = await last(runOver(account, [photo('sea')], { parameters, continueOnFail }), [entry(0)]);
	expect(outputs[0].json).toEqual({ id: 'a', verified: true, videoStatus: 'READY' });
});

test('under Continue On Fail, what ends the execution is an error of its file; others are "Not sent"', async () => {
	const account = new FakeGoogle();
	const [one, two] = [entry(0), entry(1)];
	const run = runOver(account, [photo('sea'), photo('hut')], { parameters: looking });
	const outputs = await last(run, [one, two], new Map([[two.source, cancelled()]]));
	expect(summary(outputs)).toEqual([
		'Not sent: The execution was cancelled: file "0.jpg" in field "data" [item 0]. Nothing more was sent.',
		'The execution was cancelled. Nothing more was sent.',
	]);
});

test('media items created before the execution ended are still verified', async () => {
	const account = new FakeGoogle();
	account.create = (uploadToken) => (uploadToken === 'token-1' ? { uploadToken, status: { code: 16, message: 'Signed out' } } : { uploadToken, mediaItem: { id: 'a' } });
	const run = runOver(account, [photo('sea'), photo('hut')], { parameters: looking });
	const outputs = await last(run, [entry(0), entry(1)]);
	expect(outputs[0].json).toEqual({ id: 'a', verified: true });
	expect(summary(outputs)[1]).toBe('Google did not accept the access token of this credential: file "1.jpg" in field "data" [item 1]. Reconnect the credential.');
});

test('without Continue On Fail the first failure is thrown with the created files; nothing is verified', async () => {
	const account = new FakeGoogle();
	account.create = (uploadToken) => ({ uploadToken, mediaItem: video(`item of ${uploadToken}`, 'PROCESSING') });
	const [one, two, three] = [entry(0), entry(1), entry(2)];
	const parameters = { options: { verify: true, waitForVideos: 60 } };
	const run = runOver(account, [photo('sea'), photo('hut'), photo('bay'), { json: {} }], { parameters, continueOnFail: false });
	const error = await errorOf(last(run, [one, two, three, { position: 3, passThrough: true }], new Map([[two.source, noPhoto()]])));
	expect(errorText(error)).toBe(
		'Google Photos could not create a photo or video from the file [item 1]. Open it on your computer, or convert it to JPEG or MP4. | It is damaged, or in a format that Google Photos does not support. In the library from this run: 0.jpg, 2.jpg. Running it again creates no second copies.',
	);
	expect(account.asked).toEqual(['create token-0,token-2']);
});
