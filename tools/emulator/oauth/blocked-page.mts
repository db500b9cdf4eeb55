import { escaped, pageAnswer } from '../gallery/page.mts';
import type { Answer } from '../http/exchange.mts';

/**
 * The page that Google shows instead of the consent page if the app's request is invalid; the app is not redirected to.
 * @param error the code under which Google's documentation explains it
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
 */
export function blocked(status: number, error: string, text: string): Answer {
	const mismatch = error === 'redirect_uri_mismatch';
	const heading = mismatch ? "This app's request is invalid" : 'Authorization Error';
	const apology = mismatch
		? "<p>You can't sign in because this app sent an invalid request. You can try again later, or contact the developer about this issue.</p>"
		: '';
	return pageAnswer(
		status,
		`Error ${status}: ${error}`,
		`<main class="card"><p class="soft">Google, emulated on this machine</p><h1>Access blocked: ${heading}</h1>${apology}<p style="overflow-wrap:anywhere">${escaped(text)}</p><p class="soft">Error ${status}: ${error}</p></main>`,
	);
}
