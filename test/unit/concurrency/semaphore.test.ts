/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { getEventListeners } from 'node:events';
import { Semaphore } from '../../../nodes/GooglePhotos/concurrency/semaphore';
import type { AcquireOptions } from '../../../nodes/GooglePhotos/concurrency/semaphore';
import { errorOf, settle } from '../support/virtualClock';

/** A semaphore, the names of the tasks that acquired it, and functions that end these tasks. */
function semaphore() {
	const held = new Semaphore();
	const entered: string[] = [];
	const end: Record<string, () => void> = {};
	const pass = async (name: string, way: AcquireOptions) =>
		await held.run(async () => {
			entered.push(name);
			await new Promise<void>((resolve) => (end[name] = resolve));
		}, way);
	return { entered, end, pass };
}

test('a task heavier than the limit runs alone', async () => {
	const { entered, end, pass } = semaphore();
	const all = [
		pass('heavy', { limit: 3, weight: 5 }),
		pass('light', { limit: 3 }),
		pass('heavy too', { limit: 3, weight: 5 }),
	];
	await settle();
	expect(entered).toEqual(['heavy']);
	end.heavy();
	await settle();
	expect(entered).toEqual(['heavy', 'light']);
	end.light();
	await settle();
	expect(entered).toEqual(['heavy', 'light', 'heavy too']);
	end['heavy too']();
	await Promise.all(all);
});

test('a task that was aborted in the queue, or has started, no longer listens for an abort', async () => {
	const { end, pass } = semaphore();
	const stops = [new AbortController(), new AbortController()];
	const listening = () => stops.map(({ signal }) => getEventListeners(signal, 'abort').length);
	const first = pass('first', { limit: 1 });
	const leaving = errorOf(pass('leaving', { limit: 1, signal: stops[0].signal }));
	const entering = pass('entering', { limit: 1, signal: stops[1].signal });
	await settle();
	expect(listening()).toEqual([1, 1]);
	stops[0].abort();
	await leaving;
	end.first();
	await settle();
	expect(listening()).toEqual([0, 0]);
	end.entering();
	await Promise.all([first, entering]);
});
