/** Names and proofs on the pages that come from somewhere else: from n8n, or from our tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allPages, readPage, root } from './pages.mts';

const pages = allPages();
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('environment variables are ones that n8n, Node.js or we know', () => {
	const known = new Set(['HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS', 'GITHUB_TOKEN', 'WEBHOOK_URL', 'N8N_ENCRYPTION_KEY']);
	// of n8n's module of community packages, which n8n-core does not bring
	known.add('N8N_REINSTALL_MISSING_PACKAGES');
	// of n8n's task runner
	known.add('NODE_FUNCTION_ALLOW_BUILTIN');
	const sources = ['node_modules/@n8n/config/dist', 'node_modules/n8n-core/dist'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.js'))
			.map((file) => read(path.join(folder, file))),
	);
	for (const source of sources) for (const [name] of source.matchAll(/\b(?:N8N|QUEUE|EXECUTIONS|CREDENTIALS)_[A-Z_]+\b/g)) known.add(name);
	const named = pages.flatMap(({ name, text, blocks }) =>
		[...`${text}${blocks.map(({ code }) => code).join('')}`.matchAll(/\b[A-Z0-9]+_[A-Z0-9_]+\b/g)]
			.map(([variable]) => variable)
			.filter((variable) => /^(N8N|NPM|NODE|HTTPS?|GITHUB|QUEUE|EXECUTIONS|CREDENTIALS|WEBHOOK)_/.test(variable))
			// n8n reads any variable from a file too: https://docs.n8n.io/hosting/configuration/configuration-methods/
			.map((variable) => variable.replace(/_FILE$/, ''))
			.map((variable) => [name, variable] as const),
	);
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter(([, variable]) => !known.has(variable))).toEqual([]);
});

test('verification.md: each point that is ticked shows a file or says by what', () => {
	const ticked = readPage('docs/verification.md').text.split('\n').filter((line) => line.startsWith('- [x]'));
	expect(ticked.length).toBeGreaterThan(20);
	expect(ticked.filter((line) => !/\]\(|: (the same|n8n)|English|One service|Not a copy|`npm run /.test(line))).toEqual([]);
	for (const [, file = '', title = ''] of read('docs/verification.md').matchAll(/\]\(\.\.\/([^)]+)\) \("([^"]+)"\)/g)) {
		expect(existsSync(path.join(root, file))).toBe(true);
		expect(read(file).replaceAll("\\'", "'")).toContain(title);
	}
});

test("the README's claim about large files is the result of the benchmark", () => {
	const row = read('tools/benchmark/RESULTS.md').split('\n').find((line) => line.startsWith('| time for the one video, of the floor'));
	const [, claimed] = /Uploading 4 GiB takes \[(.*? ×) the time/.exec(readPage('README.md').text) ?? [];
	expect(claimed).toBe(row?.split('|')[2]?.trim());
});
