/**
 * Eight tiers, each a project that can be run alone (see test/run.mts). Files called `*.full.test.*` belong to the
 * full run only, and so does most of engine-1.x:
 *   unit        the node's own logic, on its sources, in virtual time
 *   docs        links, commands and claims in the pages for people
 *   engine      the built node in n8n-core's real engine, and independent clients, against the emulator
 *   package     what would be published
 *   n8n         workflows in a real n8n
 *   system      what needs Debian packages: other programs, a browser
 *   engine-1.x  the engine tests in the engine of n8n 1.x
 *   versions    one workflow in each n8n that is supported
 */
const path = require('node:path');

const isFull = process.env.TEST_RING === 'full';
const testPathIgnorePatterns = ['/node_modules/', ...(isFull ? [] : ['\\.full\\.test\\.'])];

const typescript = { syntax: 'typescript', decorators: true };

const commonJs = {
	testPathIgnorePatterns,
	testEnvironment: '<rootDir>/test/support/nodeRealm.js',
	moduleNameMapper: {
		'^(fast-check|n8n-core|n8n-workflow|reflect-metadata|sharp)$': '<rootDir>/test/support/native/$1.js',
	},
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform: {
		'^.+\\.m?ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: typescript }, module: { type: 'commonjs' } },
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/tools/n8n/', '<rootDir>/.cache/', '<rootDir>/dist/package.json'],
};

const esm = {
	testPathIgnorePatterns,
	testEnvironment: 'node',
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'cjs', 'json', 'node'],
	extensionsToTreatAsEsm: ['.mts'],
	transform: {
		'^.+\\.mts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: typescript }, module: { type: 'es6' } },
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/.cache/'],
};

const engine = {
	...commonJs,
	displayName: 'engine',
	testMatch: ['<rootDir>/test/engine/**/*.test.ts'],
	setupFiles: ['<rootDir>/test/support/n8nEnvironment.js'],
};

/**
 * Where n8n 1.x differs: it hides the reply behind an error and sends a used-up stream again after a refresh, has
 * its own HTTP client, binary store and poll context, and runs declarative nodes and tools in its own way.
 */
const otherIn1 = [
	'albums/get',
	'downloadFaults',
	'errorItems',
	'listing',
	'pickerDownload',
	'pickerSessions',
	'trigger',
	'upload',
	'uploadBroken',
	'uploadFromUrl',
	'uploadPermission',
	'uploadRejected',
];

/** The engine of another n8n for the tests and for the built node alike; what n8n-core needs it finds beside itself. */
const engine1 = {
	...engine,
	displayName: 'engine-1.x',
	testMatch: isFull ? engine.testMatch : otherIn1.map((name) => `<rootDir>/test/engine/${name}.test.ts`),
	// these ask the emulator without n8n
	testPathIgnorePatterns: [...testPathIgnorePatterns, '<rootDir>/test/engine/(emulator|live|setup)/'],
	testEnvironmentOptions: { packagesOf: path.join(__dirname, 'tools/n8n/1.x') },
};

module.exports = {
	testSequencer: '<rootDir>/test/support/slowFirst.js',
	// Only what hangs is to fail by the clock: engine tests run a real engine against a real server, and a busy
	// machine takes three times as long.
	testTimeout: 120_000,
	projects: [
		{ ...commonJs, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
		engine,
		engine1,
		{ ...esm, displayName: 'docs', testMatch: ['<rootDir>/test/docs/**/*.test.mts'] },
		{ ...esm, displayName: 'package', testMatch: ['<rootDir>/test/package/**/*.test.mts'] },
		{ ...esm, displayName: 'n8n', testMatch: ['<rootDir>/test/n8n/**/*.test.mts'] },
		{ ...esm, displayName: 'versions', testMatch: ['<rootDir>/test/versions/**/*.test.mts'] },
		{ ...esm, displayName: 'system', testMatch: ['<rootDir>/test/system/**/*.test.mts'] },
	],
};
