import type { Accounts } from '../accounts/accounts.mts';
import { scopeTexts } from '../accounts/scopes.mts';
import { escaped, pageAnswer } from '../gallery/page.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { html } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import { redirectRefusal } from './redirect-rules.mts';

/**
 * The page on which a user picks an account and says what an app may do. Granting is per scope.
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient
 */
export async function consentCall(exchange: Exchange, accounts: Accounts): Promise<Call> {
	const decision =
		exchange.httpMethod === 'POST' ? new URLSearchParams(await exchange.text()) : undefined;
	return {
		method: 'consent',
		traffic: 'token',
		account: undefined,
		refuse: ({ httpStatus, message }) => html(httpStatus, message),
		act: () => {
			const isPage = ['/o/oauth2/v2/auth', '/o/oauth2/auth'].includes(exchange.path);
			if (!isPage) return html(404, `The requested URL ${exchange.path} was not found.`);
			const { searchParams } = exchange.url;
			return (
				refusalOf(searchParams, accounts) ??
				(decision ? decided(searchParams, decision, accounts) : question(searchParams, accounts))
			);
		},
	};
}

function refusalOf(query: URLSearchParams, accounts: Accounts): Answer | undefined {
	const client = query.get('client_id') ?? '';
	if (accounts.ofClient(client).length === 0)
		return blocked(401, 'invalid_client', 'The OAuth client was not found.');
	const redirect = query.get('redirect_uri') ?? '';
	const refusal = redirectRefusal(redirect);
	if (refusal)
		return blocked(400, refusal, `This app's redirect address is not allowed: ${redirect}`);
	if (query.get('response_type') !== 'code')
		return blocked(400, 'invalid_request', 'Required parameter is missing: response_type');
	const unknown = scopesOf(query).find((scope) => !Object.hasOwn(scopeTexts, scope));
	if (unknown !== undefined || scopesOf(query).length === 0)
		return blocked(
			400,
			'invalid_scope',
			`Some requested scopes were invalid: ${unknown ?? 'none'}`,
		);
	return undefined;
}

function blocked(status: number, error: string, text: string): Answer {
	return pageAnswer(
		status,
		`Error ${status}: ${error}`,
		`<main class="card"><h1>Access blocked</h1><p>${escaped(text)}</p><p class="soft">Error ${status}: ${error}</p></main>`,
	);
}

function scopesOf(query: URLSearchParams): string[] {
	return (query.get('scope') ?? '').split(/\s+/).filter(Boolean);
}

function question(query: URLSearchParams, accounts: Accounts): Answer {
	const users = accounts.ofClient(query.get('client_id') ?? '').map(({ user }, index) => {
		const name = escaped(user);
		return `<label><input type="radio" name="user" value="${name}"${index === 0 ? ' checked' : ''}> ${name}</label>`;
	});
	const boxes = scopesOf(query).map(
		(scope) =>
			`<label><input type="checkbox" name="scope" value="${escaped(scope)}" checked> ${escaped(scopeTexts[scope] ?? scope)}</label>`,
	);
	return pageAnswer(
		200,
		'Sign in – Google Accounts (emulator)',
		`<form class="card" method="post"><h1>Choose an account</h1><p class="soft">Emulated Google on this machine</p>${users.join('')}
<h2>This app wants to</h2>${boxes.join('')}
<p><button class="main" name="decision" value="allow">Allow</button> <button name="decision" value="cancel">Cancel</button></p></form>`,
	);
}

function decided(query: URLSearchParams, decision: URLSearchParams, accounts: Accounts): Answer {
	const location = new URL(query.get('redirect_uri') ?? '');
	const state = query.get('state');
	if (state !== null) location.searchParams.set('state', state);
	const account = accounts
		.ofClient(query.get('client_id') ?? '')
		.find(({ user }) => user === decision.get('user'));
	const scope = decision
		.getAll('scope')
		.filter((one) => scopesOf(query).includes(one))
		.join(' ');
	if (decision.get('decision') !== 'allow' || !account || scope === '')
		location.searchParams.set('error', 'access_denied');
	else {
		const offline = query.get('access_type') === 'offline';
		const redirectUri = query.get('redirect_uri') ?? '';
		location.searchParams.set(
			'code',
			account.tokens.authorizationCode({ scope, redirectUri, offline }),
		);
		location.searchParams.set('scope', scope);
	}
	return { status: 302, headers: { location: location.href } };
}
