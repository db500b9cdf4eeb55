import { join } from 'node:path';
import { makePhotos } from '../files/photos.mts';
import { measured, type Measurement, medianRun } from '../measure/measurement.mts';
import { runCells, runHead, seconds } from '../report/numbers.mts';
import { atMost, exactly, type Section } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

/** A large library, listed to its end. */
export async function listing(stage: Stage): Promise<Section> {
	const count = stage.quick ? 1000 : 10_000;
	const folder = await makePhotos(join(stage.folder, 'one-photo'), 1, 200_000);
	return await stage.withAccount(async (account) => {
		await stage.floor.upload(account, folder);
		const [pattern] = (await account.library()).mediaItems;
		await account.multiply(pattern?.id ?? '', count - 1);
		const floors: Measurement[] = [];
		const nodes: Measurement[] = [];
		const owns: Measurement[] = [];
		for (let round = 0; round < stage.rounds; round++) {
			floors.push(await measured(account, async () => await stage.floor.list(account)));
			nodes.push(await measured(account, async () => await stage.node.list(account, count)));
			owns.push(await measured(account, async () => await stage.node.listByHttpRequest(account, count / 100)));
			const [floor, node, own] = [floors, nodes, owns].map((runs) => seconds(runs.at(-1)?.seconds));
			say(`  floor ${floor}, this node ${node}, n8n's own ${own}`);
		}
		const [floor, node, own] = [medianRun(floors), medianRun(nodes), medianRun(owns)];
		return {
			title: `${count.toLocaleString('en')} media items listed`,
			about: `Media Item: Get Many with Return All. Medians of ${stage.rounds}. n8n's own HTTP Request node, with this package's credential, shows what n8n itself takes for a page; it gives out the pages as they are. CPU time and memory are those of the whole process, n8n itself included.`,
			tables: [
				{
					head: ['', ...runHead],
					rows: [
						[stage.floor.name, ...runCells(floor)],
						[stage.node.name, ...runCells(node)],
						["n8n's HTTP Request", ...runCells(own)],
					],
				},
			],
			targets: [
				exactly('calls', node.calls, count / 100),
				atMost('time, of the floor', node.seconds / floor.seconds, 1.15, ' ×'),
				atMost("time, of n8n's HTTP Request node", node.seconds / own.seconds, 1.05, ' ×'),
			],
			charts: [],
		};
	});
}
