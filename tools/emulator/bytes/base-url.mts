import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from '../accounts/account.mts';
import { googleHosts } from '../network/google-hosts.mts';

/** The decoded content of a base URL. */
export interface OpenedBaseUrl {
	accountId: string;
	/** '' for the placeholder cover of an empty album. */
	mediaItemId: string;
	/** Milliseconds on the account's clock. */
	expiresAt: number;
	/** For picked items: the scope that the request's token needs. */
	scope: string | undefined;
}

const secret = randomBytes(32);
const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

/**
 * A base URL whose lifetime is set by the switch `baseUrlMinutes`.
 * @param scope scope of the token that the request must carry; '' if it needs none
 */
export function baseUrlOf(account: Account, mediaItemId: string, scope = ''): string {
	const expiresAt = account.now() + account.switches.baseUrlMinutes * 60_000;
	const what = Buffer.from([account.id, mediaItemId, expiresAt, scope].join()).toString(
		'base64url',
	);
	return `https://${googleHosts.bytes}/lr/A${sign(what)}${what}`;
}

/**
 * @param path decoded path of the URL, without `=` and the parameters after it
 * @returns undefined if this emulator did not issue the URL
 */
export function openBaseUrl(path: string): OpenedBaseUrl | undefined {
	const [, signature, what] = /^\/lr\/A(.{43})(.+)$/.exec(path) ?? [];
	if (signature === undefined || what === undefined || sign(what) !== signature) return undefined;
	const [accountId = '', mediaItemId = '', expiresAt, scope] = Buffer.from(what, 'base64url')
		.toString()
		.split(',');
	return { accountId, mediaItemId, expiresAt: Number(expiresAt), scope: scope || undefined };
}
