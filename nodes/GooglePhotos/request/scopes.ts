import type { Caller } from './caller';
import { explain } from './explain';
import type { Subject } from './explain';
import { refined } from './failure';
import type { ApiMethod } from './methods';
import { signInOf } from './signIn';

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
