/** Whether Google has processed the videos that were just created. */
import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { verifyUploads } from '../../../nodes/GooglePhotos/uploads/verify';
import { googleSays } from '../support/httpErrors';
import { PhotosAccount, runOver } from '../support/photosAccount';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

const video = (id: string, status?: string): MediaItem => ({ id, mediaMetadata: { video: { ...(status && { status }) } } });
const photo = (id: string): MediaItem => ({ id, mediaMetadata: { photo: {} } });
const withoutMetadata = (id: string): MediaItem => ({ id, mimeType: 'video/mp4' });

/** More looks than these, and time does not pass any more: they end, so that a test can say so. */
const TOO_MANY = 100;

/** Waits for videos. `statuses` are what each look finds, one after the other; the last one goes on. */
async function wait(
	made: MediaItem[],
	statuses: Record<string, string[]>,
	{ videoWait = HOUR, verify = false, account = new PhotosAccount() } = {},
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

const STILL = (count: number) => `Videos that Google was still processing when the wait ended: ${count}. They are in the library.`;
const FAILED = (count: number) => `Videos that Google could not process: ${count}. They are in the library, but may not play.`;

test('photos have no status, and nobody waits for them', async () => {
	const { findings, asked, hints } = await wait([photo('a'), { id: 'b', mimeType: 'image/jpeg' }], {});
	expect(findings).toStrictEqual({ a: { verified: null, videoStatus: null }, b: { verified: null, videoStatus: null } });
	expect(asked).toEqual([]);
	expect(hints).toEqual([]);
});

test('videos that are ready or have failed are not asked for', async () => {
	const { findings, asked, hints } = await wait([video('a', 'READY'), video('b', 'FAILED'), video('c', 'FAILED')], {});
	expect(findings).toStrictEqual({
		a: { verified: null, videoStatus: 'READY' },
		b: { verified: null, videoStatus: 'FAILED' },
		c: { verified: null, videoStatus: 'FAILED' },
	});
	expect(asked).toEqual([]);
	expect(hints).toEqual([FAILED(2)]);
});

test('asked after 5 seconds, then at twice the interval, up to a minute, until the wait is over', async () => {
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
	[16, [5, 15, 16]],
])('a wait of %i seconds: asked after %j', async (seconds, times) => {
	const { at, hints } = await wait([video('a', 'PROCESSING')], { a: ['PROCESSING'] }, { videoWait: seconds * SECOND });
	expect(at).toEqual(times);
	expect(hints).toEqual([STILL(1)]);
});

test('only those are asked for that are still processed', async () => {
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

test('two hints where both happened, each with its number', async () => {
	const made = [video('a', 'PROCESSING'), video('b', 'PROCESSING'), video('c', 'FAILED')];
	const { hints } = await wait(made, { a: ['PROCESSING'], b: ['PROCESSING'] }, { videoWait: MINUTE });
	expect(hints).toEqual([STILL(2), FAILED(1)]);
});

test.each<[string, MediaItem]>([
	['of metadata without a status', video('a')],
	['known by its type only', withoutMetadata('a')],
	['known by its type, of empty metadata', { ...withoutMetadata('a'), mediaMetadata: {} }],
])('a video %s: its status is unspecified, and it is waited for', async (_title, made) => {
	const { findings, at } = await wait([made], { a: ['READY'] });
	expect(at).toEqual([5]);
	expect(findings.a.videoStatus).toBe('READY');
	const { findings: atOnce } = await wait([made], {}, { videoWait: 0 });
	expect(atOnce.a.videoStatus).toBe('UNSPECIFIED');
});

test.each([
	['tells no status', ['', 'READY']],
	['tells that it is not there', ['gone', 'READY']],
])('a look that %s changes none', async (_title, statuses) => {
	const { findings, at } = await wait([video('a', 'PROCESSING')], { a: statuses });
	expect(at).toEqual([5, 15]);
	expect(findings.a.videoStatus).toBe('READY');
	const { findings: early } = await wait([video('a', 'PROCESSING')], { a: statuses }, { videoWait: 5 * SECOND });
	expect(early.a.videoStatus).toBe('PROCESSING');
});

test('a look that fails is no failure: the next one may go well', async () => {
	const account = new PhotosAccount();
	account.refuse = (_what, count) => (count === 1 ? googleSays(403, 'The caller does not have permission') : undefined);
	const { findings, at, hints } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { account });
	expect(at).toEqual([5, 15]);
	expect(findings.a.videoStatus).toBe('READY');
	expect(hints).toEqual([]);
});

describe('after it was verified', () => {
	test('what was seen then counts', async () => {
		const { findings, asked } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { verify: true });
		expect(asked).toEqual(['look a']);
		expect(findings.a).toStrictEqual({ verified: true, videoStatus: 'READY', mediaItem: video('a', 'READY') });
	});

	test('one that is not there is not waited for', async () => {
		const { findings, at, hints } = await wait([video('a', 'PROCESSING')], { a: ['gone'] }, { verify: true });
		expect(findings.a).toStrictEqual({ verified: false, videoStatus: null });
		expect(at).toEqual([0, 2, 7]);
		expect(hints).toEqual([]);
	});

	test('one that could not be looked at may be there: it is waited for', async () => {
		const account = new PhotosAccount();
		account.refuse = (_what, count) => (count === 1 ? googleSays(403, 'The caller does not have permission') : undefined);
		const { findings, at } = await wait([video('a', 'PROCESSING')], { a: ['READY'] }, { verify: true, account });
		expect(at).toEqual([0, 5]);
		expect(findings.a).toStrictEqual({ verified: 'notReadable', videoStatus: 'READY', mediaItem: video('a', 'READY') });
	});
});

test('more than 50 are asked for in several calls', async () => {
	const made = Array.from({ length: 70 }, (_, number) => video(`id-${number}`, 'PROCESSING'));
	const statuses = Object.fromEntries(made.map(({ id }) => [id, ['READY']]));
	const { asked } = await wait(made, statuses);
	expect(asked.map((what) => what.split(',').length)).toEqual([50, 20]);
});
