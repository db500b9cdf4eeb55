/**
 * Loads test files and the sources they test anew, within this process: what a mutant did to a module, and what
 * is only done while a module loads, is gone or done again with the next mutant. Packages stay loaded.
 */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';

/** Loads a package of the project's. */
export const requireOf = createRequire(path.resolve('package.json'));

/** Loads a file of the project's. Made anew with each mutant: it keeps every module that it has ever loaded. */
let requireFile = requireOf;
export const load = (file) => requireFile(path.resolve(file));

const { transformSync } = requireOf('@swc/core');

/** As in jest.config.js. */
const swc = {
	jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
	module: { type: 'commonjs' },
};

const compiled = new Map();

// first, as in jest.config.js: beside GooglePhotos.node.ts lies GooglePhotos.node.json
const others = { ...Module._extensions };
for (const extension of Object.keys(others)) delete Module._extensions[extension];

Module._extensions['.ts'] = (module, filename) => {
	const code = compiled.get(filename) ?? transformSync(readFileSync(filename, 'utf8'), { ...swc, filename }).code;
	compiled.set(filename, code);
	module._compile(code, filename);
};
Object.assign(Module._extensions, others);

/** From now on, what was loaded from `.ts` files is loaded anew. */
export function forgetModules() {
	for (const filename of compiled.keys()) delete requireOf.cache[filename];
	requireFile = createRequire(path.resolve('package.json'));
}
