import type { Accounts } from '../accounts/accounts.mts';
import { scopeTexts } from '../accounts/scopes.mts';
import { escaped, pageAnswer } from '../gallery/page.mts';
import type { Answer, Exchange } from '../http/exchange.mts';
import { html } from '../http/google-error.mts';
import type { Call } from '../http/serve.mts';
import { blocked } from './blocked-page.mts';
import { redirectRefusal } from './redirect-rules.mts';

/**
 * The page on which a user selects an account and grants scopes one by one.
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
	const client = accounts.ofClient(query.get('client_id') ?? '')[0];
	if (!client) return blocked(401, 'invalid_client', 'The OAuth client was not found.');
	const refusal = redirectRefusal(query.get('redirect_uri') ?? '', client.redirectUris);
	if (refusal) return blocked(400, refusal.error, refusal.text);
	if (query.get('response_type') !== 'code')
		return blocked(400, 'invalid_request', 'Required parameter is missing: response_type');
	const unknown = scopesOf(query).find((scope) => !Object.hasOwn(scopeTexts, scope));
	if (unknown !== undefined || scopesOf(query).length === 0)
		return blocked(
			400,
			'invalid_scope',
			`Some requested scopes were invalid. {valid=[], invalid=[${unknown ?? ''}]}`,
		);
	return undefined;
}

function scopesOf(query: URLSearchParams): string[] {
	return (query.get('scope') ?? '').split(/\s+/).filter(Boolean);
}

/**
 * The boxes are not ticked, as users report of Google's page.
 * @see https://developers.google.com/identity/protocols/oauth2/resources/granular-permissions
 */
function question(query: URLSearchParams, accounts: Accounts): Answer {
	const users = accounts.ofClient(query.get('client_id') ?? '').map(({ user }, index) => {
		const name = escaped(user);
		return `<label><input type="radio" name="user" value="${name}"${index === 0 ? ' checked' : ''}> ${name}</label>`;
	});
	const boxes = scopesOf(query).map(
		(scope) =>
			`<label><input type="checkbox" name="scope" value="${escaped(scope)}"> ${escaped(scopeTexts[scope] ?? scope)}</label>`,
	);
	const together =
		"if (event.target === all) for (const box of this.querySelectorAll('[name=scope]')) box.checked = all.checked; else if (event.target.name === 'scope') all.checked = false";
	return pageAnswer(
		200,
		'Sign in – Google Accounts (emulator)',
		`<form class="card" method="post" onchange="${escaped(together)}"><p class="soft">Google, emulated on this machine</p><h1>This app wants access to your Google Account</h1>
<h2>Choose an account</h2>${users.join('')}
<h2>Select what this app can access</h2><label><input type="checkbox" name="all"> Select all</label>${boxes.join('')}
<p><button name="decision" value="cancel">Cancel</button> <button class="main" name="decision" value="allow">Continue</button></p></form>`,
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
			account.tokens.authorizationCode({ scope, redirectUri, offline, challenge: query.get('code_challenge') }),
		);
		location.searchParams.set('scope', scope);
	}
	return { status: 302, headers: { location: location.href } };
}
