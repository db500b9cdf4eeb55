import { ExecuteContext } from 'n8n-core';
import { createRunExecutionData } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { emulator } from '../../support/account';
import type { EmulatedAccount } from '../../../tools/emulator/control-client.mts';
import { Engine } from '../../support/engine';

let credentials = 0;

/** A user of a credential: their Google account, and an engine for their executions. */
export interface Person {
	account: EmulatedAccount;
	engine: Engine;
}

/**
 * Two users of one n8n credential: with end-user credentials, n8n gives each execution the tokens of its user, under
 * the same credential id and OAuth client.
 */
export async function twoPeople(): Promise<[Person, Person]> {
	const clientId = `end-users-${++credentials}.apps.googleusercontent.com`;
	const accounts = [await emulator.account({ clientId }), await emulator.account({ clientId })];
	const [first, second] = await Promise.all(
		accounts.map(async (account) => ({ account, engine: await engineOf(account, accounts[0].id) })),
	);
	return [first, second];
}

/** An engine whose executions use the tokens of this account, under the id of the shared credential. */
export async function engineOf(account: EmulatedAccount, credentialId: string): Promise<Engine> {
	return await Engine.for(Object.assign(Object.create(account) as EmulatedAccount, { id: credentialId }));
}

/** Calls a function whenever n8n reads the person's credential, which throws as n8n does if it has no sign-in. */
export function onCredentialRead({ engine }: Person, read: () => void): void {
	const additionalData = Engine.prototype.additionalData.bind(engine);
	engine.additionalData = (mode) => {
		const data = additionalData(mode);
		const { credentialsHelper } = data;
		const getDecrypted = credentialsHelper.getDecrypted.bind(credentialsHelper);
		credentialsHelper.getDecrypted = async (...values) => {
			read();
			return await getDecrypted(...values);
		};
		return data;
	};
}

/** Lists a person's albums as n8n's HTTP Request node would: with the same credential, but past this node's code. */
export async function requestOfAnotherNode({ engine }: Person): Promise<unknown> {
	const workflow = engine.workflow({}, {});
	const node = workflow.getNode('Google Photos') as INode;
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		engine.additionalData('trigger'),
		'trigger',
		createRunExecutionData({}),
		0,
		[],
		input,
		{ node, data: input, source: null },
		[],
	);
	return await context.helpers.httpRequestWithAuthentication.call(context, 'googlePhotosLibraryOAuth2Api', {
		url: 'https://photoslibrary.googleapis.com/v1/albums',
	});
}
