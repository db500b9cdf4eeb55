import { createHash } from 'node:crypto';
import { apiError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { ApiMethod } from './method';
import type { N8nContext } from './n8nContext';
import { refineForMethod } from './replyOrigin';

export const CREDENTIAL = 'googlePhotosLibraryOAuth2Api';

/** What one sign-in with Google gave the credential. */
export interface Grant {
	/** undefined if it is not known what was granted */
	scopes?: ReadonlySet<string>;
	/** tells it from another sign-in: a hash, so that no token stays in memory for its own sake */
	id: string;
}

/** Asked once per run: n8n reads and decrypts the credential each time. */
const grants = new WeakMap<N8nContext, Promise<Grant>>();

/**
 * With which sign-in the caller's requests are made. One credential of n8n can stand for many of them: with
 * end-user credentials n8n gives each execution the token of the person it runs for, and anybody can reconnect a
 * credential with another Google account. The refresh token tells them apart: Google gives one for each sign-in,
 * and n8n keeps it when it refreshes the access token.
 * https://developers.google.com/identity/protocols/oauth2/web-server#offline
 *
 * @throws what n8n throws when it has no credential to give
 */
export async function grantOf(n8n: N8nContext): Promise<Grant> {
	let signIn = grants.get(n8n);
	if (!signIn) {
		signIn = n8n.getCredentials(CREDENTIAL).then(({ clientId, oauthTokenData }) => {
			const { scope, refresh_token, access_token } = (oauthTokenData ?? {}) as Record<string, unknown>;
			// without a refresh token n8n has nothing to get another access token with
			const token = String(refresh_token ?? access_token);
			const id = createHash('sha256').update(`${clientId}\0${token}`).digest('hex');
			return { id, ...(typeof scope === 'string' && scope.trim() && { scopes: new Set(scope.split(/\s+/)) }) };
		});
		grants.set(n8n, signIn);
	}
	return await signIn;
}

/**
 * Lets the next request ask n8n anew with which sign-in it is made: the context of a trigger lives as long as its
 * workflow is published, and the credential may be connected anew meanwhile.
 */
export function forgetGrant(n8n: N8nContext): void {
	grants.delete(n8n);
}

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
export async function requireScope(n8n: N8nContext, method: ApiMethod, subject: ErrorContext): Promise<void> {
	const { scopes } = await grantOf(n8n);
	if (!scopes || method.scopes.some((scope) => scopes.has(PREFIX + scope))) return;
	const needed = method.scopes.map((scope) => `"${scope}" (${purposes[scope]})`).join(' or ');
	const message = `Needed: ${needed}. Nothing was sent.`;
	const failure = refineForMethod({ kind: 'missingScope', message, outcomeUnknown: false }, method);
	throw apiError(n8n.getNode(), failure, subject);
}
