import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { photosCredential } from '../../tools/n8n/credential.mts';

/** The stored credential of an account. */
export function storedCredential(account: EmulatedAccount): ICredentialDataDecryptedObject {
	return {
		grantType: 'authorizationCode',
		...photosCredential(account).data,
		authUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
		accessTokenUrl: 'https://oauth2.googleapis.com/token',
		authentication: 'body',
	};
}
