import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sampleNames } from '../../tools/demo/samples.mts';

test('the demo uploads, downloads and compares every sample, and exits with 0', async () => {
	const child = spawn(process.execPath, [join(import.meta.dirname, '../../tools/demo/main.mts'), '--once'], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
	const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
	const printed = await text(child.stdout);
	expect(await ended).toBe(0);
	for (const name of await sampleNames()) expect(printed).toContain(name);
	expect(printed).toContain(`${(await sampleNames()).length} of ${(await sampleNames()).length}`);
	const lines = printed.split('\n');
	const headings = lines.find((line) => line.endsWith('  file'))?.split(/ {2,}/).slice(0, -1) ?? [];
	expect(headings.length).toBeGreaterThan(3);
	expect(headings.filter((heading) => !lines.some((line) => line.startsWith(`  ${heading}  `)))).toEqual([]);
}, 15 * 60_000);
