import { createHash } from 'node:crypto';
import { classifyError } from '../errors/classify';
import { apiError, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { ApiMethod } from './apiMethod';
import type { N8nContext } from './n8nContext';
import { refineForMethod } from './replyOrigin';

export const CREDENTIAL = 'googlePhotosLibraryOAuth2Api';

/** Id of the caller's credential; an empty string if it has none. */
export function credentialIdOf(n8n: N8nContext): string {
	return n8n.getNode().credentials?.[CREDENTIAL]?.id ?? '';
}

/** Result of one sign-in with Google. */
export interface Grant {
	/** granted scopes; undefined if they are not known */
	scopes?: ReadonlySet<string>;
	/** identifies the sign-in: a hash, so that no token is kept in memory for this */
	id: string;
}

/** Cached per execution: n8n reads and decrypts the credential at each call. */
const grants = new WeakMap<N8nContext, Promise<Grant>>();

/**
 * The sign-in that the caller's requests use. One n8n credential can stand for many: with end-user credentials n8n
 * gives each execution the token of the person it runs for, and a credential can be reconnected with another Google
 * account. The refresh token identifies the sign-in: Google issues one per sign-in, and n8n keeps it when it refreshes
 * the access token.
 * https://developers.google.com/identity/protocols/oauth2/web-server#offline
 *
 * @throws NodeApiError if n8n has no sign-in for the user of the execution; else what n8n throws when it has no
 *   credential to give
 */
export async function grantOf(n8n: N8nContext): Promise<Grant> {
	let signIn = grants.get(n8n);
	if (!signIn) {
		const readFailed = (error: Error) => {
			const failure = classifyError(error);
			throw rethrow(failure.kind === 'noUserSignIn' ? apiError(n8n.getNode(), failure) : error);
		};
		signIn = n8n.getCredentials(CREDENTIAL).then(({ clientId, oauthTokenData }) => {
			const { scope, refresh_token, access_token } = (oauthTokenData ?? {}) as Record<string, unknown>;
			// without a refresh token the access token stays the same, since n8n cannot get another
			const token = String(refresh_token || access_token);
			const id = createHash('sha256').update(`${clientId}\0${token}`).digest('hex');
			return { id, ...(typeof scope === 'string' && scope.trim() && { scopes: new Set(scope.split(/\s+/)) }) };
		}, readFailed);
		grants.set(n8n, signIn);
	}
	return await signIn;
}

/**
 * Removes the cached sign-in, so that the next request reads the credential again: the context of a trigger lives as
 * long as its workflow is published, and the credential may be reconnected meanwhile.
 */
export function forgetGrant(n8n: N8nContext): void {
	grants.delete(n8n);
}

const PREFIX = 'https://www.googleapis.com/auth/';

/** Approximate wording of each permission on Google's consent page, so that the user finds the checkbox. */
const purposes: Record<string, string> = {
	'photoslibrary.appendonly': 'add photos and albums',
	'photoslibrary.readonly.appcreateddata': 'see what this app added',
	'photoslibrary.edit.appcreateddata': 'edit what this app added',
	'photospicker.mediaitems.readonly': 'see the photos and videos that you choose',
};

/**
 * Checks the granted scopes before a request is sent: Google's consent page lets users untick single permissions,
 * and n8n stores the granted scopes with the token. If they are not known, the request is sent.
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
