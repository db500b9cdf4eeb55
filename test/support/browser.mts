import { type Browser, chromium, type Page, selectors } from 'playwright-core';

// n8n's attribute for what Playwright calls data-testid.
selectors.setTestIdAttribute('data-test-id');

export const wide = { width: 1360, height: 850 };

/**
 * Opens Chromium with Google's hosts mapped to the emulator, as they are for n8n.
 *
 * @param elsewhere origins and the real ones that they map to: a test can show `http://localhost:5678`, n8n's usual
 *   address, while n8n listens on a free port
 */
export async function openBrowser(elsewhere: Record<string, string> = {}): Promise<Browser> {
	const hosts = Object.entries(elsewhere).map(([shown, real]) => [new URL(shown), new URL(real)] as const);
	const rules = hosts.map(([shown, real]) => `MAP ${shown.host} ${real.host}`);
	return await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		proxy: {
			server: process.env.HTTPS_PROXY ?? '',
			bypass: ['127.0.0.1', ...hosts.map(([{ hostname }]) => hostname)].join(','),
		},
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--lang=en-US',
			...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : []),
		],
	});
}

/** A new tab in a separate session, in English, that ignores certificate errors. Timeout: one minute. */
export async function newTab(browser: Browser, viewport = wide): Promise<Page> {
	const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport, locale: 'en-US' });
	context.setDefaultTimeout(60_000);
	return await context.newPage();
}
