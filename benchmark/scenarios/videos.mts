import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeVideos } from '../files/videos.mts';
import { type Effort, measured, median, medianRun } from '../measure/measurement.mts';
import { beyond, runCells, runHead, seconds, size } from '../report/numbers.mts';
import { atMost, exactly, type Section } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

const MEBIBYTE = 1024 ** 2;

/** What takes memory and time because it is large: one huge video, and several large ones at once. */
export async function videos(stage: Stage): Promise<Section> {
	const gibibyte = stage.quick ? 64 * MEBIBYTE : 1024 * MEBIBYTE;
	const one = await uploaded(stage, 1, 4 * gibibyte);
	const five = await uploaded(stage, 5, gibibyte);
	return {
		title: 'Large videos, up',
		about: `A video of ${size(4 * gibibyte)}, and five of ${size(gibibyte)} at once. Medians of ${stage.rounds}.`,
		tables: [{ head: ['', ...runHead], rows: [...one.rows, ...five.rows] }],
		targets: [
			exactly('calls for the one video', one.node.calls, 3),
			atMost('time for the one video, of the floor', one.node.seconds / one.floor.seconds, 1.25, ' ×'),
			atMost('memory for the one video', one.memory / MEBIBYTE, 64, ' MiB', 0),
			atMost('memory for five videos', five.memory / MEBIBYTE, 128, ' MiB', 0),
		],
		charts: [],
	};
}

async function uploaded(stage: Stage, count: number, bytes: number) {
	const folder = await makeVideos(join(stage.folder, 'videos'), count, bytes);
	const name = `${count} × ${size(bytes)}`;
	const nothings: Effort[] = [];
	const floors = [];
	const nodes = [];
	for (let round = 0; round < stage.rounds; round++) {
		nothings.push(await stage.node.nothingAfterReading(folder));
		floors.push(await upload(stage, stage.floor, folder));
		nodes.push(await upload(stage, stage.node, folder));
		say(`  ${name}: floor ${seconds(floors.at(-1)?.seconds)}, this node ${seconds(nodes.at(-1)?.seconds)}`);
	}
	await rm(folder, { recursive: true });
	const [node, floor] = [medianRun(nodes), medianRun(floors)];
	const middle = (efforts: Effort[]): Effort => ({
		seconds: 0,
		cpuSeconds: median(efforts.map(({ cpuSeconds = 0 }) => cpuSeconds)),
		peakBytes: median(efforts.map(({ peakBytes = 0 }) => peakBytes)),
	});
	const nothing = middle(nothings);
	const rows = [
		[`${name}, ${stage.floor.name}`, ...runCells(floor)],
		[`${name}, ${stage.node.name}`, ...runCells({ ...node, ...middle(nodes), seconds: node.seconds }, nothing)],
	];
	return { node, floor, rows, memory: beyond(middle(nodes).peakBytes, nothing.peakBytes) ?? 0 };
}

async function upload(stage: Stage, contender: Stage['node'] | Stage['floor'], folder: string) {
	return await stage.withAccount(
		async (account) => await measured(account, async () => await contender.upload(account, folder)),
	);
}
