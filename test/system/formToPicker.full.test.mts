/** The example whose form ends in the picker's page, in a browser, in each supported n8n. Needs Chromium. */
import type { Browser, Page } from 'playwright-core';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { openBrowser, wide } from '../support/browser.mts';
import { visitor } from '../support/exampleCredentials.mts';
import { ExampleServer } from '../support/exampleServer.mts';

const MINUTE = 60_000;
const ID = 'form-to-picker';

describe.each(supportedN8n)('n8n $line', ({ environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<ExampleServer['n8n']['connect']>>;
	let browser: Browser;

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			return { [ID]: { credentials: { googlePhotosLibraryOAuth2Api: account.id } } };
		}, environment);
		await server.publish(ID);
		for (const [index, name] of ['beach.jpg', 'harbour.jpg', 'hill.jpg'].entries()) {
			await account.addFromElsewhere(server.pictures[index] as Buffer, name);
		}
		browser = await openBrowser();
	}, 15 * MINUTE);

	afterAll(async () => {
		await browser?.close();
		await server.stop();
	});

	/** Fills in and submits the form. @returns the page that follows */
	async function submit(album: string): Promise<Page> {
		const { user: username, password } = visitor;
		const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: wide, locale: 'en-US', httpCredentials: { username, password } });
		context.setDefaultTimeout(120_000);
		const page = await context.newPage();
		await page.goto(server.address('form/pick-photos'));
		await page.getByLabel('Album').fill(album);
		await page.getByRole('button', { name: 'Choose photos' }).click();
		return page;
	}

	const namesIn = async (title: string) => {
		const { albums, mediaItems } = await account.library();
		const { id = '' } = albums.find((album) => album.title === title) ?? {};
		return mediaItems.filter(({ albumIds }) => albumIds.includes(id)).map(({ filename }) => filename).sort();
	};
	const deletions = async () => (await account.counts()).byMethod['sessions.delete'] ?? 0;

	/** Picks in the page that the form has led to. What was uploaded before may be there under the same name. */
	async function pickIn(page: Page, names: string[]): Promise<void> {
		await page.waitForURL('https://photos.google.com/picker/**');
		for (const name of names) await page.getByRole('checkbox', { name }).first().check();
		await page.getByRole('button', { name: 'Done' }).click();
		await page.getByText('You can close this page.').waitFor();
	}

	test('form-to-picker: the form leads to the page of Google Photos, and what is picked there goes into the album', async () => {
		await pickIn(await submit('Summer at the lake'), ['beach.jpg', 'hill.jpg']);
		expect(await server.outcome(ID)).toEqual({ status: 'success' });
		expect(await namesIn('Summer at the lake')).toEqual(['beach.jpg', 'hill.jpg']);
		expect(await deletions()).toBe(1);

		await pickIn(await submit('Nothing'), []);
		expect(await server.outcome(ID)).toEqual({ status: 'success' });
		expect((await account.library()).albums).toHaveLength(1);
		expect(await deletions()).toBe(2);
	}, 15 * MINUTE);

	test('form-to-picker: a file that fails does not stop the others, and fails the execution', async () => {
		const page = await submit('Autumn');
		await page.waitForURL('https://photos.google.com/picker/**');
		// the page's own pictures come first
		await page.waitForLoadState('networkidle');
		await account.fault({ method: 'bytes', kind: 'status', status: 404, body: 'gone', times: 1 });
		await pickIn(page, ['beach.jpg', 'harbour.jpg']);
		expect(await server.outcome(ID)).toMatchObject({ status: 'error', message: expect.stringMatching(/(beach|harbour)\.jpg/) });
		await account.clearFaults();
		expect(await namesIn('Autumn')).toHaveLength(1);
		expect(await deletions()).toBe(3);
	}, 15 * MINUTE);

	test('form-to-picker: without a link the visitor reads so, and the execution fails', async () => {
		const refused = { error: { code: 403, status: 'PERMISSION_DENIED', message: 'No.' } };
		await account.fault({ method: 'sessions.create', kind: 'status', status: 403, body: refused, times: 100 });
		const page = await submit('Winter');
		await page.getByText('It does not work now').waitFor();
		await page.getByText('Please try again later').waitFor();
		expect(await server.outcome(ID)).toMatchObject({ status: 'error', message: expect.stringMatching(/\w/) });
		await account.clearFaults();
	}, 15 * MINUTE);
});
