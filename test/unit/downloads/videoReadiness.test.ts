import { VideoReadiness } from '../../../nodes/GooglePhotos/downloads/videoReadiness';
import { MediaHost } from '../support/mediaHost';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** Videos that all have this status in every reply. */
function videos(status: 'READY' | 'PROCESSING') {
	const host = new MediaHost();
	host.describe = (item) => ({ mediaItem: { ...item, mediaMetadata: { video: { status } } } });
	const stop = new AbortController();
	return { host, stop, processing: new VideoReadiness(host.run([]), stop.signal) };
}

test('with a waiting time of 0, no request is sent', async () => {
	const { host, processing } = videos('READY');
	const error = await time.clock.until(errorOf(processing.ready('a', 0, { item: 2 })));
	expect(error.message).toBe('Google is still processing the video [item 2]. Run this item again later, or add the option \'Wait for Videos\'.');
	expect(host.batchGets).toEqual([]);
});

test('each video times out after its own waiting time, however long others wait', async () => {
	const { processing } = videos('PROCESSING');
	const givenUpAt = async (id: string, minutes: number) => {
		await errorOf(processing.ready(id, minutes, {}));
		return time.clock.elapsed;
	};
	const times = await time.clock.until(Promise.all([givenUpAt('a', 4), givenUpAt('b', 1), givenUpAt('c', 2)]));
	expect(times).toEqual([4 * MINUTE, MINUTE, 2 * MINUTE]);
});

test.each([
	// the first poll is after 5 seconds
	[6 * SECOND, 5 * SECOND],
	[7.5 * SECOND, 7.5 * SECOND],
])('a remaining second is too short for another poll: of %s milliseconds %s are used', async (allowed, used) => {
	const { processing } = videos('PROCESSING');
	await time.clock.until(errorOf(processing.ready('a', allowed / MINUTE, {})));
	expect(time.clock.elapsed).toBe(used);
});

test('a video that is added after polling has ended is polled too', async () => {
	const { host, processing } = videos('READY');
	for (const id of ['a', 'b']) {
		expect(await time.clock.until(processing.ready(id, 1, {}))).toMatchObject({ id });
	}
	expect(host.batchGets).toEqual([['a'], ['b']]);
});

test('after the execution failed, polling stops and each waiting video gets the error of the execution', async () => {
	const { host, stop, processing } = videos('READY');
	const waiting = Promise.all(['a', 'b'].map(async (id) => await errorOf(processing.ready(id, 10, {}))));
	await time.clock.pass(SECOND);
	const failure = new Error('the first failure');
	stop.abort(failure);
	const errors = await time.clock.until(waiting);
	expect(errors[0]).toBe(failure);
	expect(errors[1]).toBe(failure);
	expect(time.clock.elapsed).toBeLessThanOrEqual(2 * SECOND);
	expect(host.batchGets).toEqual([]);
});

test('more than 50 videos are asked for by 50, each once in each poll', async () => {
	const { host, processing } = videos('READY');
	const ids = Array.from({ length: 120 }, (_, index) => `id${index}`);
	await time.clock.until(Promise.all(ids.map(async (id) => await processing.ready(id, 1, {}))));
	expect(host.batchGets.map((batch) => batch.length)).toEqual([50, 50, 20]);
	expect(host.batchGets.flat()).toEqual(ids);
});

test('a video that Google no longer finds fails alone, and at once', async () => {
	const { host, processing } = videos('READY');
	const { describe: found } = host;
	host.describe = (item) => (item.id === 'gone' ? { status: { code: 5 } } : found(item));
	const gone = errorOf(processing.ready('gone', 10, { item: 3 }));
	expect(await time.clock.until(processing.ready('a', 10, {}))).toMatchObject({ id: 'a' });
	expect((await time.clock.until(gone)).message).toMatch(/not found.*\[item 3\]/);
	expect(time.clock.elapsed).toBe(5 * SECOND);
});
