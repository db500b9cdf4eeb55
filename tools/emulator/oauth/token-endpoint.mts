import type { Account } from '../accounts/account.mts';
import type { Accounts } from '../accounts/accounts.mts';
import type { IssuedTokens } from '../accounts/tokens.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { html, json } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';

/**
 * Routes a request to oauth2.googleapis.com: `/token`, `/revoke` or `/tokeninfo`.
 * @see https://developers.google.com/identity/protocols/oauth2/web-server
 */
export async function tokenCall(exchange: Exchange, accounts: Accounts): Promise<Call> {
	const form = new URLSearchParams(exchange.url.search);
	for (const [name, value] of await formOf(exchange)) form.set(name, value);
	const account = accountOf(form, accounts);
	return {
		method: 'token',
		traffic: 'token',
		account,
		refuse: ({ httpStatus, message }) => oauthError(httpStatus, 'server_error', message),
		act: () => {
			switch (`${exchange.httpMethod} ${exchange.path}`) {
				case 'POST /token':
					return token(exchange, form, account, accounts);
				case 'POST /revoke':
					return revoke(account);
				case 'GET /tokeninfo':
				case 'POST /tokeninfo':
					return tokenInfo(form, account);
				default:
					return html(404, `The requested URL ${exchange.path} was not found on this server.`);
			}
		},
	};
}

/** The body as form fields: form-encoded by the standard, or JSON, which Google accepts too. */
async function formOf(exchange: Exchange): Promise<URLSearchParams> {
	const text = await exchange.text();
	const isJson = exchange.header('content-type')?.includes('json') && text.startsWith('{');
	return new URLSearchParams(isJson ? (JSON.parse(text) as Record<string, string>) : text);
}

function accountOf(form: URLSearchParams, accounts: Accounts): Account | undefined {
	const code = form.get('code');
	if (code !== null) return accounts.all().find(({ tokens }) => tokens.hasCode(code));
	const token = form.get('refresh_token') ?? form.get('token') ?? form.get('access_token');
	return token === null ? undefined : accounts.ofToken(token);
}

function token(
	exchange: Exchange,
	form: URLSearchParams,
	account: Account | undefined,
	accounts: Accounts,
): Answer {
	const [clientId, clientSecret] = clientOf(exchange, form);
	const client = accounts.ofClient(clientId)[0];
	if (!client) return oauthError(401, 'invalid_client', 'The OAuth client was not found.');
	if (client.clientSecret !== clientSecret)
		return oauthError(401, 'invalid_client', 'The provided client secret is invalid.');
	const mine = account?.clientId === clientId ? account : undefined;
	let issued: IssuedTokens | undefined;
	switch (form.get('grant_type')) {
		case 'refresh_token':
			issued = mine?.tokens.refresh(form.get('refresh_token') ?? '');
			if (!issued) return oauthError(400, 'invalid_grant', 'Token has been expired or revoked.');
			break;
		case 'authorization_code':
			issued = mine?.tokens.exchange(
				form.get('code') ?? '',
				form.get('redirect_uri') ?? '',
				form.get('code_verifier') ?? '',
			);
			if (!issued) return oauthError(400, 'invalid_grant', 'Malformed auth code.');
			break;
		default:
			return oauthError(400, 'unsupported_grant_type', 'Invalid grant_type.');
	}
	mine?.changed();
	return json(issued, 200, { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' });
}

/** Client id and secret from the body or from Basic authentication. */
function clientOf(exchange: Exchange, form: URLSearchParams): [string, string] {
	const basic = /^Basic\s+(\S+)$/i.exec(exchange.header('authorization') ?? '')?.[1];
	if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
	return [decodeURIComponent(id), decodeURIComponent(secret)];
}

function revoke(account: Account | undefined): Answer {
	if (!account) return oauthError(400, 'invalid_token', 'Token expired or revoked');
	account.tokens.revoke();
	account.changed();
	return json({});
}

function tokenInfo(form: URLSearchParams, account: Account | undefined): Answer {
	const good = account?.tokens.check(form.get('access_token') ?? '');
	if (!account || !good) return oauthError(400, 'invalid_token', 'Invalid Value');
	return json({
		azp: account.clientId,
		aud: account.clientId,
		scope: good.scopes.join(' '),
		exp: String(Math.floor(account.now() / 1000) + good.expiresIn),
		expires_in: String(good.expiresIn),
		access_type: 'offline',
	});
}

export function oauthError(status: number, error: string, description: string): Answer {
	return json({ error, error_description: description }, status);
}
