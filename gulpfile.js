/**
 * Builds dist/: TypeScript by tsc, then what tsc does not know: icons, codex files and output schemas. Ends
 * with a check that everything which the built classes and package.json name is really there.
 *
 * Runs on the machine's own Node.js (20 or newer) and needs no install scripts.
 */
const { execFile } = require('node:child_process');
const { existsSync, readFileSync, rmSync } = require('node:fs');
const path = require('node:path');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

const DIST = path.join(__dirname, 'dist');

async function clean() {
	rmSync(DIST, { recursive: true, force: true });
}

async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	const run = promisify(execFile);
	await run(process.execPath, [tsc, '-p', 'tsconfig.json']).catch((error) => {
		throw new Error(`tsc failed:\n${error.stdout}`);
	});
}

/** `encoding: false`, or gulp takes pictures for text and breaks them. */
function copyAs(pattern, folder) {
	return src(pattern, { base: folder, encoding: false }).pipe(dest(path.join(DIST, folder)));
}

const icons = () => copyAs('icons/*.{svg,png}', 'icons');
const codexAndSchemas = () => copyAs(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], 'nodes');

/** Every class that package.json names exists, and every icon it names; light and dark differ. */
async function check() {
	const { n8n } = JSON.parse(readFileSync(path.join(__dirname, 'package.json'), 'utf8'));
	for (const file of [...n8n.nodes, ...n8n.credentials]) {
		const compiled = path.join(__dirname, file);
		if (!existsSync(compiled)) throw new Error(`package.json names ${file}, which was not built`);
		const pairs = [...readFileSync(compiled, 'utf8').matchAll(/light: 'file:([^']+)',\s*dark: 'file:([^']+)'/g)];
		if (pairs.length === 0) throw new Error(`${file} names no light and dark icon`);
		for (const [, ...names] of pairs) {
			const [light, dark] = names.map((name) => {
				const icon = path.resolve(path.dirname(compiled), name);
				if (!existsSync(icon)) throw new Error(`${file} names the icon ${name}, which is not in dist`);
				return readFileSync(icon);
			});
			if (light.equals(dark)) throw new Error(`${file} has the same icon for light and dark`);
		}
		const codex = compiled.replace(/\.js$/, '.json');
		if (file.endsWith('.node.js') && !existsSync(codex)) throw new Error(`${file} has no codex file`);
	}
}

exports['build:icons'] = icons;
exports.build = series(clean, compile, parallel(icons, codexAndSchemas), check);
exports.default = exports.build;
