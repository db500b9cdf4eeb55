/** Downloads that never end. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { jpegOf, Sending } from '../support/sendingServer';
import { SECOND, useVirtualClock } from '../support/virtualClock';

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
