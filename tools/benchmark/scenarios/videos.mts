import { join } from 'node:path';
import { makeVideos } from '../files/videos.mts';
import { MEBIBYTE, runHead, size, rowsOf } from '../report/numbers.mts';
import { atMost, exactly, type Section } from '../report/section.mts';
import type { Stage } from '../stage.mts';
import { uploaded } from './uploaded.mts';

/** Uploads one huge video, and several large ones at once. */
export async function videos(stage: Stage): Promise<Section> {
	const gibibyte = stage.quick ? 64 * MEBIBYTE : 1024 * MEBIBYTE;
	const one = await uploadedVideos(stage, 1, 4 * gibibyte);
	const five = await uploadedVideos(stage, 5, gibibyte);
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

async function uploadedVideos(stage: Stage, count: number, bytes: number) {
	const folder = await makeVideos(join(stage.folder, 'videos'), count, bytes);
	const name = `${count} × ${size(bytes)}`;
	const comparison = await uploaded(stage, folder, name, stage.rounds);
	return { ...comparison, rows: rowsOf(name, comparison) };
}
