import { createHash } from 'node:crypto';
import { call, emulatedAccount } from './client';

type Account = Awaited<ReturnType<typeof emulatedAccount>>;
const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
const readScope = 'https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata';

async function token(form: Record<string, string>, headers: Record<string, string> = {}) {
	const reply = await fetch('https://oauth2.googleapis.com/token', {
		method: 'POST',
		headers,
		body: new URLSearchParams(form),
	});
	return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

const clientOf = ({ clientId, clientSecret }: Account) => ({
	client_id: clientId,
	client_secret: clientSecret,
});

const refreshOf = (account: Account) => ({
	grant_type: 'refresh_token',
	refresh_token: account.refreshToken,
});

function consentUrl(account: Account, redirect = redirectUri): string {
	const query = new URLSearchParams({
		client_id: account.clientId,
		redirect_uri: redirect,
		response_type: 'code',
		scope: account.scope,
		state: 'a b',
		access_type: 'offline',
		prompt: 'consent',
	});
	return `https://accounts.google.com/o/oauth2/v2/auth?${query}`;
}

async function decide(account: Account, form: Array<[string, string]>): Promise<URL> {
	const body = new URLSearchParams([['user', account.user], ...form]);
	const reply = await fetch(consentUrl(account), { method: 'POST', body, redirect: 'manual' });
	expect(reply.status).toBe(302);
	return new URL(reply.headers.get('location') ?? '');
}

describe('token endpoint', () => {
	it('refreshes with the client in the body or in Basic authentication', async () => {
		const account = await emulatedAccount({ accessTokenTtl: 60 });
		const { status, body } = await token({ ...clientOf(account), ...refreshOf(account) });
		expect(status).toBe(200);
		expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 60, scope: account.scope });
		expect(body).not.toHaveProperty('refresh_token');
		const basic = Buffer.from(`${account.clientId}:${account.clientSecret}`).toString('base64');
		const authorization = `Basic ${basic}`;
		expect((await token(refreshOf(account), { authorization })).status).toBe(200);
		await account.advance(61);
		expect((await call(account, 'GET', '/v1/albums')).status).toBe(401);
	});

	it('rejects a wrong client secret and revoked tokens', async () => {
		const account = await emulatedAccount();
		const wrong = { ...clientOf(account), client_secret: 'wrong', ...refreshOf(account) };
		expect(await token(wrong)).toMatchObject({ status: 401, body: { error: 'invalid_client', error_description: 'The provided client secret is invalid.' } });
		await account.revoke();
		expect(await token({ ...clientOf(account), ...refreshOf(account) })).toEqual({
			status: 400,
			body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
		});
	});

	it('revokes and describes tokens', async () => {
		const account = await emulatedAccount();
		const info = `https://oauth2.googleapis.com/tokeninfo?access_token=${account.accessToken}`;
		expect(await (await fetch(info)).json()).toMatchObject({
			aud: account.clientId,
			scope: account.scope,
		});
		const body = new URLSearchParams({ token: account.refreshToken });
		const revoke = { method: 'POST', body };
		expect((await fetch('https://oauth2.googleapis.com/revoke', revoke)).status).toBe(200);
		expect((await fetch(info)).status).toBe(400);
	});
});

describe('consent page', () => {
	it('shows the user, and returns a code for the ticked scopes', async () => {
		const account = await emulatedAccount();
		const page = await (await fetch(consentUrl(account))).text();
		expect(page).toContain(account.user);
		const location = await decide(account, [
			['decision', 'allow'],
			['scope', readScope],
		]);
		expect(location.origin + location.pathname).toBe(redirectUri);
		expect(location.searchParams.get('state')).toBe('a b');
		const form = {
			...clientOf(account),
			grant_type: 'authorization_code',
			code: location.searchParams.get('code') ?? '',
			redirect_uri: redirectUri,
		};
		const { body } = await token(form);
		expect(body).toMatchObject({ scope: readScope, refresh_token: expect.any(String) });
		expect((await token(form)).body).toMatchObject({ error: 'invalid_grant' });
	});

	it('requires the PKCE verifier of the challenge sent with the request', async () => {
		const account = await emulatedAccount();
		const verifier = 'v'.repeat(43);
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		const exchanged = async (codeVerifier: string) => {
			const url = `${consentUrl(account)}&code_challenge=${challenge}&code_challenge_method=S256`;
			const body = new URLSearchParams([
				['user', account.user],
				['decision', 'allow'],
				['scope', readScope],
			]);
			const { headers } = await fetch(url, { method: 'POST', body, redirect: 'manual' });
			const form = {
				...clientOf(account),
				grant_type: 'authorization_code',
				code: new URL(headers.get('location') ?? '').searchParams.get('code') ?? '',
				redirect_uri: redirectUri,
				code_verifier: codeVerifier,
			};
			return (await token(form)).status;
		};
		expect(await exchanged('w'.repeat(43))).toBe(400);
		expect(await exchanged('')).toBe(400);
		expect(await exchanged(verifier)).toBe(200);
	});

	it('redirects with access_denied if the user cancels', async () => {
		const location = await decide(await emulatedAccount(), [['decision', 'cancel']]);
		expect(location.searchParams.get('error')).toBe('access_denied');
	});

	it('shows unticked boxes, and no ticked box means access_denied', async () => {
		const account = await emulatedAccount();
		const page = await (await fetch(consentUrl(account))).text();
		const boxes = page.match(/<input type="checkbox" name="scope"[^>]*>/g) ?? [];
		expect(boxes).toHaveLength(4);
		expect(boxes.join()).not.toContain('checked');
		const location = await decide(account, [['decision', 'allow']]);
		expect(location.searchParams.get('error')).toBe('access_denied');
	});

	it.each([
		['http://127.0.0.1:5678/cb', 200, 'Select what this app can access'],
		['http://[::1]/cb', 200, 'Select what this app can access'],
		['https://n8n.example.com/cb', 200, 'Select what this app can access'],
		['http://192.168.1.5:5678/cb', 400, 'device_id and device_name are required for private IP: http://192.168.1.5'],
		['https://10.0.0.5/cb', 400, 'device_id and device_name are required for private IP: https://10.0.0.5'],
		['https://203.0.113.5/cb', 400, 'Raw IP addresses not allowed: https://203.0.113.5'],
		['https://n8n.local/cb', 400, 'Non-public domains not allowed: https://n8n.local'],
		['https://n8n/cb', 400, 'Non-public domains not allowed: https://n8n'],
		['http://n8n.example.com/cb', 400, 'OAuth 2.0 policy for keeping apps secure'],
		['n8n.example.com/cb', 400, 'Missing scheme'],
	])('answers the redirect address %s with %i', async (address, status, text) => {
		const reply = await fetch(consentUrl(await emulatedAccount(), address));
		const page = await reply.text();
		expect([reply.status, page]).toEqual([status, expect.stringContaining(text)]);
		if (status === 400) expect(page).toContain('Error 400: invalid_request');
	});

	it("accepts only the client's registered redirect addresses, which must match exactly", async () => {
		const account = await emulatedAccount({ redirectUris: [redirectUri] });
		expect((await fetch(consentUrl(account))).status).toBe(200);
		for (const other of [`${redirectUri}/`, redirectUri.replace('localhost', '127.0.0.1')]) {
			const reply = await fetch(consentUrl(account, other));
			expect(reply.status).toBe(400);
			const page = await reply.text();
			expect(page).toContain('Access blocked: This app\'s request is invalid');
			expect(page).toContain(`redirect_uri=${other}`);
			expect(page).toContain('Error 400: redirect_uri_mismatch');
		}
	});

	it('rejects an unknown client', async () => {
		const account = await emulatedAccount();
		const reply = await fetch(consentUrl({ ...account, clientId: 'other.apps.googleusercontent.com' } as Account));
		expect([reply.status, await reply.text()]).toEqual([401, expect.stringContaining('The OAuth client was not found.')]);
	});
});
