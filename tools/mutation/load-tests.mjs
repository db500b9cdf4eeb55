/**
 * Reloads test files and the sources they test within this process, so that each mutant starts with fresh modules and
 * code that runs at loading is mutated too. Packages stay loaded.
 */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';

/** Loads a package of the project. */
export const requireOf = createRequire(path.resolve('package.json'));

/** Loads a file of the project. Recreated for each mutant, because it keeps every module that it has loaded. */
let requireFile = requireOf;
export const load = (file) => requireFile(path.resolve(file));

const { transformSync } = requireOf('@swc/core');

/** As in jest.config.js. */
const swc = {
	jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
	module: { type: 'commonjs' },
};

const compiled = new Map();

// `.ts` first, as in jest.config.js: GooglePhotos.node.json is next to GooglePhotos.node.ts.
const others = { ...Module._extensions };
for (const extension of Object.keys(others)) delete Module._extensions[extension];

Module._extensions['.ts'] = (module, filename) => {
	const code = compiled.get(filename) ?? transformSync(readFileSync(filename, 'utf8'), { ...swc, filename }).code;
	compiled.set(filename, code);
	module._compile(code, filename);
};
Object.assign(Module._extensions, others);

/** Makes later loads of `.ts` files load them again. */
export function forgetModules() {
	for (const filename of compiled.keys()) delete requireOf.cache[filename];
	requireFile = createRequire(path.resolve('package.json'));
}
