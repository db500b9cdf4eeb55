import type { IDataObject } from 'n8n-workflow';
import { accountStateOf } from '../../../nodes/GooglePhotos/http/accountState';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { fakeCaller, newCredentialId } from '../support/caller';

/** A context of a node with these credentials. */
function contextOf(credentials: unknown, change: IDataObject = {}): N8nContext {
	const caller = fakeCaller();
	const node = { ...caller.getNode(), credentials, ...change };
	return Object.assign(caller, { getNode: () => node });
}

/** A context whose credential has these tokens. */
function signedIn(credentialId: string, oauthTokenData: IDataObject | undefined, clientId = 'client'): N8nContext {
	return Object.assign(fakeCaller({ credentialId }), { getCredentials: async () => ({ clientId, oauthTokenData }) });
}

const same = async (one: N8nContext, other: N8nContext) => (await accountStateOf(one)) === (await accountStateOf(other));

test('nodes with the same credential share one account, and those with another credential do not', async () => {
	const credentialId = newCredentialId();
	const one = fakeCaller({ credentialId });
	const other = contextOf(one.getNode().credentials, { id: 'another node', name: 'Upload' });
	expect(await same(one, other)).toBe(true);
	expect(await same(one, fakeCaller())).toBe(false);
});

test('a write of one account does not wait for a write of another account', async () => {
	const [one, other] = [await accountStateOf(fakeCaller()), await accountStateOf(fakeCaller())];
	const both = one.concurrency.run('write', async () => await other.concurrency.run('write', async () => 'both under way'));
	expect(await both).toBe('both under way');
});

test('nodes without a credential share one account', async () => {
	expect(await same(contextOf(undefined), contextOf(undefined))).toBe(true);
});

test('nodes without a credential share one account with nodes whose credential has no id', async () => {
	const withoutId = contextOf({ googlePhotosLibraryOAuth2Api: { id: null, name: 'new' } });
	expect(await same(withoutId, contextOf(undefined))).toBe(true);
	expect(await same(contextOf({}), withoutId)).toBe(true);
});

describe('one credential', () => {
	const credentialId = newCredentialId();
	const token = (refresh_token: string, access_token = 'a') => ({ refresh_token, access_token });

	test('with which two people sign in is two accounts', async () => {
		const alice = signedIn(credentialId, token('of Alice'));
		const bob = signedIn(credentialId, token('of Bob'));
		expect(await same(alice, bob)).toBe(false);
		expect(await same(alice, signedIn(credentialId, token('of Alice')))).toBe(true);
	});

	test('stays the same account when n8n refreshes the access token', async () => {
		expect(await same(signedIn(credentialId, token('r', 'one')), signedIn(credentialId, token('r', 'two')))).toBe(true);
	});

	test('without a refresh token is identified by its access token', async () => {
		const one = signedIn(credentialId, { access_token: 'one' });
		expect(await same(one, signedIn(credentialId, { access_token: 'one' }))).toBe(true);
		expect(await same(one, signedIn(credentialId, { access_token: 'two' }))).toBe(false);
	});

	test.each(['', null])('with the refresh token %p is identified by its access token', async (refresh_token) => {
		const of = (access_token: string) => signedIn(credentialId, { refresh_token, access_token });
		expect(await same(of('one'), of('one'))).toBe(true);
		expect(await same(of('one'), of('two'))).toBe(false);
	});

	test('with another client ID is another account', async () => {
		expect(await same(signedIn(credentialId, token('r')), signedIn(credentialId, token('r'), 'other'))).toBe(false);
	});

	test('that has not been connected is one account', async () => {
		expect(await same(signedIn(credentialId, undefined), signedIn(credentialId, undefined))).toBe(true);
	});
});

test('the states of 1,000 accounts are kept', async () => {
	const first = fakeCaller();
	const account = await accountStateOf(first);
	for (let other = 1; other < 1000; other++) await accountStateOf(fakeCaller());
	expect(await accountStateOf(first)).toBe(account);
});

test('of more than 1,000 accounts, the state of the least recently used one is evicted', async () => {
	const used = fakeCaller();
	const unused = fakeCaller();
	const before = { used: await accountStateOf(used), unused: await accountStateOf(unused) };
	for (let account = 0; account < 1000; account++) {
		await accountStateOf(fakeCaller());
		await accountStateOf(used);
	}
	expect(await accountStateOf(used)).toBe(before.used);
	expect(await accountStateOf(unused)).not.toBe(before.unused);
});
