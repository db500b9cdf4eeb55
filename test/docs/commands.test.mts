/** Every command on the pages is run by somebody, or is at least one that a shell understands. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allPages, root } from './pages.mts';

const pages = allPages();
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** What a script hands to test/run.mts. */
const tiersOf = (script: string) => /^node tools\/setup\/run\.mjs test\/run\.mts (.*)$/.exec(scripts[script] ?? '')?.[1]?.split(' ');

/** The gate runs these two, and with them every script that is a part of them. */
const runInCi = ['test', 'test:system'].flatMap((script) => tiersOf(script) ?? []);

/** Who runs the other commands of the pages: a file, and the words of it that do. */
const runBy: Record<string, { file: string; words: string }> = {
	'npm run build': { file: 'tools/setup/run.mjs', words: "['run', 'build']" },
	'npm run lint': { file: '.github/workflows/ci.yml', words: 'npm run lint' },
	'npm run identity': { file: 'test/package/identity.test.mts', words: 'npm run identity -- ' },
	'npm ci': { file: 'tools/setup/run.mjs', words: "'npm', ['ci']" },
	'RELEASE_MODE=true npm publish --provenance=false --ignore-scripts=false': { file: 'test/package/publish.test.mts', words: 'RELEASE_MODE=true npm publish' },
	'npm run release': { file: '.github/workflows/publish.yml', words: 'npm run release' },
	'npm run test:full': { file: '.github/workflows/nightly.yml', words: 'npm run test:full' },
	'npm run test:full -- --update-images': { file: 'test/run.mts', words: "'--update-images'" },
	'npm run test:versions': { file: 'package.json', words: '--full check unit docs engine package n8n system engine-1.x versions' },
	'SEED_BASE=123 SEEDS=1 npm run test:unit -- --testPathPatterns=seeds': { file: 'test/runner/seeds.mts', words: 'environment.SEED_BASE' },
	'npm run emulator': { file: 'tools/emulator/start.mts', words: "'main.mts'" },
	'npm run live': { file: 'test/engine/live/command.ts', words: 'live/main.mts' },
	'npm pack': { file: 'test/package/package.test.mts', words: "'npm', ['pack'" },
	'npm install --legacy-peer-deps /tmp/n8n-nodes-google-photos-library-0.1.0.tgz': {
		file: 'test/package/package.test.mts',
		words: "['install', '--legacy-peer-deps'",
	},
	'npm run demo -- --once': { file: 'test/n8n/demo.test.mts', words: "'--once'" },
};

/** Commands that cannot be run here, each with the reason. */
const notRunHere: Record<string, string> = {
	'ssh -N -L 5678:localhost:5678 user@192.168.1.20': 'needs another machine',
	'export N8N_WEBHOOK_URL=https://n8n.example.com/': 'a setting of somebody else\'s n8n',
	'export N8N_PROXY_HOPS=1': 'a setting of somebody else\'s n8n',
	'npm run demo': 'the same as with --once, but ends only with Ctrl+C',
	'npm run dev': 'builds the node while it runs, which other tests use; ends only with Ctrl+C',
	'npm run bench -- --quick': 'for people who compare; needs rclone and another node',
	'mkdir -p ~/.n8n/nodes': 'the home folder of somebody else',
	'cd ~/.n8n/nodes': 'the home folder of somebody else',
	'npm login': 'an account of somebody\'s own',
	'npm deprecate n8n-nodes-google-photos-library@0.1.0 "Use 0.2.0, which has provenance"': 'a package that is published',
	'export GOOGLE_CLIENT_ID=…': 'a client of somebody\'s own',
	'export GOOGLE_CLIENT_SECRET=…': 'a client of somebody\'s own',
};

const isCommand = (line: string) => line.trim() !== '' && !line.startsWith('#');
const inBlocks = pages.flatMap(({ name, blocks }) =>
	blocks
		.filter(({ language }) => language === 'sh')
		.flatMap(({ code }) => code.split('\n').filter(isCommand).map((line) => [name, line.trim()] as const)),
);
const inText = pages.flatMap(({ name, text }) =>
	[...text.matchAll(/`(npm (?:run [^`]+|test))`/g)].map(([, command]) => [name, command as string] as const),
);
const commands = [...inBlocks, ...inText];

test('there are commands', () => {
	expect(inBlocks.length).toBeGreaterThan(5);
	expect(inText.length).toBeGreaterThan(5);
});

test('CI runs the tests', () => {
	for (const command of ["'npm test'", "'npm run test:system'"]) expect(read('.ci/run')).toContain(command);
	expect(runInCi).toEqual(expect.arrayContaining(['check', 'unit', 'docs', 'engine', 'package', 'n8n', 'system']));
});

test('GitHub runs each tier of the gate, in one job or another', () => {
	const jobs = [...read('.github/workflows/ci.yml').matchAll(/tiers: (.*)/g)].flatMap(([, tiers = '']) => tiers.split(' '));
	expect(jobs.sort()).toEqual([...runInCi].sort());
});

test.each(commands)('%s: %s is run by somebody', (_page, command) => {
	// a command with options is known by itself or without them
	const [base = ''] = command.split(' -- ');
	const tiers = tiersOf(base.replace(/^npm (run )?/, ''));
	const by = runBy[command] ?? runBy[base];
	if (tiers && !tiers.includes('--full')) expect(tiers.filter((tier) => !runInCi.includes(tier))).toEqual([]);
	else if (by) expect(read(by.file)).toContain(by.words);
	else expect([command, base].some((one) => Object.hasOwn(notRunHere, one))).toBe(true);
});

test('no command is listed here that no page has', () => {
	const written = new Set(commands.map(([, command]) => command));
	expect([...Object.keys(runBy), ...Object.keys(notRunHere)].filter((command) => !written.has(command))).toEqual([]);
});

test.each(pages.flatMap(({ name, blocks }) => blocks.map((block) => [name, block] as const)))(
	'%s: a block of code is one that its language understands',
	(_page, { language, code }) => {
		// what a program prints is "text"
		expect(['json', 'sh', 'text']).toContain(language);
		if (language === 'json') expect(() => JSON.parse(code)).not.toThrow();
		if (language === 'sh') expect(spawnSync('bash', ['-n', '-c', code]).status).toBe(0);
	},
);

/** Scripts that GitHub runs are written nowhere else than in its workflows, so they are looked up here too. */
const workflows = readdirSync(path.join(root, '.github/workflows')).map((file) => `.github/workflows/${file}`);

test.each([...pages.map(({ name }) => name), ...workflows, '.ci/run'])('%s: each npm script is in package.json', (file) => {
	const named = [...read(file).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, script]) => script as string);
	expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
});

test.each(workflows)('%s: each file that it runs is there', (file) => {
	const files = [...read(file).matchAll(/\b(?:node|run:) ([\w./-]+)/g)].map(([, name]) => name as string);
	expect(files.length + (read(file).match(/npm run/g)?.length ?? 0)).toBeGreaterThan(0);
	expect(files.filter((name) => name.includes('/') && !existsSync(path.join(root, name)))).toEqual([]);
});
