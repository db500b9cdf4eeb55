/** An execution sends no further requests to a host that was unreachable; requests to other hosts continue. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { mediaBytes } from '../../../nodes/GooglePhotos/api/methods';
import { downloadMedia } from '../../../nodes/GooglePhotos/http/mediaDownload';
import { downloadFromUrl } from '../../../nodes/GooglePhotos/uploads/fromUrl';
import { fakeCaller, fakeRun } from '../support/caller';
import { disconnected } from '../support/httpErrors';
import { bytesFault, MediaHost } from '../support/mediaHost';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';
import { downloadFiles } from '../support/operations';

const time = useVirtualClock();

test('an unreachable media host gets no requests after the first attempts, while API calls continue', async () => {
	const host = new MediaHost();
	host.fault = bytesFault(() => 'refused');
	const ids = Array.from({ length: 120 }, (_, index) => `id${index}`);
	const outputs = await time.clock.until(downloadFiles(host.run(ids)));
	const texts = outputs.map(({ error }) => error?.message ?? '');
	for (const [item, text] of texts.entries()) {
		expect(text.replace('Not sent: ', '')).toContain(`Google Photos could not be reached: "id${item}" [item ${item}]. Check the network`);
	}
	expect(texts.filter((text) => text.startsWith('Not sent: ')).length).toBeGreaterThanOrEqual(120 - 55);
	expect(host.batchGets).toHaveLength(3);
	expect(time.clock.elapsed).toBeLessThanOrEqual(63 * SECOND);
});

test('a download that is not sent for that reason names its own item', async () => {
	const n8n = fakeCaller({
		respond: () => {
			throw disconnected('ECONNREFUSED');
		},
	});
	const urlProvider = async () => 'https://lh3.googleusercontent.com/lr/AbC=d';
	const download = async (item: number) => {
		const request = { method: mediaBytes, subject: { item }, urlProvider, save: async () => 'never' };
		return (await time.clock.until(errorOf(downloadMedia({ n8n, settings: {} }, request)))).message;
	};
	expect(await download(1)).toMatch(/^Google Photos could not be reached \[item 1\]\./);
	expect(await download(2)).toMatch(/^Not sent: Google Photos could not be reached \[item 2\]\./);
});

test('an unreachable server of files by URL gets no further requests, while other servers do', async () => {
	const asked: string[] = [];
	const httpRequest = async ({ url }: IHttpRequestOptions) => {
		asked.push(url);
		throw disconnected(url.includes('dead') ? 'ECONNREFUSED' : 'ENOTFOUND');
	};
	const run = fakeRun({ ...fakeCaller(), helpers: { httpRequest } } as never);
	const fetch = async (url: string, item: number) => (await time.clock.until(errorOf(downloadFromUrl(run, url, { item })))).message;
	expect(await fetch('https://dead.example/1.jpg', 0)).toBe('The file could not be fetched from the URL: dead.example [item 0]. Check the URL, and the network of the machine that runs n8n.');
	expect(asked).toHaveLength(4);
	expect(await fetch('https://dead.example/2.jpg', 1)).toBe('The file could not be fetched from the URL: dead.example [item 1]. Check the URL, and the network of the machine that runs n8n.');
	expect(asked).toHaveLength(4);
	expect(await fetch('https://other.example/1.jpg', 2)).toContain('other.example');
	expect(asked).toHaveLength(5);
});
