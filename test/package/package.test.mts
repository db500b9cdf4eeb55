/** The package that would be published: the packed tarball, checked as n8n's verification does. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	n8n: { strict: boolean; nodes: string[]; credentials: string[] };
};

/** Unpacked. Most of it is code: 163 files, 630 kB. */
const LARGEST = 1_000_000;

/** Without these variables: the linters treat file names differently when they detect a test. */
const asOutsideOfTests = { ...process.env, NODE_OPTIONS: '', NODE_ENV: '' };

let folder: string;
let tarball: string;
let unpacked: string;
let files: string[];

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'packed-'));
	const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	tarball = path.join(folder, packed.trim());
	execFileSync('tar', ['-xzf', tarball, '-C', folder]);
	unpacked = path.join(folder, 'package');
	files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(unpacked, path.join(entry.parentPath, entry.name)));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('depends at run time only on the n8n into which it is installed', () => {
	expect(manifest.dependencies ?? {}).toEqual({});
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });

	const required = new Set<string>();
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const code = readFileSync(path.join(unpacked, file), 'utf8');
		for (const [, id] of code.matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
			if (id && !id.startsWith('.')) required.add(id);
		}
		expect(code).not.toMatch(/\bimport\(|\bprocess\.|\beval\(/);
	}
	expect([...required].sort()).toEqual(['n8n-workflow', 'node:crypto']);
});

test('is installed by hand as docs/setup.md says, without a network and nothing beside it', () => {
	const nodes = path.join(folder, 'nodes');
	mkdirSync(nodes);
	// npm install --legacy-peer-deps /tmp/n8n-nodes-google-photos-library-0.1.0.tgz
	const shell = process.platform === 'win32';
	execFileSync('npm', ['install', '--legacy-peer-deps', '--offline', tarball], { cwd: nodes, env: asOutsideOfTests, stdio: 'ignore', shell });
	const installed = path.join(nodes, 'node_modules');
	expect(readdirSync(installed).filter((name) => !name.startsWith('.'))).toEqual(['n8n-nodes-google-photos-library']);
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		expect(readdirSync(path.dirname(path.join(installed, 'n8n-nodes-google-photos-library', file)))).toContain(path.basename(file));
	}
}, 60_000);

test('contains the built node with its metadata, and nothing else', () => {
	// what is new and not ignored too; in a container of GitHub the files belong to another user
	const command = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', 'credentials', 'icons', 'nodes'];
	const sources = execFileSync('git', command, { cwd: root, encoding: 'utf8' });
	const built = sources.split('\n').filter(Boolean).map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);
	expect(files.sort()).toEqual(['LICENSE.md', 'README.md', 'package.json', ...built].sort());
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) expect(files).toContain(file);
});

test('is small', () => {
	const bytes = files.map((file) => statSync(path.join(unpacked, file)).size);
	expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(LARGEST);
});

// The lint itself is one of the checks of test/run.mts.
test("n8n's strict lint is on, with n8n's unchanged configuration", () => {
	const config = readFileSync(path.join(root, 'eslint.config.mjs'), 'utf8').replace(/\s+/g, ' ').trim();
	expect(config).toBe("import { config } from '@n8n/node-cli/eslint'; export default config;");
	expect(manifest.n8n.strict).toBe(true);
});

test.each(['source', 'tarball'])("n8n's scanner finds nothing in the %s", (which) => {
	const script = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const [folder, which] = process.argv.slice(1);
		const result = await analyzePackage(folder, ...(which === 'source' ? [SOURCE_FILE_PATTERNS] : []));
		process.stdout.write(JSON.stringify(result));
	`;
	const output = execFileSync(
		process.execPath,
		['--input-type=module', '-e', script, which === 'source' ? root : unpacked, which],
		{ cwd: root, encoding: 'utf8', env: asOutsideOfTests },
	);
	expect(JSON.parse(output)).toEqual({ passed: true });
});
