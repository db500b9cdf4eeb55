import { type Browser, chromium, type Page, selectors } from 'playwright-core';

// What n8n calls it, where Playwright expects data-testid.
selectors.setTestIdAttribute('data-test-id');

export const wide = { width: 1360, height: 850 };

/**
 * Opens Chromium so that Google's hosts are the emulator's, as they are for n8n.
 *
 * @param elsewhere addresses and where they really are, both without a path: a test can show
 *   `http://localhost:5678`, where people have their n8n, while it runs on a free port
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

/** A new tab in a session of its own, in English, that trusts the emulator's certificates and waits a minute at most. */
export async function newTab(browser: Browser, viewport = wide): Promise<Page> {
	const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport, locale: 'en-US' });
	context.setDefaultTimeout(60_000);
	return await context.newPage();
}
