/** A cancelled execution ends its waits. */
import { UploadBreaker } from '../../../nodes/GooglePhotos/uploads/circuitBreaker';
import { CreateQueue } from '../../../nodes/GooglePhotos/uploads/createQueue';
import { downloadFromUrl } from '../../../nodes/GooglePhotos/uploads/fromUrl';
import type { Source } from '../../../nodes/GooglePhotos/uploads/types';
import { verifyUploads } from '../../../nodes/GooglePhotos/uploads/verifyUploads';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun } from '../support/caller';
import { disconnected } from '../support/httpErrors';
import { failed, sentFiles, tokensOf } from '../support/sentFiles';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** @returns a signal that aborts after this time */
function cancelAfter(milliseconds: number): AbortSignal {
	const controller = new AbortController();
	void time.clock.delay(milliseconds).then(() => controller.abort());
	return controller.signal;
}

test('an execution cancelled while files are throttled ends within a second', async () => {
	const signal = cancelAfter(5 * SECOND);
	const respond = (request: Parameters<typeof tokensOf>[0]) => ({
		newMediaItemResults: tokensOf(request).map((token) => failed(token, 8)),
	});
	const run = fakeRun(fakeCaller({ signal, respond }));
	const creation = new CreateQueue<Source>(run, new UploadBreaker(run), { maximumWait: 15 * MINUTE });
	const files = sentFiles(3);
	for (const file of files) creation.add(file);
	const results = await time.clock.until(creation.finish());
	expect(time.clock.elapsed).toBeLessThanOrEqual(6 * SECOND);
	for (const { source } of files) {
		expect((results.get(source) as { error: Error }).error.message).toMatch(/cancelled/);
	}
});

test('an execution cancelled while videos are processed ends within a second', async () => {
	const signal = cancelAfter(5 * SECOND);
	const video = { id: 'a', mediaMetadata: { video: { status: 'PROCESSING' } } };
	const respond = () => ({ mediaItemResults: [{ mediaItem: video }] });
	const run = fakeRun(fakeCaller({ signal, respond }));
	const findings = await time.clock.until(verifyUploads(run, [video], { verify: false, videoWait: 60 * MINUTE }));
	expect(time.clock.elapsed).toBeLessThanOrEqual(6 * SECOND);
	expect(findings.get('a')).toMatchObject({ videoStatus: 'PROCESSING', verified: null });
});

test('an execution cancelled before the retry of a download ends within a second', async () => {
	const signal = cancelAfter(500);
	const helpers = { httpRequest: async () => await Promise.reject(disconnected('ECONNRESET')) };
	const run = fakeRun({ ...fakeCaller({ signal }), helpers } as never);
	const error = await errorOf(time.clock.until(downloadFromUrl(run, 'https://example.com/a.jpg', { item: 0, parameter: 'URL' })));
	expect(errorText(error)).toMatch(/cancelled.*\[item 0\]/);
	expect(time.clock.elapsed).toBeLessThanOrEqual(1500);
});

test('the status of a video is polled with delays of 5, 10 and 20 seconds, until processing has ended', async () => {
	let looks = 0;
	const video = { id: 'a', mediaMetadata: { video: { status: 'PROCESSING' } } };
	const respond = () => {
		looks++;
		return { mediaItemResults: [{ mediaItem: { id: 'a', mediaMetadata: { video: { status: looks === 3 ? 'FAILED' : 'PROCESSING' } } } }] };
	};
	const run = fakeRun(fakeCaller({ respond }));
	const findings = await time.clock.until(verifyUploads(run, [video], { verify: false, videoWait: 60 * MINUTE }));
	expect(time.clock.elapsed).toBe((5 + 10 + 20) * SECOND);
	expect(findings.get('a')?.videoStatus).toBe('FAILED');
});
