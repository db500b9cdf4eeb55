import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from '../accounts/account.mts';
import { googleHosts } from '../network/google-hosts.mts';

/** What a base URL opens. */
export interface OpenedBaseUrl {
	accountId: string;
	/** '' for the picture that stands in for the cover of an empty album. */
	mediaItemId: string;
	/** Milliseconds of the account's clock. */
	expiresAt: number;
	/** The scope without which it does not open, for picked items. */
	scope: string | undefined;
}

const secret = randomBytes(32);
const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

/**
 * A base URL that works from now for as long as the account's switch says.
 * @param scope what the token that comes with the request must have, if it must come.
 */
export function baseUrlOf(account: Account, mediaItemId: string, scope = ''): string {
	const expiresAt = account.now() + account.switches.baseUrlMinutes * 60_000;
	const what = Buffer.from([account.id, mediaItemId, expiresAt, scope].join()).toString(
		'base64url',
	);
	return `https://${googleHosts.bytes}/lr/A${sign(what)}${what}`;
}

/** @param path of the URL, decoded, without `=` and what follows. @returns undefined if it is not one of ours. */
export function openBaseUrl(path: string): OpenedBaseUrl | undefined {
	const [, signature, what] = /^\/lr\/A(.{43})(.+)$/.exec(path) ?? [];
	if (signature === undefined || what === undefined || sign(what) !== signature) return undefined;
	const [accountId = '', mediaItemId = '', expiresAt, scope] = Buffer.from(what, 'base64url')
		.toString()
		.split(',');
	return { accountId, mediaItemId, expiresAt: Number(expiresAt), scope: scope || undefined };
}
