/** `npm run identity`: one command changes author and repository everywhere, and nobody publishes before it was run. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
/** In a container of GitHub the files belong to another user. */
const git = (...command: string[]) =>
	execFileSync('git', ['-c', 'safe.directory=*', ...command], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

interface Manifest {
	scripts: Record<string, string>;
	author: { name: string; email: string };
	homepage: string;
	repository: { type: string; url: string };
	bugs: { url: string };
}
const manifestIn = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
const { author, homepage } = manifestIn(root);
const marks = [homepage, author.name, author.email];

/** Every tracked file that names author or repository. The changelog keeps the links of earlier releases. */
const files = git('ls-files').filter(
	(file) => /\.(md|json|[cm]?[jt]s|yml|hbs)$/.test(file) && !file.startsWith('CHANGELOG') && names(root, file, marks),
);

function names(folder: string, file: string, words: string[]): boolean {
	const text = readFileSync(path.join(folder, file), 'utf8');
	return words.some((word) => text.includes(word));
}

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'identity-'));
	for (const file of [...files, 'tools/setup/identity.mjs']) {
		mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		cpSync(path.join(root, file), path.join(folder, file));
	}
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function identity(options: string[], environment: Record<string, string> = {}) {
	const { GITHUB_REPOSITORY: _, ...inherited } = process.env;
	const { status, stderr } = spawnSync(process.execPath, [path.join(folder, 'tools/setup/identity.mjs'), ...options], {
		encoding: 'utf8',
		env: { ...inherited, NODE_OPTIONS: '', ...environment },
	});
	return { status, stderr };
}

const repository = 'https://github.com/jane/photos-node';
const become = (email: string) => identity([`--author=Jane Doe <${email}>`, `--repository=${repository}`]);

test('author and repository are changed in every file that names them', () => {
	expect(files.length).toBeGreaterThan(5);
	expect(become('jane@doe.dev').status).toBe(0);

	expect(files.filter((file) => names(folder, file, marks))).toEqual([]);
	expect(files.filter((file) => names(folder, file, [repository, 'Jane Doe']))).toEqual(files);
	expect(manifestIn(folder)).toMatchObject({
		author: { name: 'Jane Doe', email: 'jane@doe.dev' },
		homepage: repository,
		repository: { type: 'git', url: `git+${repository}.git` },
		bugs: { url: `${repository}/issues` },
	});
	// as npm writes it, so that the next version changes one line
	const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
	expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
});

test('the command of release.md is accepted', () => {
	const page = readFileSync(path.join(root, 'docs/release.md'), 'utf8');
	const [, by = '', at = ''] = /^npm run identity -- --author="(.+)" --repository=(\S+)$/m.exec(page) ?? [];
	expect(identity([`--author=${by}`, `--repository=${at}`]).status).toBe(0);
	expect(identity(['--check']).status).toBe(0);
	const { scripts } = manifestIn(root);
	expect(scripts.identity).toBe('node tools/setup/identity.mjs');
});

test('the check fails for a placeholder, and in another repository than the one of package.json', () => {
	become('jane@doe.example');
	expect(identity(['--check'])).toMatchObject({ status: 1, stderr: expect.stringContaining('placeholder') as string });
	become('jane@doe.dev');
	expect(identity(['--check'])).toEqual({ status: 0, stderr: '' });
	expect(identity(['--check'], { GITHUB_REPOSITORY: 'jane/photos-node' }).status).toBe(0);
	const elsewhere = identity(['--check'], { GITHUB_REPOSITORY: 'fork/photos-node' });
	expect(elsewhere).toMatchObject({ status: 1, stderr: expect.stringContaining('fork/photos-node') as string });
});

test.each([
	['nothing', []],
	['no e-mail address', ['--author=Jane Doe', `--repository=${repository}`]],
	['no repository of GitHub', ['--author=Jane Doe <jane@doe.dev>', '--repository=jane/photos-node']],
])('%s: nothing is changed', (_, options) => {
	expect(identity(options).status).toBe(1);
	expect(files.filter((file) => !names(folder, file, marks))).toEqual([]);
});

test('no version is tagged while the author is a placeholder', () => {
	const versions = git('tag', '--points-at', 'HEAD').filter((tag) => /^v?\d+\.\d+\.\d+/.test(tag));
	if (process.env.GITHUB_REF_TYPE === 'tag') versions.push(process.env.GITHUB_REF_NAME ?? '');
	expect([author.email.endsWith('.example'), versions.length > 0]).not.toEqual([true, true]);
});
