/** The pictures of the docs: each is taken by a system test, so that none can be out of date. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './pages.mts';

const folder = path.join(root, 'docs/images');
const LARGEST = 120 * 1024;

const images = readdirSync(folder);
const systemTests = path.join(root, 'test/system');
const taken = readdirSync(systemTests)
	.filter((name) => name.endsWith('.test.mts'))
	.flatMap((name) => [...readFileSync(path.join(systemTests, name), 'utf8').matchAll(/'([\w-]+\.png)'/g)])
	.map(([, name]) => name as string);

test('a test takes every picture', () => {
	expect(images.length).toBeGreaterThan(20);
	expect(images.filter((name) => !taken.includes(name))).toEqual([]);
});

test.each(images)('%s is small', (name) => {
	expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(LARGEST);
});
