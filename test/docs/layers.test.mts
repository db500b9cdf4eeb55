/** The layers of nodes/: who may import whom, no circle, no long file. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './pages.mts';

const nodes = path.join(root, 'nodes');
const sourcesIn = (folder: string): string[] =>
	readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(path.join(folder, entry.name));
		return /\.[cm]?[jt]s$/.test(entry.name) ? [path.join(folder, entry.name)] : [];
	});
const files = sourcesIn(nodes);

/** From the lowest layer to the highest; the folders of one line are side by side. A file may import from lower layers. */
const layers = [
	['concurrency'],
	['files'],
	['errors'],
	['http'],
	['api'],
	['execution'],
	['properties'],
	['albums', 'downloads', 'uploads', 'picker', 'search'],
	['resources'],
	['GooglePhotos'],
];

/** Imports between folders that are side by side. */
const between: Record<string, string[]> = { uploads: ['albums', 'downloads'], picker: ['downloads'] };

/** What the trigger may import from. */
const ofTrigger = ['concurrency', 'errors', 'http', 'api', 'properties', 'albums'];

/** A folder of GooglePhotos, `GooglePhotos` for the node's own file, or `GooglePhotosTrigger`. */
function folderOf(file: string): string {
	const [node = '', folder = '', ...rest] = path.relative(nodes, file).split(path.sep);
	return node === 'GooglePhotos' && rest.length > 0 ? folder : node;
}

const rankOf = (folder: string) => layers.findIndex((names) => names.includes(folder));

function mayImport(from: string, to: string): boolean {
	if (from === to) return true;
	if (from === 'GooglePhotosTrigger') return ofTrigger.includes(to);
	return (rankOf(to) >= 0 && rankOf(to) < rankOf(from)) || (between[from] ?? []).includes(to);
}

/** The files of nodes/ that each file imports from, types included. */
const imports = new Map(
	files.map((file) => {
		const specifiers = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}) .*?from '(\.[^']+)';/gm)];
		const targets = specifiers.map(([, specifier = '']) => path.resolve(path.dirname(file), specifier));
		return [file, targets.map((target) => (files.includes(`${target}.ts`) ? `${target}.ts` : path.join(target, 'index.ts')))];
	}),
);

const shown = (file: string) => path.relative(nodes, file);

test('every folder of the node has its layer, and every import leads to a file', () => {
	expect(files.map(folderOf).filter((folder) => folder !== 'GooglePhotosTrigger' && rankOf(folder) < 0)).toEqual([]);
	expect([...imports.values()].flat().filter((target) => !files.includes(target))).toEqual([]);
	expect([...imports.values()].flat().length).toBeGreaterThan(300);
});

test('no import goes against the layers', () => {
	const wrong = [...imports].flatMap(([file, targets]) =>
		targets
			.filter((target) => !mayImport(folderOf(file), folderOf(target)))
			.map((target) => `${shown(file)} imports ${shown(target)}`),
	);
	expect(wrong).toEqual([]);
});

test('no circle, not even of types', () => {
	const done = new Set<string>();
	const circles: string[] = [];
	const visit = (file: string, way: string[]) => {
		if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].map(shown).join(' > '));
		if (way.includes(file) || done.has(file)) return;
		for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
		done.add(file);
	};
	for (const file of files) visit(file, []);
	expect(circles).toEqual([]);
});

test('no file is longer than 250 lines', () => {
	const all = ['nodes', 'credentials', 'test', 'tools'].flatMap((folder) => sourcesIn(path.join(root, folder)));
	const long = all.filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > 250);
	expect(long.map((file) => path.relative(root, file))).toEqual([]);
});

test('files are named in one style: camelCase in nodes/ and test/, kebab-case in tools/', () => {
	const named = (folder: string, style: RegExp) =>
		sourcesIn(path.join(root, folder)).filter((file) => !style.test(path.basename(file).replace(/(\.(full|test|node|credentials|config|d))*\.[cm]?[jt]s$/, '')));
	expect(named('nodes', /^[A-Za-z][A-Za-z0-9]*$/).map(shown)).toEqual([]);
	// the files of native/ are called like the packages that they stand for
	const ofTests = named('test', /^[A-Za-z][A-Za-z0-9]*$/).map((file) => path.relative(root, file));
	expect(ofTests.filter((file) => !file.startsWith('test/support/native/'))).toEqual([]);
	expect(named('tools', /^[a-z0-9]+(-[a-z0-9]+)*$/).map((file) => path.relative(root, file))).toEqual([]);
});
