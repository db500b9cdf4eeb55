import { rm } from 'node:fs/promises';
import type { EmulatedAccount } from '../../emulator/control-client.mts';
import { type Comparison, compared } from '../measure/comparison.mts';
import { type Effort, measured } from '../measure/measurement.mts';
import { say, type Stage } from '../stage.mts';

/**
 * Uploads the files of a folder with this node and with the floor, each time into a new account. Deletes the folder.
 *
 * @param name used in progress messages
 * @param own whether n8n's HTTP Request node sends the bytes too
 */
export async function uploaded(
	stage: Stage,
	folder: string,
	name: string,
	rounds: number,
	{ own = false } = {},
): Promise<Comparison> {
	const upload = async (work: (account: EmulatedAccount) => Promise<Effort>) =>
		await stage.withAccount(async (account) => await measured(account, async () => await work(account)));
	const comparison = await compared(
		{
			node: async () => await upload(async (account) => await stage.node.upload(account, folder)),
			floor: async () => await upload(async (account) => await stage.floor.upload(account, folder)),
			nothing: async () => await stage.node.nothingAfterReading(folder),
			...(own && {
				own: async () => await upload(async (account) => await stage.node.uploadByHttpRequest(account, folder)),
			}),
		},
		rounds,
		(line) => say(`  ${name}: ${line}`),
	);
	await rm(folder, { recursive: true });
	return comparison;
}
