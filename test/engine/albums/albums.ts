import type { IDataObject } from 'n8n-workflow';
import type { EmulatedAccount } from '../../../tools/emulator/control-client.mts';
import { newAccount } from '../../support/account';
import { Engine } from '../../support/engine';
import { seedAlbums } from '../../support/seed';

export const operation = (name: string, more: IDataObject = {}) => ({ resource: 'album', operation: name, ...more });
export const item = (json: IDataObject = {}) => ({ json });

export async function fresh(
	switches?: Parameters<typeof newAccount>[0],
): Promise<{ account: EmulatedAccount; engine: Engine }> {
	const account = await newAccount(switches);
	return { account, engine: await Engine.for(account) };
}

/** Creates albums `Album 0`, `Album 1` and so on in that order. */
export async function makeAlbums(engine: Engine, count: number): Promise<string[]> {
	return await seedAlbums(engine.account, count);
}

const message = "Quota exceeded for quota metric 'All requests' and limit 'All requests per day'";
export const QUOTA_OF_THE_DAY = { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } };
