/** https://stryker-mutator.io/docs/stryker-js/configuration/ */
export default {
	mutate: ['nodes/GooglePhotos/{concurrency,files,errors,http,api,execution,uploads,downloads}/**/*.ts'],
	testRunner: 'unit',
	plugins: [import.meta.resolve('./runner.mjs')],
	coverageAnalysis: 'perTest',
	ignorePatterns: ['tools', 'dist', '.cache', 'reports', 'docs', 'examples'],
	tempDirName: '.cache/stryker',
	// n8n's lint would look into what is left
	cleanTempDir: 'always',
	incremental: true,
	incrementalFile: '.cache/stryker-incremental.json',
	reporters: ['json', 'progress-append-only'],
	jsonReporter: { fileName: 'reports/mutation.json' },
	concurrency: 2,
	// a busy machine is slow; what really goes round for ever is found by counting
	timeoutMS: 10_000,
	// what mutants leave behind adds up
	maxTestRunnerReuse: 300,
};
