/**
 * A jest environment in which Node.js loads large packages once for each worker. Jest's own environment creates a
 * realm for each test file, which then loads n8n-workflow and n8n-core again: that took more time than the tests.
 * Here all files of a worker share the realm of Node.js, and so the packages (jest.config.js maps them to
 * `native/`). The modules of `dist/` are loaded again for each file.
 *
 * `testEnvironmentOptions.packagesOf`: the folder whose `node_modules` hold n8n-core and n8n-workflow, for the tests
 * and for the built node; by default the repository's.
 */
const Module = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const dist = path.join(__dirname, '../../dist') + path.sep;
const N8N_PACKAGES = ['n8n-core', 'n8n-workflow', 'reflect-metadata'];

/** Marks the realm of Node.js where jest passes a context for compilation. */
const nodeRealm = {};
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) =>
	compileFunction(code, parameters, parsingContext === nodeRealm ? options : { ...options, parsingContext });

/** Makes tests and the built node resolve n8n's packages in another folder. */
function takePackagesFrom(folder) {
	const resolve = Module._resolveFilename;
	Module._resolveFilename = (request, parent, isMain, options) => {
		const outside = !parent?.filename?.includes(`${path.sep}node_modules${path.sep}`);
		const isOfN8n = outside && N8N_PACKAGES.includes(request.split('/')[0]);
		return resolve(request, parent, isMain, isOfN8n ? { paths: [folder] } : options);
	};
}

let packagesOf;

/** Deletes what jest's test functions store in the global object, so that the worker's next file does not find it. */
function forgetTestFunctions() {
	const kept = Object.getOwnPropertySymbols(globalThis).filter(({ description = '' }) => {
		return description === 'EVENT_HANDLERS' || description.startsWith('JEST_STATE_SYMBOL');
	});
	for (const symbol of kept) delete globalThis[symbol];
}

class NodeRealm {
	constructor({ projectConfig }) {
		const folder = projectConfig.testEnvironmentOptions.packagesOf;
		if (packagesOf === undefined && folder) takePackagesFrom(folder);
		packagesOf ??= folder ?? '';
		if (packagesOf !== (folder ?? '')) throw new Error('One process runs the tests with one n8n only');
		this.global = globalThis;
		this.global.nativeRequire = require;
		this.exit = process.exit;
		this.console = console;
		this.moduleMocker = new ModuleMocker(globalThis);
		const options = { config: projectConfig, global: globalThis, moduleMocker: this.moduleMocker };
		const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };
		this.fakeTimers = new LegacyFakeTimers({ ...options, timerConfig });
		this.fakeTimersModern = new ModernFakeTimers(options);
	}

	async setup() {
		forgetTestFunctions();
		for (const file of Object.keys(require.cache)) if (file.startsWith(dist)) delete require.cache[file];
		module.children = module.children.filter(({ filename }) => !filename.startsWith(dist));
	}

	async teardown() {
		this.fakeTimers.dispose();
		this.fakeTimersModern.dispose();
		// Jest replaces these for each file.
		process.exit = this.exit;
		globalThis.console = this.console;
		forgetTestFunctions();
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return nodeRealm;
	}
}

module.exports = NodeRealm;
