/** Wait for Videos: waits until Google has processed the created videos. */
import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { verifyUploads } from '../../../nodes/GooglePhotos/uploads/verifyUploads';
import { googleSays } from '../support/httpErrors';
import { FakeGoogle } from '../support/google';
import { runOver } from '../support/runs';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const video = (id: string, status?: string): MediaItem => ({ id, mediaMetadata: { video: { ...(status && { status }) } } });
const photo = (id: string): MediaItem => ({ id, mediaMetadata: { photo: {} } });
const withoutMetadata = (id: string): MediaItem => ({ id, mimeType: 'video/mp4' });

/** After this many requests all videos are ready: endless polling then fails a test instead of hanging it. */
const TOO_MANY = 100;

/** Waits for videos. `statuses` has the status of each video at each check; the last one repeats. */
async function wait(
	made: MediaItem[],
	statuses: Record<string, string[]>,
	{ videoWait = HOUR, verify = false, account = new FakeGoogle() } = {},
) {
	const hints: string[] = [];
	const seen = new Map<string, number>();
	account.show = (id) => {
		const look = seen.get(id) ?? 0;
		seen.set(id, look + 1);
		const all = statuses[id] ?? [];
		const status = account.asked.length > TOO_MANY ? 'READY' : (all[look] ?? all.at(-1));
		if (status === 'gone') return { status: { code: 5, message: 'Not there' } };
		return { mediaItem: video(id, status) };
	};
	const start = time.clock.now();
	const run = runOver(account, [], { hint: (message) => hints.push(message) });
	const findings = await time.clock.until(verifyUploads(run, made, { verify, videoWait }));
	return { findings: Object.fromEntries(findings), hints, asked: account.asked, at: account.times.map((at) => (at - start) / SECOND) };
}

const STILL = (count: number) => `Videos that Google was still processing when 'Wait for Videos' ended: ${count}. They are in the library.`;
const FAILED = (count: number) => `Videos that Google could not process: ${count}. They are in the library, but may not play.`;

test('photos have no status and are not waited for', async () => {
	const { findings, asked, hints } = await wait([photo('a'), { id: 'b', mimeType: 'image/jpeg' }], {});
	expect(findings).toStrictEqual({ a: { verified: null, videoStatus: null }, b: { verified: null, videoStatus: null } });
	expect(asked).toEqual([]);
	expect(hints).toEqual([]);
});

test('videos that are ready or have failed are not requested', async () => {
	const { findings, asked, hints } = await wait([video('a', 'READY'), video('b', 'FAILED'), video('c', 'FAILED')], {});
	expect(findings).toStrictEqual({
		a: { verified: null, videoStatus: 'READY' },
		b: { verified: null, videoStatus: 'FAILED' },
		c: { verified: null, videoStatus: 'FAILED' },
	});
	expect(asked).toEqual([]);
	expect(hints).toEqual([FAILED(2)]);
});

test('videos are checked after 5 seconds, then at doubled intervals up to a minute, until the wait ends', async () => {
	const { findings, at, hints } = await wait([video('a', 'PROCESSING')], { a: ['PROCESSING'] }, { videoWait: 250 * SECOND });
	expect(at).toEqual([5, 15, 35, 75, 135, 195, 250]);
	expect(time.clock.elapsed).toBe(250 * SECOND);
	expect(findings.a).toStrictEqual({ verified: null, videoStatus: 'PROCESSING', mediaItem: video('a', 'PROCESSING') });
	expect(hints).toEqual([STILL(1)]);
});

test.each([
	[0, []],
	[3, [3]],
	[5, [5]],
	[15, [5, 15]],
	// one more second is not worth a request
	[16, [5, 15]],
	[17, [5, 15, 17]],
])('with a wait of %i seconds, videos are checked after %j seconds', async (seconds, times) => {
	const { at, hints } = await wait([video('a', 'PROCESSING')], { a: ['PROCESSING'] }, { videoWait: seconds * SECOND });
	expect(at).toEqual(times);
	expect(hints).toEqual([STILL(1)]);
});

test('only videos that are still being processed are requested', async () => {
	const made = [video('a', 'PROCESSING'), photo('b'), video('c', 'PROCESSING'), video('d', 'PROCESSING'), video('e', 'READY')];
	const { findings, asked, hints } = await wait(made, {
		a: ['READY'],
		c: ['PROCESSING', 'FAILED'],
		d: ['PROCESSING', 'PROCESSING', 'READY'],
	});
	expect(asked).toEqual(['look a,c,d', 'look c,d', 'look d']);
	expect(Object.values(findings).map(({ videoStatus }) => videoStatus)).toEqual(['READY', null, 'FAILED', 'READY', 'READY']);
	expect(findings.a.mediaItem).toEqual(video('a', 'READY'));
	expect(time.clock.elapsed).toBe(35 * SECOND);
	expect(hints).toEqual([FAILED(1)]);
});

test('videos still processing and failed videos give one hint each, with their number', async () => {
	const made = [video('a', 'PROCESSING'), video('b', 'PROCESSING'), video('c', 'FAILED')];
	const { hints } = await wait(made, { a: ['PROCESSING'], b: ['PROCESSING'] }, { videoWait: MINUTE });
	expect(hints).toEqual([STILL(2), FAILED(1)]);
});

test.each<[string, MediaItem]>([
	['of metadata without a status', video('a')],
	['known by its type only', withoutMetadata('a')],
	['known by its type, of empty metadata', { ...withoutMetadata('a'), mediaMetadata: {} }],
])('a video %s has the status UNSPECIFIED and is waited for', async (_title, made) => {
	const { findings, at } = await wait([made], { a: ['READY'] });
	expect(at).toEqual([5]);
	expect(findings.a.videoStatus).toBe('READY');
	const { findings: atOnce } = await wait([made], {}, { videoWait: 0 });
	expect(atOnce.a.videoStatus).toBe('UNSPECIFIED');
});

test.each([
	['tells no status', ['', 'READY']],
	['tells that it is not there', ['gone', 'READY']],
])('a check that %s does not change the status', async (_title, statuses) => {
	const { findings, at } = await wait([video('a', 'PROCESSING')], { a: statuses });
	expect(at).toEqual([5, 15]);
	expect(findings.a.videoStatus).toBe('READY');
	const { findings: early } = await wait([video('a', 'PROCESSING')], { a: statuses }, { videoWait: 5 * SECOND });
	expect(early.a.videoStatus).toBe('PROCESSING');
});

test('a failed check does not fail the execution, and the next check can succeed', async () => {
	const account = new FakeGoogle();
	account.fault = ({ count }) => (count === 1 ? googleSays(403, 'The caller does not have permission') : undefined);
	const { findings, at, hints } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { account });
	expect(at).toEqual([5, 15]);
	expect(findings.a.videoStatus).toBe('READY');
	expect(hints).toEqual([]);
});

const usedUp = () => googleSays(429, "Quota exceeded for limit 'All requests per day'");

test('after a fatal error (daily quota) videos are not checked any more', async () => {
	const account = new FakeGoogle();
	account.fault = usedUp;
	const { findings, at, hints } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { account });
	expect(at).toEqual([5]);
	expect(time.clock.elapsed).toBe(5 * SECOND);
	expect(findings.a).toStrictEqual({ verified: null, videoStatus: 'PROCESSING' });
	expect(hints).toEqual([STILL(1)]);
});

describe('with Verify After Upload', () => {
	test('videos are not waited for after a fatal error (daily quota) of the verification', async () => {
		const account = new FakeGoogle();
		account.fault = usedUp;
		const { findings, at } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { verify: true, account });
		expect(at).toEqual([0]);
		expect(time.clock.elapsed).toBe(0);
		expect(findings.a).toStrictEqual({ verified: 'notReadable', videoStatus: 'PROCESSING' });
	});

	test('the video status that the verification finds is used', async () => {
		const { findings, asked } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { verify: true });
		expect(asked).toEqual(['look a']);
		expect(findings.a).toStrictEqual({ verified: true, videoStatus: 'READY', mediaItem: video('a', 'READY') });
	});

	test('a missing video is not waited for', async () => {
		const { findings, at, hints } = await wait([video('a', 'PROCESSING')], { a: ['gone'] }, { verify: true });
		expect(findings.a).toStrictEqual({ verified: false, videoStatus: null });
		expect(at).toEqual([0, 2, 7]);
		expect(hints).toEqual([]);
	});

	test('a video that could not be read may exist and is waited for', async () => {
		const account = new FakeGoogle();
		account.fault = ({ count }) => (count === 1 ? googleSays(403, 'The caller does not have permission') : undefined);
		const { findings, at } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { verify: true, account });
		expect(at).toEqual([0, 5]);
		expect(findings.a).toStrictEqual({ verified: 'notReadable', videoStatus: 'READY', mediaItem: video('a', 'READY') });
	});
});

test('more than 50 videos are requested in several calls', async () => {
	const made = Array.from({ length: 70 }, (_, number) => video(`id-${number}`, 'PROCESSING'));
	const statuses = Object.fromEntries(made.map(({ id }) => [id, ['READY']]));
	const { asked } = await wait(made, statuses);
	expect(asked.map((what) => what.split(',').length)).toEqual([50, 20]);
});
