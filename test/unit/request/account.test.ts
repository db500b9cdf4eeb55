import { accountOf } from '../../../nodes/GooglePhotos/request/account';
import { newCredentialId, node } from '../support/caller';

test('the same credential is the same account, whatever node it is in', () => {
	const id = newCredentialId();
	const other = { ...node(id), id: 'another node', name: 'Upload' };
	expect(accountOf(node(id))).toBe(accountOf(other));
	expect(accountOf(node(id))).not.toBe(accountOf(node()));
});

test('accounts share nothing', () => {
	const [one, other] = [accountOf(node()), accountOf(node())];
	expect(one.gate).not.toBe(other.gate);
	expect(one.albums).not.toBe(other.albums);
	expect(one.titleTurns).not.toBe(other.titleTurns);
});

test('a node without a credential has an account all the same', () => {
	const without = { ...node(), credentials: undefined };
	expect(accountOf(without)).toBe(accountOf(without));
});

test('nodes without a credential, or whose credential has no id, share one account', () => {
	const withoutId = { ...node(), credentials: { googlePhotosLibraryOAuth2Api: { id: null, name: 'new' } } };
	expect(accountOf(withoutId)).toBe(accountOf({ ...node(), credentials: undefined }));
	expect(accountOf({ ...node(), credentials: {} })).toBe(accountOf(withoutId));
});

test('another sign-in is another account of Google\'s: what is known of albums is forgotten, the first time is none', () => {
	const account = accountOf(node());
	const album = { id: 'a', title: 'A', knownSince: 0 };
	account.albums.set('a', album);
	account.signedInAs('first');
	account.signedInAs('first');
	expect(account.albums.size).toBe(1);
	expect(account.albumChanges).toBe(0);
	account.signedInAs('second');
	expect(account.albums.size).toBe(0);
	// it grows, as with every other change: two of them must not make up for each other
	expect(account.albumChanges).toBe(1);
});

test('a thousand accounts are remembered', () => {
	const first = node();
	const account = accountOf(first);
	for (let other = 1; other < 1000; other++) accountOf(node());
	expect(accountOf(first)).toBe(account);
});

test('the process does not grow without end: of very many, those unused for longest are forgotten', () => {
	const used = node();
	const unused = node();
	const before = { used: accountOf(used), unused: accountOf(unused) };
	for (let account = 0; account < 1000; account++) {
		accountOf(node());
		accountOf(used);
	}
	expect(accountOf(used)).toBe(before.used);
	expect(accountOf(unused)).not.toBe(before.unused);
});
