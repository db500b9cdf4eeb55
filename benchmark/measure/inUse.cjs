// Preloaded into n8n's processes: has V8 collect all it can twice a second, and writes down who, when, and how many
// bytes were then still in use.
const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

setInterval(() => {
	// the first one only notices that buffers are dead: V8 lets go of them a moment later
	collect();
	collect();
	const { heapUsed, external } = process.memoryUsage();
	const line = { pid: process.pid, at: Date.now(), bytes: heapUsed + external };
	appendFileSync(process.env.IN_USE_FILE, `${JSON.stringify(line)}\n`);
}, 500).unref();
