import { isIP } from 'node:net';

/** Why a redirect address is rejected: the error code and the developer message of Google's page. */
export interface RedirectRefusal {
	error: 'redirect_uri_mismatch' | 'invalid_request';
	text: string;
}

/**
 * Checks whether Google would redirect to an address.
 * @param registered the client's Authorized redirect URIs, one of which must match exactly; undefined accepts every
 *   address that could be registered
 * @returns undefined for a valid address
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

/** Reasons that reject an address whatever the client's list contains, in the wording that users report. */
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
