/** A streamed body on its way, and who gives it up. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { Readable } from 'node:stream';
import { Transit } from '../../../nodes/GooglePhotos/upload/transit';
import { useVirtualClock } from '../support/virtualClock';

useVirtualClock();

const wrongSize = () => new Error('wrong size');

test.each([
	['a stream', () => Readable.from([Buffer.from('sea')])],
	['a whole file', () => Buffer.from('sea')],
])('of an execution that was cancelled before, %s is given up at once, for that reason', (_title, content) => {
	const cancel = new AbortController();
	cancel.abort('no longer wanted');
	const transit = new Transit(content(), { length: 3, cancel: cancel.signal, wrongSize });
	expect(transit.signal).toMatchObject({ aborted: true, reason: 'no longer wanted' });
	transit.end();
});

test('a request that is over is not given up any more', () => {
	const cancel = new AbortController();
	const transit = new Transit(Buffer.from('sea'), { length: 3, cancel: cancel.signal, wrongSize });
	transit.end();
	cancel.abort();
	expect(transit.signal.aborted).toBe(false);
});
