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
	const has = await grantedScopes(caller);
	if (!has || method.scopes.some((scope) => has.has(PREFIX + scope))) return;
	const needed = method.scopes.map((scope) => `"${scope}" (${purposes[scope]})`).join(' or ');
	const message = `Needed: ${needed}. Nothing was sent.`;
	const failure = refined({ kind: 'missingScope', message, mayHaveActed: false }, method);
	throw explain(caller.getNode(), failure, subject);
}

/** Asked once per run: n8n reads and decrypts the credential each time. */
const granted = new WeakMap<Caller, Promise<Set<string> | undefined>>();

/**
 * What the credential was granted. Whoever reads it also learns whether it still is the same sign-in: after
 * another one what was known of albums is forgotten, since it may be another person's.
 *
 * @returns undefined if it is not known what was granted
 */
export async function grantedScopes(caller: Caller): Promise<Set<string> | undefined> {
	let scopes = granted.get(caller);
	if (!scopes) {
		scopes = caller.getCredentials(CREDENTIAL).then(({ clientId, oauthTokenData }) => {
			const { scope, refresh_token: signIn } = (oauthTokenData ?? {}) as Record<string, unknown>;
			accountOf(caller.getNode()).signedInAs(`${clientId}\0${signIn}`);
			return typeof scope === 'string' && scope.trim() ? new Set(scope.split(/\s+/)) : undefined;
		});
		granted.set(caller, scopes);
	}
	return await scopes;
}
