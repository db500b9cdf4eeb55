import { createHash } from 'node:crypto';
import type { Caller } from './caller';

export const CREDENTIAL = 'googlePhotosLibraryOAuth2Api';

/** What one sign-in with Google gave the credential. */
export interface SignIn {
	/** undefined if it is not known what was granted */
	scopes?: ReadonlySet<string>;
	/** tells it from another sign-in: a hash, so that no token stays in memory for its own sake */
	id: string;
}

/** Asked once per run: n8n reads and decrypts the credential each time. */
const signIns = new WeakMap<Caller, Promise<SignIn>>();

/**
 * With which sign-in the caller's requests are made. One credential of n8n can stand for many of them: with
 * end-user credentials n8n gives each execution the token of the person it runs for, and anybody can reconnect a
 * credential with another Google account. The refresh token tells them apart: Google gives one for each sign-in,
 * and n8n keeps it when it refreshes the access token.
 * https://developers.google.com/identity/protocols/oauth2/web-server#offline
 *
 * @throws what n8n throws when it has no credential to give
 */
export async function signInOf(caller: Caller): Promise<SignIn> {
	let signIn = signIns.get(caller);
	if (!signIn) {
		signIn = caller.getCredentials(CREDENTIAL).then(({ clientId, oauthTokenData }) => {
			const { scope, refresh_token, access_token } = (oauthTokenData ?? {}) as Record<string, unknown>;
			// without a refresh token n8n has nothing to get another access token with
			const token = String(refresh_token ?? access_token);
			const id = createHash('sha256').update(`${clientId}\0${token}`).digest('hex');
			return { id, ...(typeof scope === 'string' && scope.trim() && { scopes: new Set(scope.split(/\s+/)) }) };
		});
		signIns.set(caller, signIn);
	}
	return await signIn;
}

/**
 * Lets the next request ask n8n anew with which sign-in it is made: the context of a trigger lives as long as its
 * workflow is published, and the credential may be connected anew meanwhile.
 */
export function forgetSignIn(caller: Caller): void {
	signIns.delete(caller);
}
