import type { IHttpRequestOptions } from 'n8n-workflow';
import { boundedSender } from '../../../nodes/GooglePhotos/uploads/transfer';
import { fakeCaller, fakeRun, inMemory, newCredentialId } from '../support/caller';
import { sentFile } from '../support/sentFiles';
import { errorOf, MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const limits = { parallel: 5, maximumWait: 15 * MINUTE, assertOpen: () => {}, onGiveUp: () => {} };

/** Files whose content is `prefix-number`. */
function sources(prefix: string, count: number) {
	return Array.from({ length: count }, (_, number) => {
		const content = Buffer.from(`${prefix}-${number}`);
		return sentFile(number, { file: inMemory(content, `${number}.jpg`), size: content.length }).source;
	});
}

test('an execution with one file does not wait for all 300 files of another, and file order is kept', async () => {
	const sent: string[] = [];
	const respond = async ({ body }: IHttpRequestOptions) => {
		sent.push(String(body));
		await time.clock.delay(SECOND);
		return `token-of-${String(body)}`;
	};
	const credentialId = newCredentialId();
	const sendMany = boundedSender(fakeRun(fakeCaller({ credentialId, respond })), limits);
	const sendOne = boundedSender(fakeRun(fakeCaller({ credentialId, respond })), limits);
	const many = Promise.all(sources('many', 300).map(sendMany));
	await time.clock.pass(10);
	const one = Promise.all(sources('one', 1).map(sendOne));
	const tokens = await time.clock.until(many);
	await time.clock.until(one);
	expect(sent.indexOf('one-0')).toBeGreaterThan(0);
	expect(sent.indexOf('one-0')).toBeLessThanOrEqual(25);
	expect(sent.filter((name) => name !== 'one-0')).toEqual(Array.from({ length: 300 }, (_, number) => `many-${number}`));
	expect(tokens.map(({ uploadToken }) => uploadToken)).toEqual(sent.filter((name) => name !== 'one-0').map((name) => `token-of-${name}`));
});

test('as many files are sent concurrently as the user has configured', async () => {
	let atOnce = 0;
	let most = 0;
	const respond = async () => {
		most = Math.max(most, ++atOnce);
		await time.clock.delay(SECOND);
		atOnce--;
		return 'token';
	};
	const send = boundedSender(fakeRun(fakeCaller({ respond })), { ...limits, parallel: 10 });
	await time.clock.until(Promise.all(sources('file', 40).map(send)));
	expect(most).toBe(10);
	expect(time.clock.elapsed).toBe(4 * SECOND);
});

test('all uploads of a cancelled execution, sent or queued, end within a second', async () => {
	const controller = new AbortController();
	const respond = async () => await new Promise<never>((_resolve, reject) => controller.signal.addEventListener('abort', () => reject(new Error('aborted'))));
	const send = boundedSender(fakeRun(fakeCaller({ signal: controller.signal, respond })), limits);
	const errors = sources('file', 100).map(async (source) => await errorOf(send(source)));
	await time.clock.pass(SECOND);
	controller.abort();
	const messages = (await time.clock.until(Promise.all(errors))).map(({ message }) => message);
	expect(time.clock.elapsed).toBeLessThanOrEqual(2 * SECOND);
	expect(messages.every((message) => message.includes('cancelled'))).toBe(true);
});
