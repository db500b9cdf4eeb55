/** Executions of a real n8n that share a request to Google: stopping one does not stop the others. */
import { deliver, numberedPictures, receiver, sha256 } from '../support/queueLoad.mts';
import { type SharedN8n, sharedN8n } from '../support/sharedN8n.mts';
import { until } from '../support/until.mts';

const MINUTE = 60_000;

let n8n: SharedN8n;

beforeAll(async () => {
	n8n = await sharedN8n();
}, 15 * MINUTE);

test('stopping the execution that started a shared create before it is sent does not stop the others', async () => {
	const account = await n8n.connect({ switches: { createLatencyMs: 120_000 } });
	const workflowId = await n8n.save(receiver('receive', [account]));
	await n8n.publish(workflowId);
	// n8n registers the webhook a moment later; from then on it answers GET by asking for POST.
	const address = `${n8n.url}/webhook/${account.id}`;
	await until(async () => (await (await fetch(address)).text()).includes('Did you mean'));
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const executions = async () => {
		const path = `/executions?limit=10&filter=${filter}`;
		const { results } = await n8n.editor.ask<{ results: Array<{ id: string; status: string }> }>('GET', path);
		return results.sort((one, other) => Number(one.id) - Number(other.id));
	};
	const pictures = await numberedPictures('together', 4);
	for (const [index, picture] of pictures.entries()) {
		await deliver(n8n.url, [{ account, pictures: [picture] }]);
		await until(async () => (await account.counts()).byMethod.uploads === index + 1);
	}
	// The first execution's request is in flight; the second waits with its own, which the others have joined.
	const [, leader] = await executions();
	await n8n.editor.ask('POST', `/executions/${leader?.id}/stop`);
	await until(async () => (await executions()).some(({ status }) => status === 'canceled'));
	await account.switches({ createLatencyMs: 0 });
	await until(async () => (await executions()).every(({ status }) => status !== 'running' && status !== 'new'));

	expect((await executions()).map(({ status }) => status)).toEqual(['success', 'canceled', 'success', 'success']);
	const { mediaItems } = await account.library();
	const wanted = pictures.filter((_, index) => index !== 1).map(sha256);
	expect(mediaItems.map((item) => item.sha256).sort()).toEqual(wanted.sort());
	expect((await account.counts()).byMethod['mediaItems.batchCreate']).toBe(2);
}, 15 * MINUTE);
