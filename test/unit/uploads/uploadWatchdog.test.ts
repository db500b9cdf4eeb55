/** A streamed body on its way, and who gives it up. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { PassThrough, Readable } from 'node:stream';
import { UploadWatchdog } from '../../../nodes/GooglePhotos/http/bodyWatchdog';
import { KIB, MIB } from '../support/storedFiles';
import { errorOf, HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { OBJECTS_FOR_A_MIB, youngObjectsMade } from '../support/youngObjects';

const time = useVirtualClock();

const wrongSize = () => new Error('wrong size');

test.each([
	['a stream', () => Readable.from([Buffer.from('sea')])],
	['a whole file', () => Buffer.from('sea')],
])('of an execution that was cancelled before, %s is given up at once, for that reason', (_title, content) => {
	const cancel = new AbortController();
	cancel.abort('no longer wanted');
	const transit = new UploadWatchdog(content(), { length: 3, cancel: cancel.signal, wrongSize });
	expect(transit.signal).toMatchObject({ aborted: true, reason: 'no longer wanted' });
	transit.end();
});

test('a request that is over is not given up any more', () => {
	const cancel = new AbortController();
	const transit = new UploadWatchdog(Buffer.from('sea'), { length: 3, cancel: cancel.signal, wrongSize });
	transit.end();
	cancel.abort();
	expect(transit.signal.aborted).toBe(false);
});

/** A stream that has announced so many bytes, and its journey. */
function begun(length: number) {
	const body = new PassThrough();
	return { body, transit: new UploadWatchdog(body, { length, wrongSize }) };
}

const piece = Buffer.alloc(1);

test('a body of which nothing is taken for 90 seconds is given up then, and the reason says so', async () => {
	const { transit } = begun(1);
	await time.clock.pass(90 * SECOND - 1);
	expect(transit.signal.aborted).toBe(false);
	await time.clock.pass(1);
	expect(transit.signal.reason).toEqual(new Error('The connection took no more of the file for 90 seconds.'));
	transit.end();
});

test('a body that was taken has a minute for the reply, and what a slow line takes', async () => {
	const { body, transit } = begun(64 * KIB);
	body.write(Buffer.alloc(64 * KIB));
	await time.clock.pass(60.9 * SECOND);
	expect(transit.signal.aborted).toBe(false);
	// it is noticed at the next look, of which there is one every two seconds
	await time.clock.pass(3 * SECOND);
	expect(transit.signal.reason).toEqual(new Error('The connection took no more of the file for 61 seconds.'));
	transit.end();
});

test('a body that moves is left alone, however slowly', async () => {
	const { body, transit } = begun(100);
	for (let minute = 0; minute < 20; minute++) {
		body.write(piece);
		await time.clock.pass(MINUTE);
	}
	expect(transit.signal.aborted).toBe(false);
	transit.end();
});

test.each([
	['stands still', () => {}],
	['is longer than announced', (body: PassThrough) => body.write(Buffer.alloc(10))],
	['ends too early', (body: PassThrough) => body.end()],
])('after the request is over, a body that %s is nobody\'s concern', async (_title, happens) => {
	const { body, transit } = begun(3);
	body.write(piece);
	transit.end();
	happens(body);
	await time.clock.pass(HOUR);
	expect(transit.signal.aborted).toBe(false);
});

test('after the request there is one more look at most', async () => {
	const { transit } = begun(3);
	transit.end();
	await errorOf(time.clock.until(new Promise(() => {})));
	expect(time.clock.elapsed).toBeLessThan(3 * SECOND);
});

test('as a body passes, V8 is led to let go of its buffers', () => {
	const { body, transit } = begun(MIB);
	expect(youngObjectsMade(() => body.emit('data', Buffer.alloc(MIB)))).toBe(OBJECTS_FOR_A_MIB);
	transit.end();
});
