/** `npm publish` as run by a person and by GitHub, with a registry on this machine that accepts everything. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const published: string[] = [];
let registry: Server;
let url: string;
let folder: string;

beforeAll(async () => {
	registry = createServer((request, response) => {
		if (request.method === 'PUT') published.push(request.url ?? '');
		request.resume();
		response.writeHead(request.method === 'PUT' ? 201 : 404, { 'content-type': 'application/json' }).end('{}');
	}).listen(0, '127.0.0.1');
	await once(registry, 'listening');
	url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
});
afterAll(() => registry.close());

beforeEach(() => {
	published.length = 0;
	folder = mkdtempSync(path.join(tmpdir(), 'publish-'));
	for (const name of ['package.json', '.npmrc', 'README.md', 'LICENSE.md', 'tools/setup']) {
		cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
	}
	beBy('someone@real.dev');
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Author and repository as `npm run identity` sets them. */
function beBy(email: string): void {
	const command = ['tools/setup/identity.mjs', `--author=Someone <${email}>`, '--repository=https://github.com/someone/it'];
	execFileSync(process.execPath, command, { cwd: folder, stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } });
}

/** @param environment additional variables, as in GitHub Actions or as a person sets them */
async function publish(environment: Record<string, string>, ...flags: string[]) {
	const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|GITHUB_|CI$|NODE_OPTIONS$|RELEASE_MODE$)/i.test(name));
	const child = spawn('npm', ['publish', ...flags], {
		cwd: folder,
		env: {
			...Object.fromEntries(inherited),
			NO_PROXY: '127.0.0.1',
			npm_config_registry: url,
			[`npm_config_//${new URL(url).host}/:_authToken`]: 'token-of-a-test',
			...environment,
		},
		shell: process.platform === 'win32',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await once(child, 'close')) as [number];
	return { code, output };
}

const release = { RELEASE_MODE: 'true', NPM_CONFIG_IGNORE_SCRIPTS: 'false' };

test('a person cannot publish', async () => {
	cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
	const { code, output } = await publish({});
	expect(output).toContain('provenance');
	expect(code).not.toBe(0);
	expect(published).toEqual([]);
});

test('the release fails if the package lacks a file that package.json names', async () => {
	const { code, output } = await publish(release, '--provenance=false');
	expect(output).toContain('The package does not hold dist/nodes/GooglePhotos/GooglePhotos.node.js');
	expect(code).not.toBe(0);
	expect(published).toEqual([]);
});

test('the release publishes the built package', async () => {
	cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
	const { code, output } = await publish(release, '--provenance=false');
	expect([code, published]).toEqual([0, ['/n8n-nodes-google-photos-library']]);
	expect(output).toContain('dist/nodes/GooglePhotos/GooglePhotos.node.js');
});

test('the first version is published by hand, with the command of release.md', async () => {
	cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
	const page = readFileSync(path.join(root, 'docs/release.md'), 'utf8');
	const [, flags = ''] = /^RELEASE_MODE=true npm publish (.*)$/m.exec(page) ?? [];
	const { code } = await publish({ RELEASE_MODE: 'true' }, ...flags.split(' '));
	expect([code, published]).toEqual([0, ['/n8n-nodes-google-photos-library']]);
});

test('nothing is published while the author is a placeholder', async () => {
	cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
	beBy('someone@real.example');
	const { code, output } = await publish(release, '--provenance=false');
	expect(output).toContain('is a placeholder');
	expect(code).not.toBe(0);
	expect(published).toEqual([]);
});

test('GitHub checks author and repository before it publishes', () => {
	const workflow = readFileSync(path.join(root, '.github/workflows/publish.yml'), 'utf8');
	const [before] = workflow.split('npm run release');
	expect(before).toContain('node tools/setup/identity.mjs --check');
	const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
	expect(scripts.release).toBe('node tools/setup/identity.mjs --check && n8n-node release');
});

test('release-it accepts the options with which n8n-node calls it', () => {
	const command = readFileSync(path.join(root, 'node_modules/@n8n/node-cli/dist/commands/release.js'), 'utf8');
	const [, call = ''] = /'release-it', \[([\s\S]*?)\n\s*\], \{/.exec(command) ?? [];
	const options = [...call.matchAll(/['"](-[^'" ]*)/g)].map(([, option]) => option as string);
	expect(options).toContain('-n');
	const releaseIt = path.join(root, 'node_modules/release-it/bin/release-it.js');
	const env = { ...process.env, NODE_OPTIONS: '' };
	const shown = execFileSync(process.execPath, [releaseIt, ...options, '--version'], { encoding: 'utf8', env });
	expect(shown).toMatch(/\d+\.\d+\.\d+/);
});

test('GitHub publishes without a token', () => {
	const workflow = readFileSync(path.join(root, '.github/workflows/publish.yml'), 'utf8');
	expect(workflow).toContain('id-token: write');
	expect(workflow).not.toMatch(/NPM_TOKEN|_authToken|secrets\./);
});

test('GitHub publishes with scripts enabled, because one of them checks the package', () => {
	const workflow = readFileSync(path.join(root, '.github/workflows/publish.yml'), 'utf8');
	const [, step] = workflow.split('npm run release');
	expect(step).toContain("NPM_CONFIG_IGNORE_SCRIPTS: 'false'");
});
