/**
 * The demo: `npm run demo`, or `npm run demo -- --once` to check the files and stop.
 * Runs on Node.js 24 with the package built. Exit code 1 if the check of any file failed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withLock } from '../n8n/lock.mts';
import { checkFiles, isGood } from './check.mts';
import { type Demo, owner, startDemo } from './demo.mts';
import { legend, outcomeTable, summary } from './table.mts';

/** Thrown on Ctrl+C or SIGTERM. */
class Stopped extends Error {}

const started = Date.now();
const folder = join(import.meta.dirname, '../..', '.cache', 'demo');

const { values: flags } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

/** Until the demo has started there is nothing to clean up: child processes end with this one. */
let onSignal: () => void = () => process.exit(130);
process.on('SIGINT', () => onSignal());
process.on('SIGTERM', () => onSignal());

try {
	await withLock(join(folder, '.lock'), runDemo, (seconds) => {
		if (seconds === 0) progress('Waiting until the demo that already runs is stopped');
	});
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
}

async function runDemo() {
	const demo = await startDemo({ folder, onProgress: progress });
	const stopped = new Promise<never>((_, reject) => {
		onSignal = () => reject(new Stopped());
	});
	try {
		if (!(await Promise.race([showAndCheck(demo), stopped]))) process.exitCode = 1;
		if (!flags.once) {
			console.log(instructions(demo));
			await stopped;
		}
	} catch (error) {
		if (!(error instanceof Stopped)) throw error;
	} finally {
		progress('Stopping n8n and the emulator');
		await demo.stop();
		progress('Stopped');
	}
}

async function showAndCheck(demo: Demo): Promise<boolean> {
	progress('Executing the workflow: upload into an album, download again');
	const execution = await demo.runWorkflow();
	progress('Comparing every file');
	const outcomes = await checkFiles(execution, demo.account, demo.downloads);
	const { total } = await demo.account.counts();
	console.log(`\n${outcomeTable(outcomes)}\n\n${legend()}\n\n${summary(outcomes)}`);
	console.log(`The node sent ${total} requests to Google, besides those for the bytes of downloads.\n`);
	return outcomes.every(isGood);
}

function instructions({ editorUrl, galleryUrl }: Demo): string {
	return `n8n's editor   ${editorUrl}
  sign in with ${owner.email}   password ${owner.password}
The photos     ${galleryUrl}

Try: in the workflow, open "Upload to album", and choose From List in its Album field or change
the album's title. Then click Execute workflow and look at the photos. Ctrl+C stops both.
`;
}

function progress(line: string) {
	const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
	console.log(`[${seconds} s] ${line}`);
}
