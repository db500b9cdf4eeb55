// Preloaded into n8n's processes: forces V8 to collect garbage twice a second, or every IN_USE_INTERVAL milliseconds,
// and records process, time and bytes still in use. Processes that only import something are left alone: on a busy
// machine they would do nothing but collect.
const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const interval = Number(process.env.IN_USE_INTERVAL ?? 500);

const isImport = process.argv.some((argument) => argument.startsWith('import:'));

const sample = () => {
	// The first collection only finds that buffers are unreachable; V8 frees them after it.
	collect();
	collect();
	const { heapUsed, external } = process.memoryUsage();
	const line = { pid: process.pid, at: Date.now(), bytes: heapUsed + external };
	appendFileSync(process.env.IN_USE_FILE, `${JSON.stringify(line)}\n`);
};
if (!isImport) setInterval(sample, interval).unref();
