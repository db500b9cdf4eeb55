/** Lint for what never ships: tools and their tests in .mts, set-up and configuration in .js and .mjs. */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
	['process', 'Buffer', 'console', 'URL', 'module', 'require', 'exports', '__dirname', 'nativeRequire'].map((name) => [
		name,
		'readonly',
	]),
);

export default tseslint.config(
	{ ignores: ['dist/', 'reports/', '.cache/', '**/node_modules/', '**/*.ts', '**/*.json'] },
	{
		files: ['**/*.mts'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		rules: {
			// a name that begins with _ says that its value is left out on purpose
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
		},
	},
	{
		files: ['**/*.js', '**/*.mjs'],
		extends: [js.configs.recommended],
		languageOptions: { globals: nodeGlobals },
	},
);
