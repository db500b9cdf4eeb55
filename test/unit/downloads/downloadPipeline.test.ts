import type { INodeExecutionData } from 'n8n-workflow';
import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { clock } from '../../../nodes/GooglePhotos/concurrency/clock';
import { errorText } from '../../support/errorText';
import { bytesOf, forBytes, MediaHost } from '../support/mediaHost';
import { HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { downloadFiles } from '../support/operations';

const time = useVirtualClock();
const ids = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);
const contents = (host: MediaHost, outputs: INodeExecutionData[]) => outputs.map((output) => host.content(output));
const whole = (wanted: string[]) => wanted.map((id) => bytesOf(id, 'd').toString());

test('without input items, no request is sent', async () => {
	const host = new MediaHost();
	expect(await downloadFiles(host.run([]))).toEqual([]);
	expect(host.batchGets).toEqual([]);
});

test('base URLs are requested in batches of 50, the next batch only when few are left', async () => {
	const host = new MediaHost();
	const ahead: number[] = [];
	host.takes = forBytes(() => {
		ahead.push(host.batchGets.flat().length - host.fetches.length);
		return SECOND;
	});
	const outputs = await time.clock.until(downloadFiles(host.run(ids(500))));
	expect(contents(host, outputs)).toEqual(whole(ids(500)));
	expect(host.batchGets.map((batch) => batch.length)).toEqual(Array.from({ length: 10 }, () => 50));
	expect(Math.max(...ahead)).toBeLessThanOrEqual(70);
	// five concurrent downloads, without a gap between batches
	expect(time.clock.elapsed).toBeLessThanOrEqual(102 * SECOND);
	expect(host.mostOpen).toBe(5);
});

test('one long video does not delay other files', async () => {
	const host = new MediaHost();
	host.takes = forBytes(() => (host.fetches.length === 1 ? 10 * MINUTE : SECOND));
	const outputs = await time.clock.until(downloadFiles(host.run(ids(300))));
	expect(outputs.filter(({ error }) => error)).toEqual([]);
	expect(time.clock.elapsed).toBeLessThanOrEqual(10 * MINUTE + SECOND);
});

test('50 base URLs that expire at once cost one batchGet, and only running downloads are repeated', async () => {
	const host = new MediaHost();
	host.takes = forBytes(() => {
		if (host.fetches.length === 1) host.expire();
		return SECOND;
	});
	const outputs = await time.clock.until(downloadFiles(host.run(ids(50))));
	expect(contents(host, outputs)).toEqual(whole(ids(50)));
	expect(host.batchGets.map((batch) => batch.length)).toEqual([50, 50]);
	expect(host.fetches).toHaveLength(55);
});

test('base URLs of finished files are not renewed', async () => {
	const host = new MediaHost();
	host.takes = forBytes(() => {
		if (host.fetches.length === 46) host.expire();
		return SECOND;
	});
	await time.clock.until(downloadFiles(host.run(ids(50))));
	expect(host.batchGets.map((batch) => batch.length)).toEqual([50, 5]);
});

test('base URLs that become too old in a slow queue are renewed before they are used', async () => {
	const host = new MediaHost();
	host.takes = forBytes(() => 15 * MINUTE);
	const outputs = await time.clock.until(downloadFiles(host.run(ids(15))));
	expect(contents(host, outputs)).toEqual(whole(ids(15)));
	// for the five remaining files, and perhaps for those that are about to end
	expect(host.batchGets).toHaveLength(2);
	expect(host.batchGets[1]).toEqual(expect.arrayContaining(ids(15).slice(10)));
	expect(host.fetches).toHaveLength(15);
});

test('a file used by several items is downloaded once, and each output item has its own binary data', async () => {
	const host = new MediaHost();
	const outputs = await time.clock.until(downloadFiles(host.run(['a', 'b', 'a', 'unknown', 'a', 'unknown'])));
	expect(outputs.map(({ json }) => json.id)).toEqual(['a', 'b', 'a', undefined, 'a', undefined]);
	expect(contents(host, [outputs[0], outputs[4]])).toEqual(whole(['a', 'a']));
	expect(outputs[0].binary?.data).not.toBe(outputs[2].binary?.data);
	expect((outputs[5].error as Error).message).toMatch(/media item was not found in Google Photos: "unknown" \[item 5\]/);
	expect(host.fetches).toEqual(['a=d', 'b=d']);
	expect(host.batchGets).toEqual([['a', 'b', 'unknown']]);
});

test('one media item is downloaded in two variants, even if its base URL expires in between', async () => {
	const host = new MediaHost();
	host.takes = forBytes(() => {
		if (host.fetches.length === 2) host.expire();
		return host.fetches.length === 1 ? SECOND : 0;
	});
	const run = host.run(['a', 'a']);
	const outputs = await time.clock.until(
		downloadFiles({
			...run,
			parameter: <T>(name: string, position: number, fallback: T) => {
				const form: Record<string, unknown> = { variant: position === 1 ? 'fit' : 'best', maxWidth: 80 };
				return (form[name] as T | undefined) ?? run.parameter(name, position, fallback);
			},
		}),
	);
	expect(contents(host, outputs)).toEqual([bytesOf('a', 'd').toString(), bytesOf('a', 'w80').toString()]);
});

describe('videos that Google still processes', () => {
	/** Videos of which number `n` reaches the status `ends` after `readyAfter(n)` milliseconds. */
	function videos(readyAfter: (n: number) => number, ends = 'READY') {
		const host = new MediaHost();
		const start = clock.now();
		host.describe = (item: MediaItem) => {
			const ready = clock.now() - start >= readyAfter(Number(item.id.slice(2)));
			const video = { status: ready ? ends : 'PROCESSING' };
			return { mediaItem: { ...item, filename: 'clip.mov', mediaMetadata: { video } } };
		};
		return host;
	}
	const waiting = (minutes: unknown) => ({ options: { waitForProcessing: minutes } });

	test('cause an error with advice if no waiting time is set', async () => {
		for (const form of [{}, waiting(0)]) {
			const run = videos(() => HOUR).run(ids(1), form);
			const [output] = await time.clock.until(downloadFiles(run));
			expect(errorText(output.error as Error)).toMatch(/still processing the video: "id0" \[item 0\].*Wait for Video/);
		}
		expect(time.clock.elapsed).toBe(0);
	});

	test('are polled together, at growing intervals', async () => {
		const host = videos((n) => n * 2 * SECOND);
		const outputs = await time.clock.until(downloadFiles(host.run(ids(120), waiting(10))));
		expect(outputs.map(({ json }) => json.videoStatus)).toEqual(ids(120).map(() => 'READY'));
		expect(outputs[7].binary?.data).toMatchObject({ fileName: 'clip.mp4', mimeType: 'video/mp4' });
		expect(host.batchGets.length).toBeLessThan(25);
		expect(time.clock.elapsed).toBeLessThan(6 * MINUTE);
	});

	test('do not delay other files', async () => {
		const host = videos((n) => (n === 0 ? 5 * MINUTE : 0));
		const done: number[] = [];
		host.takes = forBytes(() => {
			done.push(time.clock.elapsed);
			return 0;
		});
		await time.clock.until(downloadFiles(host.run(ids(70), waiting(10))));
		expect(done).toHaveLength(70);
		expect(done.filter((at) => at > 0)).toHaveLength(1);
	});

	test('cause an error if they exceed the waiting time or if processing fails', async () => {
		const late = await time.clock.until(downloadFiles(videos(() => HOUR).run(ids(1), waiting(3))));
		expect(errorText(late[0].error as Error)).toMatch(/still processing the video, after 3 minutes: .*\[item 0\]/);
		expect(time.clock.elapsed).toBe(3 * MINUTE);
		const failed = await time.clock.until(downloadFiles(videos(() => MINUTE, 'FAILED').run(ids(1), waiting(3))));
		expect(errorText(failed[0].error as Error)).toMatch(/could not process the video.*Upload it again/);
	});
});
