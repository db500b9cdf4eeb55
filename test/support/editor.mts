import type { Browser, Locator, Page } from 'playwright-core';
import { EditorApi, type Owner } from '../../tools/n8n/editor-api.mts';
import type { Execution } from '../../tools/n8n/execution.mts';
import { newTab } from './browser.mts';
import { owner } from './sharedN8n.mts';

/** Signs in to the editor's API as this user, who becomes the owner of a new instance. */
export async function editorApi(url: string, user = owner): Promise<EditorApi> {
	const api = new EditorApi(url);
	await api.signIn(user);
	return api;
}

/** Opens a page of the editor in a new tab with the user signed in. */
export async function openEditor(
	browser: Browser,
	address: string,
	{ viewport, user = owner }: { viewport?: { width: number; height: number }; user?: Owner } = {},
): Promise<Page> {
	const page = await newTab(browser, viewport);
	await page.goto(address);
	await page.locator('[autocomplete="email"]').fill(user.email);
	await page.locator('[autocomplete="current-password"]').fill(user.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	return page;
}

/** Locates a node of the open workflow. */
export function onCanvas(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** Opens the form of a node by double-clicking it. */
export async function openNode(page: Page, name: string): Promise<Locator> {
	await onCanvas(page, name).waitFor();
	await page.getByTestId('zoom-to-fit').click();
	await onCanvas(page, name).dblclick();
	const form = page.getByTestId('ndv');
	await form.waitFor();
	// Away from the form, whose fields show their tools on hover.
	await page.mouse.move(2, 2);
	return form;
}

/** Closes the form of a node, if one is open. */
export async function closeNode(page: Page): Promise<void> {
	const button = page.getByTestId('ndv-close-button');
	if (await button.isVisible()) await button.click();
	await page.getByTestId('ndv').waitFor({ state: 'hidden' });
}

/** Executes the open workflow and waits until n8n's success message has appeared and disappeared. */
export async function executeWorkflow(page: Page): Promise<void> {
	await page.getByTestId('execute-workflow-button').first().click();
	const toast = page.getByText('Workflow executed successfully').first();
	await toast.waitFor({ timeout: 120_000 });
	await toast.waitFor({ state: 'hidden' });
}

/** Executes the open workflow, waits for n8n's message that this node failed, and closes the message. */
export async function executeFailing(page: Page, node: string): Promise<void> {
	await page.getByTestId('execute-workflow-button').first().click();
	// It stays open until it is closed.
	const toast = page.locator('.el-notification', { hasText: `Problem in node ‘${node}‘` });
	await toast.locator('.el-notification__closeBtn').click({ timeout: 120_000 });
	await toast.waitFor({ state: 'hidden' });
}

/** The newest execution of a workflow. @throws Error unless it has ended */
export async function endedExecution(api: EditorApi, workflowId: string): Promise<Execution> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await api.ask<{ results: Array<{ id: string }> }>('GET', `/executions?filter=${filter}`);
	const execution = await api.execution(results[0]?.id ?? '');
	if (['new', 'running', 'waiting'].includes(execution.status)) throw new Error(`It is ${execution.status} still`);
	return execution;
}
