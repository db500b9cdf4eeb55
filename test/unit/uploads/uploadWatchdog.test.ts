/** When a request with a body is aborted while it is being sent. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { PassThrough, Readable } from 'node:stream';
import { UploadWatchdog } from '../../../nodes/GooglePhotos/uploads/uploadWatchdog';
import { KIB, MIB } from '../support/storedFiles';
import { errorOf, HOUR, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { OBJECTS_FOR_A_MIB, youngObjectsMade } from '../support/youngObjects';

const time = useVirtualClock();

const wrongSize = () => new Error('wrong size');

test.each([
	['a stream', () => Readable.from([Buffer.from('sea')])],
	['a whole file', () => Buffer.from('sea')],
])('in an execution that is already cancelled, %s is aborted at once, with that reason', (_title, content) => {
	const cancel = new AbortController();
	cancel.abort('no longer wanted');
	const watchdog = new UploadWatchdog(content(), { length: 3, cancel: cancel.signal, wrongSize });
	expect(watchdog.signal).toMatchObject({ aborted: true, reason: 'no longer wanted' });
	watchdog.end();
});

test('when the execution is cancelled while a body is sent, the request is aborted with that reason', () => {
	const cancel = new AbortController();
	const watchdog = new UploadWatchdog(new PassThrough(), { length: 3, cancel: cancel.signal, wrongSize });
	expect(watchdog.signal.aborted).toBe(false);
	cancel.abort('no longer wanted');
	expect(watchdog.signal).toMatchObject({ aborted: true, reason: 'no longer wanted' });
	watchdog.end();
});

test('a request that has ended is not aborted by a later cancellation', () => {
	const cancel = new AbortController();
	const watchdog = new UploadWatchdog(Buffer.from('sea'), { length: 3, cancel: cancel.signal, wrongSize });
	watchdog.end();
	cancel.abort();
	expect(watchdog.signal.aborted).toBe(false);
});

/** A stream with an announced length in bytes, and its watchdog. */
function begun(length: number) {
	const body = new PassThrough();
	return { body, watchdog: new UploadWatchdog(body, { length, wrongSize }) };
}

const piece = Buffer.alloc(1);

test('a body without progress for 90 seconds is aborted, and the reason says so', async () => {
	const { watchdog } = begun(1);
	await time.clock.pass(90 * SECOND - 1);
	expect(watchdog.signal.aborted).toBe(false);
	await time.clock.pass(1);
	expect(watchdog.signal.reason).toEqual(new Error('The connection took no more of the file for 90 seconds.'));
	watchdog.end();
});

test('after the last byte the reply has a minute plus the time that a slow connection takes', async () => {
	const { body, watchdog } = begun(64 * KIB);
	body.write(Buffer.alloc(64 * KIB));
	await time.clock.pass(60.9 * SECOND);
	expect(watchdog.signal.aborted).toBe(false);
	// the watchdog notices it at its next poll; it polls every two seconds
	await time.clock.pass(3 * SECOND);
	expect(watchdog.signal.reason).toEqual(new Error('The connection took no more of the file for 61 seconds.'));
	watchdog.end();
});

test('a body that makes progress is not aborted, however slow it is', async () => {
	const { body, watchdog } = begun(100);
	for (let minute = 0; minute < 20; minute++) {
		body.write(piece);
		await time.clock.pass(MINUTE);
	}
	expect(watchdog.signal.aborted).toBe(false);
	watchdog.end();
});

test.each([
	['stands still', () => {}],
	['is longer than announced', (body: PassThrough) => body.write(Buffer.alloc(10))],
	['ends too early', (body: PassThrough) => body.end()],
])('after the request has ended, a body that %s is ignored', async (_title, happens) => {
	const { body, watchdog } = begun(3);
	body.write(piece);
	watchdog.end();
	happens(body);
	await time.clock.pass(HOUR);
	expect(watchdog.signal.aborted).toBe(false);
});

test('after the request has ended the watchdog polls at most once more', async () => {
	const { watchdog } = begun(3);
	watchdog.end();
	await errorOf(time.clock.until(new Promise(() => {})));
	expect(time.clock.elapsed).toBeLessThan(3 * SECOND);
});

test('sent chunks trigger allocations that make V8 free their buffers', () => {
	const { body, watchdog } = begun(MIB);
	expect(youngObjectsMade(() => body.emit('data', Buffer.alloc(MIB)))).toBe(OBJECTS_FOR_A_MIB);
	watchdog.end();
});
