/** Downloads that never end, and slow ones. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { jpegOf, Sending } from '../support/sendingServer';
import { KIB } from '../support/storedFiles';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

function silent(): Readable {
	const body = new Readable({ read() {} });
	body.push(jpegOf(100));
	return body;
}

function dripping(): Readable {
	async function* drops() {
		yield jpegOf(100);
		for (;;) {
			await time.clock.delay(SECOND);
			yield Buffer.alloc(1);
		}
	}
	return Readable.from(drops(), { objectMode: false });
}

test.each([
	['goes silent', silent, /^The file could not be fetched from the URL/, 4],
	['goes on with a byte a second', dripping, /^The server sends the file too slowly: file "beach\.jpg"/, 1],
])('a download that %s ends with an error', async (_, body, says, requests) => {
	const sending = new Sending({ 'content-type': 'image/jpeg' }, body, 90 * SECOND);
	expect(await time.clock.until(sending.refused())).toMatch(says);
	expect(sending.requests).toHaveLength(requests);
	expect(sending.bodies.every(({ destroyed }) => destroyed)).toBe(true);
});

/** A picture of so many bytes, all but its beginning after a pause. */
function resting(size: number, seconds: number): Readable {
	async function* parts() {
		yield jpegOf(5000);
		await time.clock.delay(seconds * SECOND);
		yield Buffer.alloc(size - 5000);
	}
	return Readable.from(parts(), { objectMode: false });
}

test.each([
	['slower than 1 KiB per second for less than five minutes', 6000, 299],
	['exactly 1 KiB per second', 300 * KIB, 300],
])('a download of %s is stored', async (_title, size, seconds) => {
	const sending = new Sending({ 'content-type': 'image/jpeg' }, () => resting(size, seconds), 10 * MINUTE);
	expect(await time.clock.until(sending.fetch())).toHaveProperty('file');
	expect(sending.stored).toMatchObject([{ bytes: size }]);
});

test('a download of less than 1 KiB per second after five minutes is an error that says so', async () => {
	const sending = new Sending({ 'content-type': 'image/jpeg' }, () => resting(300 * KIB - 1, 300), 10 * MINUTE);
	expect(await time.clock.until(sending.refused())).toBe(
		'The server sends the file too slowly: file "beach.jpg" [item 2]. ' +
			'Run this item again later, or fetch the file in another way. | Less than 1 KiB per second arrived. Parameter: \'URL\'.',
	);
	expect(sending.stored).toEqual([]);
});

test('after a download nothing waits for its bytes any longer', async () => {
	await time.clock.until(new Sending({ 'content-type': 'image/jpeg' }, undefined, 90 * SECOND).fetch());
	await errorOf(time.clock.until(new Promise(() => {})));
	expect(time.clock.elapsed).toBeLessThanOrEqual(2 * SECOND);
});
