/** V8 must not run full garbage collections again and again because of buffers that are no longer used. */
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const source = pathToFileURL(resolve('nodes/GooglePhotos/files/gcHint.ts')).href;

/** Allocates 1 GiB in buffers of 64 KiB in a separate process. @returns number of full garbage collections meanwhile */
function collectionsWhile(passes: string): number {
	const program = `
		import { constants, PerformanceObserver } from 'node:perf_hooks';
		import { reportExternalBytes } from '${source}';
		let whole = 0;
		const observer = new PerformanceObserver((list) => {
			for (const { detail } of list.getEntries()) if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) whole++;
		});
		observer.observe({ entryTypes: ['gc'] });
		for (let piece = 0; piece < 16 * 1024; piece++) {
			let buffer = Buffer.allocUnsafeSlow(64 * 1024);
			${passes}
			if (piece % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
		console.log(whole);
	`;
	return Number(execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], { encoding: 'utf8' }));
}

test('V8 frees unused buffers without repeated full garbage collections', () => {
	expect(collectionsWhile('')).toBeGreaterThanOrEqual(8);
	expect(collectionsWhile('reportExternalBytes(buffer.length)')).toBeLessThanOrEqual(2);
});
