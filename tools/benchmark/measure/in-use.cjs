// Preloaded into n8n's processes: forces V8 to collect garbage twice a second, or every IN_USE_INTERVAL milliseconds,
// and records process, time and bytes still in use.
const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const interval = Number(process.env.IN_USE_INTERVAL ?? 500);

setInterval(() => {
	// The first collection only finds that buffers are unreachable; V8 frees them after it.
	collect();
	collect();
	const { heapUsed, external } = process.memoryUsage();
	const line = { pid: process.pid, at: Date.now(), bytes: heapUsed + external };
	appendFileSync(process.env.IN_USE_FILE, `${JSON.stringify(line)}\n`);
}, interval).unref();
