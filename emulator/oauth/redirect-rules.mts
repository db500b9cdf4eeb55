import { isIP } from 'node:net';

/**
 * Says whether Google would take a redirect address.
 * @returns why not, as the consent page names it; undefined for an address that is fine.
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation
 */
export function redirectRefusal(
	address: string,
): 'redirect_uri_mismatch' | 'invalid_request' | undefined {
	let url: URL;
	try {
		url = new URL(address);
	} catch {
		return 'invalid_request';
	}
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const isLoopback = host === 'localhost' || host === '::1' || /^127\./.test(host);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))
		return 'invalid_request';
	if (isIP(host) && !isLoopback) return 'invalid_request';
	if (host.endsWith('.local') || !(host.includes('.') || isLoopback)) return 'invalid_request';
	if (url.hash !== '' || url.username !== '') return 'redirect_uri_mismatch';
	return undefined;
}
