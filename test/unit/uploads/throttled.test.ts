/** Uploads while Google throttles requests, or cannot be reached at all. */
import type { INodeExecutionData } from 'n8n-workflow';
import fc from 'fast-check';
import { newCredentialId } from '../support/caller';
import { disconnected, googleSays, refused } from '../support/httpErrors';
import { FakeGoogle } from '../support/google';
import { photo, photos, runOver, summary } from '../support/runs';
import type { RunOptions } from '../support/runs';
import { failed, success } from '../support/sentFiles';
import { MIB } from '../support/storedFiles';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { uploadBytesOnly, uploadFiles } from '../support/operations';

const time = useVirtualClock();
const tooMany = () => googleSays(429, "Quota exceeded for quota metric 'Uploads' and limit 'Uploads per minute per user'");
const names = (count: number) => Array.from({ length: count }, (_, number) => `photo-${number}`);
const waiting = (maximumWait: number) => ({ parameters: { options: { maximumWait } } });
const isSend = (what: string) => what.startsWith('send ');

async function upload(account: FakeGoogle, items: INodeExecutionData[], options: RunOptions = {}) {
	const outputs = await time.clock.until(uploadFiles(runOver(account, items, options)));
	return { outputs, texts: summary(outputs) };
}

const notSent = (texts: string[]) => texts.filter((text) => text.startsWith('Not sent: ')).length;

test.each([
	[10, 2],
	[500, 2],
	[500, 15],
])('uploads that are always throttled (%d files, Maximum Wait %d) end after that wait, with few requests', async (count, minutes) => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (isSend(what) ? tooMany() : undefined);
	const start = time.clock.elapsed;
	const { texts } = await upload(account, photos(...names(count)), waiting(minutes));
	expect(time.clock.elapsed - start).toBe(minutes * MINUTE);
	expect(account.asked.length).toBeLessThanOrEqual(5 + 2 * minutes);
	expect(account.askedTo('create')).toEqual([]);
	expect(texts).toHaveLength(count);
	for (const text of texts) expect(text).toMatch(/^(Not sent: )?Google Photos is receiving too many requests for this account: file "photo-\d+\.jpg"/);
	expect(notSent(texts)).toBeGreaterThanOrEqual(count - account.asked.length);
});

const byTitle = { album: { mode: 'title', value: 'Trip' } };
test.each([
	['the list of albums', /^list albums$/, byTitle],
	['an album', /^get album ./, { album: { mode: 'id', value: 'some-album-of-this-app' } }],
	['a new album', /^create album /, byTitle],
	['media items that are looked at afterwards', /^look /, { options: { maximumWait: 1, verify: true } }],
])('an execution ends within Maximum Wait (1 minute) if Google always throttles %s', async (_, refusedOnes, parameters) => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (refusedOnes.test(what) ? tooMany() : undefined);
	const start = time.clock.elapsed;
	const { outputs } = await upload(account, photos(...names(3)), { parameters: { ...waiting(1).parameters, ...parameters } });
	expect(account.asked.filter((what) => refusedOnes.test(what)).length).toBeGreaterThan(0);
	expect(outputs).toHaveLength(3);
	expect(time.clock.elapsed - start).toBeLessThanOrEqual(MINUTE);
});

test('Upload Bytes Only ends after Maximum Wait as well if it is always throttled', async () => {
	const account = new FakeGoogle();
	account.fault = tooMany;
	const outputs = await time.clock.until(uploadBytesOnly(runOver(account, photos(...names(100)), waiting(2))));
	expect(time.clock.elapsed).toBe(2 * MINUTE);
	expect(notSent(summary(outputs))).toBeGreaterThanOrEqual(100 - account.asked.length);
	expect(account.asked.length).toBeLessThanOrEqual(8);
});

test('with Maximum Wait 0 the first throttled request ends the execution', async () => {
	const account = new FakeGoogle();
	account.fault = ({ what }) => (isSend(what) ? tooMany() : undefined);
	await upload(account, photos(...names(50)), waiting(0));
	expect(time.clock.elapsed).toBe(0);
	expect(account.asked.length).toBeLessThanOrEqual(5);
});

test.each([
	['refuses', tooMany],
	['cannot be reached', () => disconnected('ECONNREFUSED')],
])('files that were sent before Google %s are still created', async (_title, refuse) => {
	const account = new FakeGoogle();
	account.fault = ({ what, count }) => (isSend(what) && count > 7 ? refuse() : undefined);
	const { texts } = await upload(account, photos(...names(60)), waiting(2));
	expect(texts.filter((text) => text.startsWith('item of'))).toHaveLength(7);
	expect(account.askedTo('create')).toHaveLength(1);
	expect(notSent(texts)).toBeGreaterThanOrEqual(60 - 7 - 25);
});

test.each<[string, (account: FakeGoogle) => void]>([
	[
		'the calls',
		(account) => {
			account.fault = ({ what }) => (what.startsWith('create ') ? tooMany() : undefined);
		},
	],
	[
		'each file in them',
		(account) => {
			account.create = (token) => failed(token, 8, 'Quota exceeded.');
		},
	],
])('always throttled creates (%s) end after Maximum Wait, with at most one request per 30 seconds', async (_title, refuse) => {
	const account = new FakeGoogle();
	refuse(account);
	const { texts } = await upload(account, photos(...names(130)), waiting(5));
	expect(time.clock.elapsed).toBeLessThanOrEqual(5 * MINUTE);
	const times = account.times.filter((_, index) => account.asked[index].startsWith('create '));
	expect(times.length).toBeGreaterThan(2);
	for (const [index, at] of times.entries()) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(30 * SECOND);
	expect(new Set(texts.map((text) => /too many requests/.test(text)))).toEqual(new Set([true]));
});

test('all files are created after temporary throttling of calls or of files in them', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 5 }), fc.boolean(), async (count, refusals, single) => {
			const account = new FakeGoogle();
			let left = refusals;
			if (single) account.create = (token) => (left-- > 0 ? failed(token, 8, 'Quota exceeded.') : success(token));
			else account.fault = () => (left-- > 0 ? tooMany() : undefined);
			const { texts } = await upload(account, photos(...names(count)), waiting(30));
			expect(texts.filter((text) => text.startsWith('item of'))).toHaveLength(count);
		}),
		{ numRuns: 25 },
	);
});

test.each([
	['in a cool-down', tooMany],
	['between tries', () => refused(503, '', { 'retry-after': '300' })],
])('a file that waits %s holds no memory that another account needs', async (_title, refuse) => {
	const large = (name: string) => {
		const item = photo(name);
		const content = Buffer.alloc(40 * MIB, name);
		content.write('ffd8ffe0', 'hex');
		item.binary = { data: { ...item.binary?.data, data: content.toString('base64') } as never };
		return item;
	};
	const one = new FakeGoogle();
	one.fault = ({ count }) => (count < 3 ? refuse() : undefined);
	const other = new FakeGoogle();
	one.token = other.token = () => 'token';
	const start = time.clock.now();
	const held = uploadFiles(runOver(one, [large('a')], { credentialId: newCredentialId() }));
	await time.clock.pass(SECOND);
	await upload(other, [large('b')], { credentialId: newCredentialId() });
	expect(time.clock.now() - start).toBe(SECOND);
	expect(one.asked).toHaveLength(1);
	expect(other.asked).toHaveLength(2);
	expect(summary(await time.clock.until(held))[0]).toMatch(/^item of/);
});

test.each([
	['a refused connection', () => disconnected('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:3128'), 32],
	['an unknown host', () => disconnected('ENOTFOUND', 'getaddrinfo ENOTFOUND photoslibrary.googleapis.com'), 0],
	['a certificate', () => disconnected('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'), 0],
	['a proxy that wants a password', () => refused(407, 'Proxy Authentication Required'), 0],
])('%s ends the execution after its retries, if any; the remaining files are not sent', async (_title, refuse, seconds) => {
	const account = new FakeGoogle();
	account.fault = refuse;
	const { texts } = await upload(account, photos(...names(200)));
	expect(time.clock.elapsed).toBeLessThanOrEqual(seconds * SECOND);
	expect(account.asked.length).toBeLessThanOrEqual(20 * 6);
	expect(notSent(texts)).toBeGreaterThanOrEqual(180);
});
