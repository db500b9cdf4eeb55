import { inModules, run } from './processes.mts';

const tsc = inModules('typescript/bin/tsc');
const eslint = inModules('eslint/bin/eslint.js');

/** Type checks and lint of everything: package, tests and tools. The slowest first. */
const checks: Array<[script: string, ...scriptArguments: string[]]> = [
	[tsc, '-p', 'tsconfig.test.json'],
	[tsc, '-p', 'tsconfig.tools.json'],
	// n8n's configuration in the strict mode of `n8n-node lint`.
	[eslint, '--max-warnings=0', '--ignore-pattern', '.cache/', '.'],
	[eslint, '-c', 'eslint.tools.config.mjs', '--max-warnings=0', '.'],
	[tsc, '-p', 'tsconfig.json', '--noEmit'],
];

/** Runs all checks, two at a time. @returns whether all passed */
export async function check(): Promise<boolean> {
	const waiting = [...checks];
	const results: boolean[] = [];
	const work = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const [script, ...scriptArguments] = next;
			results.push(await run(script, scriptArguments));
		}
	};
	await Promise.all([work(), work()]);
	return results.every(Boolean);
}
