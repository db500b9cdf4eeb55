import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeVideos } from '../files/videos.mts';
import { compared } from '../measure/comparison.mts';
import { measured, type Measurement } from '../measure/measurement.mts';
import { MEBIBYTE, runHead, size, rowsOf } from '../report/numbers.mts';
import { atMost, exactly, type Section } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

/** Downloads one huge video, and several large ones at once, into n8n's binary store. */
export async function downloads(stage: Stage): Promise<Section> {
	const gibibyte = stage.quick ? 64 * MEBIBYTE : 1024 * MEBIBYTE;
	const one = await downloaded(stage, 1, 4 * gibibyte);
	const five = await downloaded(stage, 5, gibibyte);
	return {
		title: 'Large videos, down',
		about: `A video of ${size(4 * gibibyte)}, and five of ${size(gibibyte)} at once, from their ids into n8n's binary store; the floor lists the library and writes to a folder. Medians of ${stage.rounds}. The bytes themselves do not count against the 10,000 calls a day. The node before, which lists the ids, makes one call. n8n's own HTTP Request node, with this package's credential, shows what n8n itself takes for bytes to come in.`,
		tables: [{ head: ['', ...runHead], rows: [...one.rows, ...five.rows] }],
		targets: [
			exactly('requests for the one video, its bytes included', requestsAfterListing(one.node), 2),
			atMost('time for the one video, of the floor', one.node.seconds / one.floor.seconds, 1.25, ' ×'),
			atMost(
				'time for the one video, of n8n\'s HTTP Request node',
				one.node.seconds / (one.own?.seconds ?? Number.NaN),
				1.05,
				' ×',
			),
			atMost('memory for the one video', one.memory / MEBIBYTE, 64, ' MiB', 0),
			atMost('memory for five videos', five.memory / MEBIBYTE, 128, ' MiB', 0),
		],
		charts: [],
	};
}

function requestsAfterListing({ requests }: Measurement): number {
	return requests.filter(({ method }) => method !== 'mediaItems.list').length;
}

async function downloaded(stage: Stage, count: number, bytes: number) {
	const folder = await makeVideos(join(stage.folder, 'videos'), count, bytes);
	const name = `${count} × ${size(bytes)}`;
	const comparison = await stage.withAccount(async (account) => {
		await stage.floor.upload(account, folder);
		return await compared(
			{
				node: async () => await measured(account, async () => await stage.node.download(account, count)),
				floor: async () => await measured(account, async () => await stage.floor.download(account)),
				nothing: async () => await stage.node.nothingAfterListing(account),
				own: async () =>
					await measured(account, async () => await stage.node.downloadByHttpRequest(account, count)),
			},
			stage.rounds,
			(line) => say(`  ${name}: ${line}`),
		);
	});
	await rm(folder, { recursive: true });
	return { ...comparison, rows: rowsOf(name, comparison) };
}
