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

/** A context in which n8n gives the credential with these tokens. */
function signedIn(credentialId: string, oauthTokenData: IDataObject | undefined, clientId = 'client'): N8nContext {
	return Object.assign(fakeCaller({ credentialId }), { getCredentials: async () => ({ clientId, oauthTokenData }) });
}

const same = async (one: N8nContext, other: N8nContext) => (await accountStateOf(one)) === (await accountStateOf(other));

test('the same credential is the same account, whatever node it is in', async () => {
	const credentialId = newCredentialId();
	const one = fakeCaller({ credentialId });
	const other = contextOf(one.getNode().credentials, { id: 'another node', name: 'Upload' });
	expect(await same(one, other)).toBe(true);
	expect(await same(one, fakeCaller())).toBe(false);
});

test('accounts share nothing: no write of one waits for a write of the other', async () => {
	const [one, other] = [await accountStateOf(fakeCaller()), await accountStateOf(fakeCaller())];
	const both = one.run('write', async () => await other.run('write', async () => 'both under way'));
	expect(await both).toBe('both under way');
});

test('a node without a credential has an account all the same', async () => {
	expect(await same(contextOf(undefined), contextOf(undefined))).toBe(true);
});

test('nodes without a credential, or whose credential has no id, share one account', async () => {
	const withoutId = contextOf({ googlePhotosLibraryOAuth2Api: { id: null, name: 'new' } });
	expect(await same(withoutId, contextOf(undefined))).toBe(true);
	expect(await same(contextOf({}), withoutId)).toBe(true);
});

describe('one credential', () => {
	const credentialId = newCredentialId();
	const token = (refresh_token: string, access_token = 'a') => ({ refresh_token, access_token });

	test('with which several people sign in is as many accounts', async () => {
		const alice = signedIn(credentialId, token('of Alice'));
		const bob = signedIn(credentialId, token('of Bob'));
		expect(await same(alice, bob)).toBe(false);
		expect(await same(alice, signedIn(credentialId, token('of Alice')))).toBe(true);
	});

	test('stays the same account when n8n refreshes its token', async () => {
		expect(await same(signedIn(credentialId, token('r', 'one')), signedIn(credentialId, token('r', 'two')))).toBe(true);
	});

	test('without a refresh token is known by its access token', async () => {
		const one = signedIn(credentialId, { access_token: 'one' });
		expect(await same(one, signedIn(credentialId, { access_token: 'one' }))).toBe(true);
		expect(await same(one, signedIn(credentialId, { access_token: 'two' }))).toBe(false);
	});

	test('of another client is another account', async () => {
		expect(await same(signedIn(credentialId, token('r')), signedIn(credentialId, token('r'), 'other'))).toBe(false);
	});

	test('that has not been connected is an account all the same', async () => {
		expect(await same(signedIn(credentialId, undefined), signedIn(credentialId, undefined))).toBe(true);
	});
});

test('a thousand accounts are remembered', async () => {
	const first = fakeCaller();
	const account = await accountStateOf(first);
	for (let other = 1; other < 1000; other++) await accountStateOf(fakeCaller());
	expect(await accountStateOf(first)).toBe(account);
});

test('the process does not grow without end: of very many, those unused for longest are forgotten', async () => {
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
