// Preloaded into n8n's processes: has V8 collect all it can twice a second, or as often as IN_USE_INTERVAL says in
// milliseconds, and writes down who, when, and how many bytes were then still in use.
const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const interval = Number(process.env.IN_USE_INTERVAL ?? 500);

setInterval(() => {
	// the first one only notices that buffers are dead: V8 lets go of them a moment later
	collect();
	collect();
	const { heapUsed, external } = process.memoryUsage();
	const line = { pid: process.pid, at: Date.now(), bytes: heapUsed + external };
	appendFileSync(process.env.IN_USE_FILE, `${JSON.stringify(line)}\n`);
}, interval).unref();
