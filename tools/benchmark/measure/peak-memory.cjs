// Preloaded into n8n's processes: records each one's peak memory (KiB) and CPU time (µs).
const { appendFileSync } = require('node:fs');

process.on('exit', () => {
	const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
	const line = { arguments: process.argv.slice(2), maxRSS, cpu: userCPUTime + systemCPUTime };
	appendFileSync(process.env.PEAK_MEMORY_FILE, `${JSON.stringify(line)}\n`);
});
