/** An account that has granted access, for example one of the emulator. */
export interface GrantedAccount {
	clientId: string;
	clientSecret: string;
	accessToken: string;
	refreshToken: string;
	/** Granted scopes, separated by spaces. */
	scope: string;
	/** Lifetime of the access token in seconds. */
	expiresIn?: number;
}

/** A credential as `n8n import:credentials` reads it; n8n encrypts `data` when it stores it. */
export interface ImportableCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** The credential of the Google Photos node, as n8n stores it after its owner has signed in with Google. */
export function photosCredential(
	account: GrantedAccount,
	{ id = 'googlePhotosDemo', name = 'Google Photos account' }: { id?: string; name?: string } = {},
): ImportableCredential {
	return {
		id,
		name,
		type: 'googlePhotosLibraryOAuth2Api',
		data: {
			clientId: account.clientId,
			clientSecret: account.clientSecret,
			oauthTokenData: {
				access_token: account.accessToken,
				refresh_token: account.refreshToken,
				scope: account.scope,
				token_type: 'Bearer',
				expires_in: account.expiresIn ?? 3599,
			},
		},
	};
}
