/** `npm publish` as run by a person and by GitHub, with a registry on this machine that accepts everything. */
import { spawn } from 'node:child_process';
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
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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

test('GitHub publishes with scripts enabled, because one of them checks the package', () => {
	const workflow = readFileSync(path.join(root, '.github/workflows/publish.yml'), 'utf8');
	const [, step] = workflow.split('npm run release');
	expect(step).toContain("NPM_CONFIG_IGNORE_SCRIPTS: 'false'");
});
