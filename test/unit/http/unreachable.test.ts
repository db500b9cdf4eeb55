/** A host that cannot be reached ends what is wanted of it, and nothing else. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { downloadFromUrl } from '../../../nodes/GooglePhotos/uploads/fromUrl';
import { fakeCaller, fakeRun } from '../support/caller';
import { disconnected } from '../support/httpErrors';
import { MediaHost } from '../support/mediaHost';
import { errorOf, SECOND, useVirtualClock } from '../support/virtualClock';
import { downloadFiles } from '../support/operations';

const time = useVirtualClock();

test('a host of files: the rest is not fetched, after the tries of the first, while the API is still asked', async () => {
	const host = new MediaHost();
	host.bytesFault = () => 'refused';
	const ids = Array.from({ length: 120 }, (_, index) => `id${index}`);
	const outputs = await time.clock.until(downloadFiles(host.run(ids)));
	const texts = outputs.map(({ error }) => error?.message ?? '');
	for (const text of texts) expect(text).toMatch(/^(Not sent: )?Google Photos could not be reached: "id\d+" \[item \d+\]$/);
	expect(texts.filter((text) => text.startsWith('Not sent: ')).length).toBeGreaterThanOrEqual(120 - 55);
	expect(host.batchGets).toHaveLength(3);
	expect(time.clock.elapsed).toBeLessThanOrEqual(63 * SECOND);
});

test('a server of files by URL: its other files are not asked for, those of other servers are', async () => {
	const asked: string[] = [];
	const httpRequest = async ({ url }: IHttpRequestOptions) => {
		asked.push(url);
		throw disconnected(url.includes('dead') ? 'ECONNREFUSED' : 'ENOTFOUND');
	};
	const run = fakeRun({ ...fakeCaller(), helpers: { httpRequest } } as never);
	const fetch = async (url: string, item: number) => (await time.clock.until(errorOf(downloadFromUrl(run, url, { item })))).message;
	expect(await fetch('https://dead.example/1.jpg', 0)).toBe('The file could not be fetched from the address: dead.example [item 0]');
	expect(asked).toHaveLength(4);
	expect(await fetch('https://dead.example/2.jpg', 1)).toBe('The file could not be fetched from the address: dead.example [item 1]');
	expect(asked).toHaveLength(4);
	expect(await fetch('https://other.example/1.jpg', 2)).toContain('other.example');
	expect(asked).toHaveLength(5);
});
