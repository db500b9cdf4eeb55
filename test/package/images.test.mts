/** The pictures of the docs: each is taken by a test, so that none can be out of date. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');
const folder = join(repository, 'docs/images');
const LARGEST = 120 * 1024;

async function textsOf(directory: string, ending: string): Promise<string> {
	const names = (await readdir(join(repository, directory))).filter((name) => name.endsWith(ending));
	const texts = names.map(async (name) => await readFile(join(repository, directory, name), 'utf8'));
	return (await Promise.all(texts)).join('\n');
}

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name ?? '');

let images: string[];
let taken: string[];

beforeAll(async () => {
	images = (await readdir(folder)).sort();
	taken = namesIn(await textsOf('test/system', '.test.mts'), /'([\w-]+\.png)'/g);
});

test('a test takes every picture that is there', () => {
	expect(images.filter((name) => !taken.includes(name))).toEqual([]);
	expect(images.length).toBeGreaterThan(6);
});

test('a test takes every picture that the docs show', async () => {
	const texts = [await textsOf('.', '.md'), await textsOf('docs', '.md'), await textsOf('examples', '.md')];
	const shown = namesIn(texts.join('\n'), /images\/([^\s)"'>]+)/g);
	expect(shown.length).toBeGreaterThan(0);
	expect(shown.filter((name) => !images.includes(name) || !taken.includes(name))).toEqual([]);
});

test('pictures are small', async () => {
	for (const name of images) {
		const { size } = await stat(join(folder, name));
		expect([name, size <= LARGEST]).toEqual([name, true]);
	}
});
