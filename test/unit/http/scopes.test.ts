import { apiMethods } from '../../../nodes/GooglePhotos/api/methods';
import { failureOf } from '../../../nodes/GooglePhotos/errors/nodeError';
import type { ApiMethod } from '../../../nodes/GooglePhotos/http/apiMethod';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { errorText } from '../../support/errorText';
import { Attempts, createAlbum, uploads } from '../support/attempts';
import { APPEND, EDIT, fakeCaller, READ } from '../support/caller';
import { errorOf, useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

async function outcomeOf(method: (typeof apiMethods)[number], scope: string | undefined) {
	const attempts = new Attempts(time.clock);
	const caller = fakeCaller({ scope });
	const outcome = attempts
		.through(caller, { method, subject: { item: 4 } })
		.catch((error: Error) => error);
	return { outcome: await time.clock.until(outcome), sent: attempts.at.length };
}

describe.each(apiMethods.map((method) => ({ id: method.id, method })))('$id', ({ method }) => {
	const full = method.scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`);

	test('is sent with any one of its scopes', async () => {
		for (const scope of full)
			expect(await outcomeOf(method, scope)).toEqual({ outcome: 'reply', sent: 1 });
	});

	test('is not sent without one of its scopes, and the error names them', async () => {
		const others = [APPEND, READ, EDIT].filter((scope) => !full.includes(scope)).join(' ');
		const { outcome, sent } = await outcomeOf(method, others || 'openid');
		expect(sent).toBe(0);
		expect(failureOf(outcome)).toMatchObject({ kind: 'missingScope', outcomeUnknown: false });
		const words = errorText(outcome as Error);
		expect(words).toMatch(
			/lacks a permission.*\[item 4\].*sign in with Google again.*Nothing was sent/,
		);
		for (const scope of method.scopes) expect(words).toContain(`"${scope}"`);
	});
});

type Scope = ApiMethod['scopes'][number];

test.each<[Scope, string]>([
	['photoslibrary.appendonly', 'add photos and albums'],
	['photoslibrary.readonly.appcreateddata', 'see what this app added'],
	['photoslibrary.edit.appcreateddata', 'edit what this app added'],
	['photospicker.mediaitems.readonly', 'see the photos and videos that you choose'],
])('the error for the missing scope %s names the box to tick', async (scope, box) => {
	const method = { ...createAlbum, scopes: [scope] };
	expect(errorText((await outcomeOf(method, 'openid')).outcome as Error)).toContain(`Needed: "${scope}" (${box}). Nothing was sent.`);
});

test('when any of several scopes would be enough, the error names all of them', async () => {
	const scopes: Scope[] = ['photoslibrary.appendonly', 'photoslibrary.edit.appcreateddata'];
	const method = { ...createAlbum, scopes };
	const words = errorText((await outcomeOf(method, 'openid')).outcome as Error);
	expect(words).toMatch(/\(add photos and albums\) or "photoslibrary\.edit\.appcreateddata"/);
});

test('removed scopes and scopes with similar names do not count', async () => {
	const lookAlikes = `https://www.googleapis.com/auth/photoslibrary ${APPEND}.x x${APPEND} photoslibrary.appendonly`;
	expect((await outcomeOf(createAlbum, lookAlikes)).sent).toBe(0);
});

test.each([
	['none is known', ''],
	['white space', ' \n'],
])('the scopes of the credential are unknown (%s): the request is sent', async (_title, scope) => {
	expect(await outcomeOf(uploads, scope)).toEqual({ outcome: 'reply', sent: 1 });
});

test.each([undefined, null, {}, { scope: 5 }])(
	'a credential with the token data %j: the request is sent',
	async (oauthTokenData) => {
		const caller = {
			...fakeCaller(),
			getCredentials: async () => ({ oauthTokenData }),
		} as unknown as N8nContext;
		expect(await time.clock.until(new Attempts(time.clock).through(caller))).toBe('reply');
	},
);

test('scopes may be separated by any white space', async () => {
	expect((await outcomeOf(createAlbum, `openid\n${READ}  ${APPEND}`)).sent).toBe(1);
});

test('the credential is read once for all requests of an execution', async () => {
	let reads = 0;
	const original = fakeCaller();
	const getCredentials = async () => {
		reads++;
		return await original.getCredentials('googlePhotosLibraryOAuth2Api');
	};
	const caller = { ...original, getCredentials } as unknown as N8nContext;
	for (let request = 0; request < 3; request++)
		await time.clock.until(new Attempts(time.clock).through(caller));
	expect(reads).toBe(1);
});

test('when the credential cannot be read, that error is thrown', async () => {
	const broken = new Error('Credential with ID "x" does not exist');
	const getCredentials = async () => await Promise.reject(broken);
	const caller = { ...fakeCaller(), getCredentials } as unknown as N8nContext;
	expect(await time.clock.until(errorOf(new Attempts(time.clock).through(caller)))).toBe(broken);
});

test.each([
	['no sign-in of the user who runs it: the user is told what to do', 'No end-user credential found', 'noUserSignIn'],
	['no credential for another reason: its error stands', 'Credential could not be decrypted', undefined],
])('n8n has %s', async (_title, message, kind) => {
	const cause = new Error(message);
	const caller = { ...fakeCaller(), getCredentials: async () => await Promise.reject(cause) } as unknown as N8nContext;
	const error = await time.clock.until(errorOf(new Attempts(time.clock).through(caller)));
	expect(failureOf(error)?.kind).toBe(kind);
	expect(error === cause).toBe(kind === undefined);
});
