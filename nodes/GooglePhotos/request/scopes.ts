import { createHash } from 'node:crypto';
import { accountOf, CREDENTIAL } from './account';
import type { Caller } from './caller';
import { explain } from './explain';
import type { Subject } from './explain';
import { refined } from './failure';
import type { ApiMethod } from './methods';

const PREFIX = 'https://www.googleapis.com/auth/';

/** What each permission is called on Google's consent page, roughly, so that the user finds the box. */
const purposes: Record<string, string> = {
	'photoslibrary.appendonly': 'add photos and albums',
	'photoslibrary.readonly.appcreateddata': 'see what this app added',
	'photoslibrary.edit.appcreateddata': 'edit what this app added',
	'photospicker.mediaitems.readonly': 'see the photos and videos that you choose',
};

/**
 * Refuses a request for which the user gave no permission, before it leaves: Google's consent page lets
 * people untick single permissions, and n8n keeps what was really granted with the token. Where that is not
 * known, the request goes out.
 * https://developers.google.com/photos/overview/authorization
 *
 * @throws NodeApiError naming the missing permission
 */
export async function requireScope(caller: Caller, method: ApiMethod, subject: Subject): Promise<void> {
	const { scopes } = await signInOf(caller);
	if (!scopes || method.scopes.some((scope) => scopes.has(PREFIX + scope))) return;
	const needed = method.scopes.map((scope) => `"${scope}" (${purposes[scope]})`).join(' or ');
	const message = `Needed: ${needed}. Nothing was sent.`;
	const failure = refined({ kind: 'missingScope', message, mayHaveActed: false }, method);
	throw explain(caller.getNode(), failure, subject);
}

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
 * With which sign-in the caller's requests are made. When it is another one than before, what was known of
 * albums is forgotten, since it may be another person's.
 */
export async function signInOf(caller: Caller): Promise<SignIn> {
	let signIn = signIns.get(caller);
	if (!signIn) {
		signIn = caller.getCredentials(CREDENTIAL).then(({ clientId, oauthTokenData }) => {
			const { scope, refresh_token, access_token } = (oauthTokenData ?? {}) as Record<string, unknown>;
			// n8n has a new access token each hour, unless there is nothing to get one with
			const token = String(refresh_token ?? access_token);
			const id = createHash('sha256').update(`${clientId}\0${token}`).digest('hex');
			accountOf(caller.getNode()).signedInAs(id);
			return { id, ...(typeof scope === 'string' && scope.trim() && { scopes: new Set(scope.split(/\s+/)) }) };
		});
		signIns.set(caller, signIn);
	}
	return await signIn;
}
