import { createHash, randomBytes } from 'node:crypto';

/** Reply of the token endpoint. Times in seconds. */
export interface IssuedTokens {
	access_token: string;
	expires_in: number;
	refresh_token?: string;
	scope: string;
	token_type: 'Bearer';
}

interface AccessToken {
	scope: string;
	/** Milliseconds on the account's clock. */
	expiresAt: number;
}

interface AuthorizationCode {
	scope: string;
	redirectUri: string;
	offline: boolean;
	/** SHA-256 of the code verifier (PKCE, RFC 7636); null without PKCE. */
	challenge: string | null;
}

/** State that is saved between runs. */
export interface TokenState {
	access: Record<string, AccessToken>;
	/** Granted scope by refresh token. */
	refresh: Record<string, string>;
}

const maxAccessTokens = 100;
const secret = (prefix: string, bytes: number) => prefix + randomBytes(bytes).toString('base64url');

/** The tokens of one account: one Google user who authorized one OAuth client. */
export class Tokens {
	readonly state: TokenState;
	private readonly codes = new Map<string, AuthorizationCode>();
	private readonly lifeSeconds: number;
	private readonly now: () => number;

	/**
	 * @param lifeSeconds lifetime of access tokens
	 * @param now the account's clock in milliseconds
	 */
	constructor(state: TokenState, lifeSeconds: number, now: () => number) {
		this.state = state;
		this.lifeSeconds = lifeSeconds;
		this.now = now;
	}

	/** New tokens, as after a consent with `access_type=offline` and `prompt=consent`. */
	grant(scope: string): IssuedTokens & { refresh_token: string } {
		const refreshToken = secret('1//0', 72);
		this.state.refresh[refreshToken] = scope;
		return { ...this.issueAccess(scope), refresh_token: refreshToken };
	}

	/** Authorization code for one exchange, as the consent page puts it into the redirect. */
	authorizationCode(code: AuthorizationCode): string {
		const value = secret('4/0A', 45);
		this.codes.set(value, code);
		return value;
	}

	hasCode(code: string): boolean {
		return this.codes.has(code);
	}

	/**
	 * Exchanges a code once. @returns undefined if the code is unknown or used, or the redirect or verifier does not
	 * match
	 */
	exchange(value: string, redirectUri: string, verifier: string): IssuedTokens | undefined {
		const code = this.codes.get(value);
		this.codes.delete(value);
		if (!code || code.redirectUri !== redirectUri) return undefined;
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		if (code.challenge !== null && code.challenge !== challenge) return undefined;
		return code.offline ? this.grant(code.scope) : this.issueAccess(code.scope);
	}

	/** A new access token. @returns undefined if the refresh token is unknown or revoked */
	refresh(refreshToken: string): IssuedTokens | undefined {
		const scope = this.state.refresh[refreshToken];
		return scope === undefined ? undefined : this.issueAccess(scope);
	}

	/** Whether the account ever issued this token, expired or not. */
	owns(token: string): boolean {
		return Object.hasOwn(this.state.access, token) || Object.hasOwn(this.state.refresh, token);
	}

	/** @returns scopes and remaining seconds of a valid access token */
	check(accessToken: string): { scopes: string[]; expiresIn: number } | undefined {
		const known = Object.hasOwn(this.state.access, accessToken)
			? this.state.access[accessToken]
			: undefined;
		if (!known || known.expiresAt <= this.now()) return undefined;
		const expiresIn = Math.floor((known.expiresAt - this.now()) / 1000);
		return { scopes: known.scope.split(' '), expiresIn };
	}

	expireAccess(): void {
		for (const token of Object.values(this.state.access)) token.expiresAt = 0;
	}

	revoke(): void {
		this.expireAccess();
		this.state.refresh = {};
		this.codes.clear();
	}

	private issueAccess(scope: string): IssuedTokens {
		const token = secret('ya29.a0', 120);
		const expiresAt = this.now() + this.lifeSeconds * 1000;
		this.state.access[token] = { scope, expiresAt };
		// Expired tokens are kept only to count their requests for the account.
		const tokens = Object.keys(this.state.access);
		for (const old of tokens.slice(0, Math.max(0, tokens.length - maxAccessTokens)))
			delete this.state.access[old];
		return {
			access_token: token,
			expires_in: this.lifeSeconds,
			scope,
			token_type: 'Bearer',
		};
	}
}
