/** Ctrl+C at ten moments of the demo's start: no process or lock stays behind, and the demo starts again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache/demo');
const MINUTES = 60_000;

/** A line that the demo prints, or milliseconds after its start. */
const moments: Array<string | number> = [
	1,
	200,
	500,
	1000,
	'Starting Google Photos',
	'Giving n8n the node',
	'Starting n8n',
	'Executing the workflow',
	'Comparing every file',
	'Ctrl+C stops both',
];

function demo(...options: string[]): ChildProcess {
	// A separate process group, because a terminal sends Ctrl+C to all processes of a group.
	return spawn(process.execPath, [join(root, 'tools/demo/main.mts'), ...options], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_OPTIONS: '' },
		detached: true,
	});
}

async function until(child: ChildProcess, moment: string | number): Promise<void> {
	if (typeof moment === 'number') return await wait(moment);
	let printed = '';
	for await (const chunk of child.stdout ?? []) {
		printed += String(chunk);
		if (printed.includes(moment)) return;
	}
	throw new Error(`The demo ended before it printed "${moment}":\n${printed}`);
}

/** Remaining processes of the demo, found by n8n's user folder and the emulator's data folder. */
function leftovers(): string[] {
	return readdirSync('/proc').filter((pid) => {
		if (!/^\d+$/.test(pid)) return false;
		try {
			return ['environ', 'cmdline'].some((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(`${folder}/`));
		} catch {
			return false;
		}
	});
}

test.each(moments)('after Ctrl+C at %p no process stays behind', async (moment) => {
	const child = demo();
	await until(child, moment);
	const closed = once(child, 'close');
	child.stdout?.resume();
	child.stderr?.resume();
	process.kill(-(child.pid as number), 'SIGINT');
	await closed;
	expect(existsSync(join(folder, '.lock'))).toBe(false);
	expect(leftovers()).toEqual([]);
}, 15 * MINUTES);

test('then the demo starts and all files pass', async () => {
	const child = demo('--once');
	const closed = once(child, 'close');
	child.stdout?.resume();
	child.stderr?.resume();
	expect((await closed)[0]).toBe(0);
}, 15 * MINUTES);
