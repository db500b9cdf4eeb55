import type { ImportableCredential } from '../../tools/n8n/credential.mts';

/** Authentication of a webhook or a form. */
export const token = { name: 'X-Token', value: 'only-for-tests' };
export const visitor = { user: 'visitor', password: 'only-for-tests' };
export const basic = { authorization: `Basic ${Buffer.from(`${visitor.user}:${visitor.password}`).toString('base64')}` };

/**
 * The credentials of the services that the examples use. The id of each is its type.
 *
 * @param openAi address of the stand-in for OpenAI
 * @param s3 address of the stand-in for an S3 service
 */
export function credentialsFor(openAi: string, s3: string): ImportableCredential[] {
	const data: Record<string, Record<string, unknown>> = {
		httpHeaderAuth: token,
		httpBasicAuth: visitor,
		openAiApi: { apiKey: 'only-for-tests', url: openAi },
		googleDriveOAuth2Api: {
			clientId: 'drive',
			clientSecret: 'only-for-tests',
			oauthTokenData: { access_token: 'drive', token_type: 'Bearer' },
		},
		s3: { endpoint: s3, region: 'us-east-1', accessKeyId: 'n8n', secretAccessKey: 'only-for-tests', forcePathStyle: true },
	};
	return Object.entries(data).map(([type, fields]) => ({ id: type, name: type, type, data: fields }));
}
