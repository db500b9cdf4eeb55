import { rm } from 'node:fs/promises';
import { type Comparison, compared } from '../measure/comparison.mts';
import { measured } from '../measure/measurement.mts';
import { say, type Stage } from '../stage.mts';

/**
 * The files of a folder, which is gone afterwards, uploaded by this node and by the floor, each time into a new
 * account.
 *
 * @param name what it is called in what is said meanwhile
 */
export async function uploaded(stage: Stage, folder: string, name: string, rounds: number): Promise<Comparison> {
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
		rounds,
		(line) => say(`  ${name}: ${line}`),
	);
	await rm(folder, { recursive: true });
	return comparison;
}
