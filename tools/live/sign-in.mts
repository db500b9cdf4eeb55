import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Auth, google } from 'googleapis';

const PREFIX = 'https://www.googleapis.com/auth/';

/** The same scopes as the node's credential. */
const SCOPES = [
	'photoslibrary.appendonly',
	'photoslibrary.readonly.appcreateddata',
	'photoslibrary.edit.appcreateddata',
	'photospicker.mediaitems.readonly',
].map((scope) => PREFIX + scope);

export interface OAuthClient {
	clientId: string;
	clientSecret: string;
}

/** A user who has signed in. */
export interface SignedIn {
	/** Returns a valid access token. */
	accessToken: () => Promise<string>;
	/** For the next sign-in without a browser; a secret. */
	refreshToken: string;
	/** Scopes that the user did not grant. */
	missing: string[];
}

/**
 * Signs a user in with Google in the browser, which Google then redirects to this machine.
 * https://developers.google.com/identity/protocols/oauth2/native-app
 *
 * @param show receives the address to open
 * @param port port of the redirect address: clients of the type "Web application" need `http://localhost:<port>`
 *   registered; those of the type "Desktop app" accept any, 0 chooses a free one
 * @throws Error if the user cancels, or Google rejects the client
 */
export async function signIn(client: OAuthClient, show: (url: string) => void, port = 0): Promise<SignedIn> {
	const server = createServer().listen(port, '127.0.0.1');
	await once(server, 'listening');
	const redirectUri = `http://localhost:${(server.address() as AddressInfo).port}`;
	const oauth = new google.auth.OAuth2({ ...client, redirectUri });
	const { codeVerifier, codeChallenge = '' } = await oauth.generateCodeVerifierAsync();
	const state = crypto.randomUUID();
	try {
		const code = codeFrom(server, state);
		show(
			oauth.generateAuthUrl({
				access_type: 'offline',
				prompt: 'consent',
				scope: SCOPES,
				state,
				code_challenge: codeChallenge,
				code_challenge_method: Auth.CodeChallengeMethod.S256,
			}),
		);
		const { tokens } = await oauth.getToken({ code: await code, codeVerifier });
		oauth.setCredentials(tokens);
		return signedIn(oauth, tokens.refresh_token ?? '', (tokens.scope ?? '').split(' '));
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

/** Signs in with the refresh token of an earlier sign-in. @throws Error if Google no longer accepts it */
export async function signInAgain(client: OAuthClient, refreshToken: string): Promise<SignedIn> {
	const oauth = new google.auth.OAuth2(client);
	oauth.setCredentials({ refresh_token: refreshToken });
	const { credentials } = await oauth.refreshAccessToken();
	return signedIn(oauth, refreshToken, (credentials.scope ?? '').split(' '));
}

function signedIn(oauth: Auth.OAuth2Client, refreshToken: string, granted: string[]): SignedIn {
	return {
		refreshToken,
		missing: SCOPES.filter((scope) => !granted.includes(scope)).map((scope) => scope.slice(PREFIX.length)),
		accessToken: async () => {
			const { token } = await oauth.getAccessToken();
			if (!token) throw new Error('Google gave no access token');
			return token;
		},
	};
}

/** The authorization code from Google's redirect. Other requests, such as for an icon, are answered with 404. */
async function codeFrom(server: ReturnType<typeof createServer>, state: string): Promise<string> {
	return await new Promise((resolve, reject) => {
		server.on('request', ({ url = '/' }, reply) => {
			const query = new URL(url, 'http://localhost').searchParams;
			if (query.get('state') !== state) {
				reply.writeHead(404).end();
				return;
			}
			const code = query.get('code');
			reply.setHeader('content-type', 'text/plain; charset=utf-8');
			reply.setHeader('connection', 'close');
			reply.end(code ? 'Signed in. You can close this page.' : 'You are not signed in.');
			if (code) resolve(code);
			else reject(new Error(`Google did not sign you in: ${query.get('error')}`));
		});
	});
}
