// Preloaded into n8n's processes: writes down how much memory each had at its peak.
const { appendFileSync } = require('node:fs');

process.on('exit', () => {
	const line = { arguments: process.argv.slice(2), maxRSS: process.resourceUsage().maxRSS };
	appendFileSync(process.env.PEAK_MEMORY_FILE, `${JSON.stringify(line)}\n`);
});
