import { join } from 'node:path';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import { WARM_UPS } from '../contenders/contender.mts';
import { makePhotos } from '../files/photos.mts';
import { type Effort, measured, type Measurement, medianRun } from '../measure/measurement.mts';
import { runCells, runHead, seconds } from '../report/numbers.mts';
import { atMost, exactly, type Section } from '../report/section.mts';
import { say, type Stage } from '../stage.mts';

/** Lists a large library completely. */
export async function listing(stage: Stage): Promise<Section> {
	const count = stage.quick ? 1000 : 10_000;
	const pages = count / 100;
	const folder = await makePhotos(join(stage.folder, 'one-photo'), 1, 200_000);
	const fill = async (account: EmulatedAccount) => {
		await stage.floor.upload(account, folder);
		const [pattern] = (await account.library()).mediaItems;
		await account.multiply(pattern?.id ?? '', count - 1);
	};
	return await stage.withAccount(async (account) => {
		return await stage.withAccount(async (before) => {
			await fill(account);
			await fill(before);
			const contenders: Record<string, () => Promise<Effort>> = {
				[stage.floor.name]: async () => await stage.floor.list(account, count, before),
				[stage.node.name]: async () => await stage.node.list(account, count, before),
				"n8n's HTTP Request": async () => await stage.node.listByHttpRequest(account, pages, before),
				'this node, n8n just started': async () => await stage.node.listAtOnce(account, count),
			};
			const runs = Object.entries(contenders).map(([name, work]) => ({ name, work, all: [] as Measurement[] }));
			for (let round = 0; round < stage.rounds; round++) {
				for (const { work, all } of runs) all.push(await measured(account, work));
				say(`  ${runs.map(({ name, all }) => `${name} ${seconds(all.at(-1)?.seconds)}`).join(', ')}`);
			}
			const medians = runs.map(({ name, all }) => ({ name, run: medianRun(all) }));
			const [floor, node, own] = medians.map(({ run }) => run) as [Measurement, Measurement, Measurement];
			return {
				title: `${count.toLocaleString('en')} media items listed`,
				about: `Media Item: Get Many with Return All. Medians of ${stage.rounds}. n8n is a server, so each process has listed as many media items of another account ${WARM_UPS} times before; the last row shows n8n in a process that has just begun. n8n's own HTTP Request node, with this package's credential, shows what n8n itself takes for a page; it gives out the pages as they are. CPU time and memory are those of the whole process, and are told where it did nothing else.`,
				tables: [{ head: ['', ...runHead], rows: medians.map(({ name, run }) => [name, ...runCells(run)]) }],
				targets: [
					exactly('calls', node.calls, pages),
					atMost('time, of the floor', node.seconds / floor.seconds, 1.15, ' ×'),
					atMost("time, of n8n's HTTP Request node", node.seconds / own.seconds, 1.05, ' ×'),
				],
				charts: [],
			};
		});
	});
}
