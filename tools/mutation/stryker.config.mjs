/** https://stryker-mutator.io/docs/stryker-js/configuration/ */
export default {
	mutate: ['nodes/GooglePhotos/{concurrency,files,errors,http,api,execution,uploads,downloads}/**/*.ts'],
	testRunner: 'unit',
	plugins: [import.meta.resolve('./runner.mjs')],
	coverageAnalysis: 'perTest',
	ignorePatterns: ['tools', 'dist', '.cache', 'reports', 'docs', 'examples'],
	tempDirName: '.cache/stryker',
	// Otherwise n8n's lint would check the remaining files.
	cleanTempDir: 'always',
	incremental: true,
	incrementalFile: '.cache/stryker-incremental.json',
	reporters: ['json', 'progress-append-only'],
	jsonReporter: { fileName: 'reports/mutation.json' },
	concurrency: 2,
	// The time limit is for busy machines only; endless loops are found by counting hits.
	timeoutMS: 10_000,
	// Side effects of mutants accumulate.
	maxTestRunnerReuse: 300,
};
