/** Every link in the pages leads somewhere. What is outside of the project is not fetched: CI has no network. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { allPages, readPage, root } from './pages.mts';

const pages = allPages();
const KIBIBYTE = 1024;

/** Hosts that the pages may lead to. */
const hosts = new Set([
	'community.n8n.io',
	'console.cloud.google.com',
	'developers.google.com',
	'docs.cloud.google.com',
	'docs.github.com',
	'docs.n8n.io',
	'docs.npmjs.com',
	'github.com',
	'img.shields.io',
	'myaccount.google.com',
	'n8n.io',
	'nodejs.org',
	'one.google.com',
	'photos.google.com',
	'support.google.com',
	'www.npmjs.com',
]);

const isOutside = (target: string) => /^[a-z]+:/.test(target);
const targetsOf = (wanted: (target: string) => boolean) =>
	pages.flatMap(({ name, links }) => [...new Set(links)].filter(wanted).map((target) => [name, target] as const));

test('there are pages, with links, images and anchors in them', () => {
	expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining(['README.md', 'docs/setup.md']));
	expect(targetsOf(isOutside).length).toBeGreaterThan(20);
	expect(targetsOf((target) => target.includes('#') && !isOutside(target)).length).toBeGreaterThan(10);
	expect(pages.flatMap(({ images }) => images).length).toBeGreaterThan(5);
});

test.each(targetsOf((target) => !isOutside(target)))('%s: %s is there', (name, target) => {
	const [file = '', anchor] = target.split('#');
	const wanted = file === '' ? name : path.join(path.dirname(name), file);
	expect(existsSync(path.join(root, wanted))).toBe(true);
	if (anchor !== undefined) expect(readPage(wanted).headings.map((heading) => heading.anchor)).toContain(anchor);
});

test.each(targetsOf(isOutside))('%s: %s is a place we know', (_name, target) => {
	const { protocol, host } = new URL(target);
	expect(protocol).toBe('https:');
	expect([...hosts]).toContain(host);
});

/** Badges: pictures of the current state, made by the services that know it. */
const isBadge = (image: string) =>
	/^https:\/\/img\.shields\.io\/npm\/[\w./-]+\.svg$/.test(image) ||
	/^https:\/\/github\.com\/[\w./-]+\/actions\/workflows\/[\w-]+\.yml\/badge\.svg$/.test(image);

test('pictures from outside are badges, and only the README has them', () => {
	const outside = pages.flatMap(({ name, images }) => images.filter(isOutside).map((image) => [name, image] as const));
	expect(outside.length).toBeGreaterThan(0);
	expect(outside.filter(([name, image]) => name !== 'README.md' || !isBadge(image))).toEqual([]);
});

test.each(pages.flatMap(({ name, images }) => images.filter((image) => !isOutside(image)).map((image) => [name, image] as const)))(
	'%s: %s is a picture that loads quickly',
	(name, image) => {
		const file = path.join(root, path.dirname(name), image);
		expect(readFileSync(file).subarray(1, 4).toString('latin1')).toBe('PNG');
		expect(statSync(file).size).toBeLessThan(400 * KIBIBYTE);
	},
);

test('each picture has a text for those who do not see it', () => {
	for (const { name, text } of pages) {
		const silent = [...text.matchAll(/!\[\s*\]\(([^)]+)\)/g)].map(([, target]) => `${name}: ${target}`);
		expect(silent).toEqual([]);
	}
});

test('each picture is shown somewhere', () => {
	const shown = new Set(pages.flatMap(({ images }) => images.map((image) => path.basename(image))));
	expect(readdirSync(path.join(root, 'docs/images')).filter((image) => !shown.has(image))).toEqual([]);
});

test('each page is reached from the README', () => {
	const reached = new Set<string>();
	const visit = (name: string) => {
		if (reached.has(name) || !existsSync(path.join(root, name))) return;
		reached.add(name);
		for (const target of readPage(name).links) {
			const file = target.split('#')[0] as string;
			if (!isOutside(target) && file.endsWith('.md')) visit(path.join(path.dirname(name), file));
		}
	};
	visit('README.md');
	expect(pages.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([]);
});

const { homepage: REPOSITORY } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { homepage: string };

test('what the nodes and the credential link to is one of the pages', () => {
	const files = ['GooglePhotos', 'GooglePhotosTrigger'].map((node) => `nodes/${node}/${node}.node.json`);
	const texts = [...files, 'credentials/GooglePhotosLibraryOAuth2Api.credentials.ts'].map((file) =>
		readFileSync(path.join(root, file), 'utf8'),
	);
	const targets = texts.flatMap((text) => [...text.matchAll(/https:\/\/github\.com\/[^"'\s]+/g)].map(([target]) => target));
	expect(targets).toHaveLength(5);
	for (const target of targets) {
		expect(target).toContain(`${REPOSITORY}/blob/main/`);
		const [file = '', anchor] = target.replace(`${REPOSITORY}/blob/main/`, '').split('#');
		const anchors = readPage(file).headings.map((heading) => heading.anchor);
		if (anchor !== undefined) expect(anchors).toContain(anchor);
	}
});
