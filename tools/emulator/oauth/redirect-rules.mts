import { isIP } from 'node:net';

/** Why a redirect address is refused: the code that Google's page ends with, and its words for the developer. */
export interface RedirectRefusal {
	error: 'redirect_uri_mismatch' | 'invalid_request';
	text: string;
}

/**
 * Says whether Google would send a user back to a redirect address.
 * @param registered the client's Authorized redirect URIs, of which it has to be one, letter by letter;
 * undefined takes every address that could be registered.
 * @returns undefined for an address that is fine.
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation
 */
export function redirectRefusal(
	address: string,
	registered?: readonly string[],
): RedirectRefusal | undefined {
	let url: URL;
	try {
		url = new URL(address);
	} catch {
		return invalid(`Invalid parameter value for redirect_uri: Missing scheme: ${address}`);
	}
	const refused = unacceptable(url, address);
	if (refused !== undefined) return invalid(refused);
	const known = registered?.includes(address) ?? (url.hash === '' && url.username === '');
	const text =
		"If you're the app developer, register the redirect URI in the Google Cloud Console. " +
		`Request details: redirect_uri=${address}`;
	return known ? undefined : { error: 'redirect_uri_mismatch', text };
}

function invalid(text: string): RedirectRefusal {
	return { error: 'invalid_request', text };
}

/** What is refused even before the client's list is looked at, in the words that users report. */
function unacceptable({ protocol, hostname }: URL, address: string): string | undefined {
	const host = hostname.replace(/^\[|\]$/g, '');
	if (host === 'localhost' || host === '::1' || /^127\./.test(host)) return undefined;
	if (/^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host) && isIP(host))
		return `device_id and device_name are required for private IP: ${address}`;
	const wrong = (what: string) =>
		`Invalid parameter value for redirect_uri: ${what} not allowed: ${address}`;
	if (isIP(host)) return wrong('Raw IP addresses');
	if (host.endsWith('.local') || !host.includes('.')) return wrong('Non-public domains');
	if (protocol !== 'https:')
		return `You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy for keeping apps secure. Request details: redirect_uri=${address}`;
	return undefined;
}
