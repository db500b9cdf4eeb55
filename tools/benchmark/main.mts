/**
 * The benchmark: this node, its peer, rclone and the floor in one run.
 *
 *   npm run bench                        everything; writes tools/benchmark/RESULTS.md and its charts
 *   npm run bench -- --only=photos,pace  some scenarios; replaces their sections
 *   npm run bench -- --quick             small numbers, to check that it works; writes to reports/bench
 *   npm run bench -- --rounds=1          one round instead of three; writes to reports/bench
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, versionIn } from './measure/machine.mts';
import { writeResults } from './report/results.mts';
import type { Section } from './report/section.mts';
import { captureDate } from './scenarios/capture-date.mts';
import { downloads } from './scenarios/downloads.mts';
import { growth } from './scenarios/growth.mts';
import { listing } from './scenarios/listing.mts';
import { pace } from './scenarios/pace.mts';
import { photos } from './scenarios/photos.mts';
import { queue } from './scenarios/queue.mts';
import { videos } from './scenarios/videos.mts';
import { say, Stage } from './stage.mts';

const scenarios: Record<string, (stage: Stage) => Promise<Section>> = {
	photos,
	captureDate,
	videos,
	downloads,
	listing,
	growth,
	pace,
	queue,
};

const { values: options } = parseArgs({
	options: {
		only: { type: 'string' },
		quick: { type: 'boolean', default: false },
		rounds: { type: 'string' },
	},
});
const { quick } = options;
const rounds = Number(options.rounds ?? (quick ? 1 : 3));
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1 on');
const wanted = options.only?.split(',') ?? Object.keys(scenarios);
const unknown = wanted.filter((name) => !Object.hasOwn(scenarios, name));
if (unknown.length > 0) {
	throw new Error(`There is no ${unknown.join(', ')}; there are ${Object.keys(scenarios).join(', ')}`);
}

const stage = await Stage.set({ quick, rounds });
for (const signal of ['SIGINT', 'SIGTERM']) {
	// Deletes files of several gigabytes.
	process.once(signal, () => void stage.close().finally(() => process.exit(1)));
}
const sections: Section[] = [];
try {
	for (const name of wanted) {
		const started = Date.now();
		say(`${name} …`);
		const section = await (scenarios[name] as (stage: Stage) => Promise<Section>)(stage);
		sections.push(section);
		say(`${name}: ${Math.round((Date.now() - started) / 1000)} s`);
		for (const { met, text, value } of section.targets) say(`  ${met ? 'met   ' : 'missed'} ${text}: ${value}`);
	}
} finally {
	await stage.close();
}

// Only results with the full numbers go into the page; sections of scenarios that did not run are kept.
const isProper = options.rounds === undefined && !quick;
const folder = isProper ? import.meta.dirname : join(import.meta.dirname, '../../reports/bench');
const conditions = [
	`${new Date().toISOString().slice(0, 10)}${quick ? ', quick: the numbers mean nothing' : ''}`,
	await machine(),
	`n8n ${await versionIn('tools/n8n/node_modules/n8n')}, n8n-nodes-google-photos-library ${await versionIn('.')}`,
];
await writeResults(folder, `${conditions.join('; ')}.`, sections, isProper && options.only !== undefined);
say(`Written to ${join(folder, 'RESULTS.md')}`);
