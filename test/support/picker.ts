import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { AccountRequest, EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from './account';
import { Engine } from './engine';
import { jpeg } from './pictures';

/** Parameters of a Picker operation. */
export const picker = (operation: string, more: IDataObject = {}): IDataObject => ({
	resource: 'picker',
	operation,
	...more,
});

/** Selects the session of each input item. */
export const ofItem = { sessionId: '={{ $json.id }}' };

/** A user whose library contains pictures that this app did not upload. */
export interface Pickable {
	account: EmulatedAccount;
	engine: Engine;
	/** ids of media items */
	ids: string[];
	/** bytes of the pictures */
	pictures: Buffer[];
}

export async function pickable(count: number, request: AccountRequest = {}): Promise<Pickable> {
	const account = await newAccount(request);
	const engine = await Engine.for(account);
	const pictures = await Promise.all(Array.from({ length: count }, async (_, number) => await jpeg(number)));
	const ids: string[] = [];
	for (const [number, picture] of pictures.entries()) {
		ids.push(await account.addFromElsewhere(picture, `holiday ${number}.jpg`));
	}
	return { account, engine, ids, pictures };
}

/** Creates sessions. @returns them as output items of Create Session */
export async function sessions(engine: Engine, count: number): Promise<INodeExecutionData[]> {
	const items = Array.from({ length: count }, () => ({ json: {} }));
	const outputs = await engine.run(picker('createSession'), { items });
	return outputs.map(({ json }) => ({ json }));
}

/** A finished session with these picks, as an item. */
export async function finished({ account, engine }: Pickable, picks: string[]): Promise<INodeExecutionData> {
	const [session] = await sessions(engine, 1);
	await account.pick(String(session.json.id), picks);
	return session;
}

/** Resolves when the account has received this many calls of the method. */
export async function asked(account: EmulatedAccount, method: string, times: number): Promise<void> {
	while (((await account.counts()).byMethod[method] ?? 0) < times);
}
