/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withLock } from '../../../tools/n8n/lock.mts';
import { ownIdentity } from '../../../tools/n8n/process-identity.mts';

let folder: string;
let lock: string;
const children: ChildProcess[] = [];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
	lock = path.join(folder, 'of', 'demo.lock');
});
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

/** A process that takes the lock, prints a line, and holds it until it is stopped. */
async function holder(): Promise<ChildProcess> {
	const code = `
		import { withLock } from ${JSON.stringify(path.resolve(__dirname, '../../../tools/n8n/lock.mts'))};
		process.on('SIGINT', () => process.exit(130));
		await withLock(process.argv[1], async () => {
			process.stdout.write('has it');
			await new Promise((resolve) => setTimeout(resolve, 600_000));
		});
	`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', code, lock], { stdio: ['ignore', 'pipe', 'inherit'] });
	children.push(child);
	await once(child.stdout, 'data');
	return child;
}

const writeLock = (content: string) => {
	mkdirSync(path.dirname(lock), { recursive: true });
	writeFileSync(lock, content);
};

it('contains the process, its start time and the path while the work runs, and is deleted after it', async () => {
	const content = await withLock(lock, async () => await Promise.resolve(readFileSync(lock, 'utf8')));
	expect(JSON.parse(content)).toEqual({ ...ownIdentity(), path: lock });
	expect(readdirSync(path.dirname(lock))).toEqual([]);
});

it('is deleted after work that fails', async () => {
	await expect(withLock(lock, async () => await Promise.reject(new Error('broken')))).rejects.toThrow('broken');
	expect(existsSync(lock)).toBe(false);
});

it('runs one piece of work at a time', async () => {
	let inside = 0;
	const concurrent = await Promise.all(
		[1, 2, 3].map(async () =>
			await withLock(lock, async () => {
				const now = ++inside;
				await new Promise(setImmediate);
				inside--;
				return now;
			}),
		),
	);
	expect(concurrent).toEqual([1, 1, 1]);
});

it('is waited for while its process runs, and is deleted on Ctrl+C', async () => {
	const child = await holder();
	const waited: number[] = [];
	const taken = withLock(
		lock,
		async () => await Promise.resolve('taken'),
		(seconds) => {
			waited.push(seconds);
			expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: child.pid });
			child.kill('SIGINT');
		},
	);
	expect(await taken).toBe('taken');
	expect(waited[0]).toBe(0);
});

it('is taken over from a killed process', async () => {
	const child = await holder();
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(existsSync(lock)).toBe(true);
	expect(await withLock(lock, async () => await Promise.resolve('taken'))).toBe('taken');
});

it.each([
	['an earlier process with the same id, as in a container', () => JSON.stringify({ pid: process.pid, startedAt: 'earlier' })],
	['another process that runs now, but started later', () => JSON.stringify({ pid: process.ppid, startedAt: 'earlier' })],
	['a crashed writer that left an empty file', () => ''],
	['a crashed writer that left half of the content', () => '{"pid":1'],
])('is taken over from %s', async (_owner, content) => {
	writeLock(content());
	expect(await withLock(lock, async () => await Promise.resolve('taken'))).toBe('taken');
	expect(existsSync(lock)).toBe(false);
});

it('is taken over from an older version, whose lock was a folder', async () => {
	mkdirSync(lock, { recursive: true });
	writeFileSync(path.join(lock, 'pid'), String(process.pid));
	expect(await withLock(lock, async () => await Promise.resolve('taken'))).toBe('taken');
});
