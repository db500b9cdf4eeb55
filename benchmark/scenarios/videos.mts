import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeVideos } from '../files/videos.mts';
import { compared } from '../measure/comparison.mts';
import { measured } from '../measure/measurement.mts';
import { MEBIBYTE, runHead, size, rowsOf } from '../report/numbers.mts';
import { atMost, exactly, type Section } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

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
	const upload = async (contender: Stage['node'] | Stage['floor']) =>
		await stage.withAccount(
			async (account) => await measured(account, async () => await contender.upload(account, folder)),
		);
	const comparison = await compared(
		{
			node: async () => await upload(stage.node),
			floor: async () => await upload(stage.floor),
			nothing: async () => await stage.node.nothingAfterReading(folder),
		},
		stage.rounds,
		(line) => say(`  ${name}: ${line}`),
	);
	await rm(folder, { recursive: true });
	return { ...comparison, rows: rowsOf(name, comparison) };
}
