import { google } from 'googleapis';

/** A method call for the client process, and its result. */
export interface MethodCall {
	/** For example `albums.create`. */
	method: string;
	parameters: object;
}
export type Result = { data: unknown } | { status: unknown; message: string };

type Resources = Record<string, Record<string, (parameters: object) => Promise<{ data: unknown }>>>;

/**
 * Google's own client in a child process, created from the discovery document. Receives the credentials and the API's
 * name as arguments, and calls as messages.
 */
const { clientId, clientSecret, accessToken, refreshToken } = JSON.parse(
	process.argv[2] ?? '{}',
) as Record<string, string>;
const auth = new google.auth.OAuth2(clientId, clientSecret);
auth.setCredentials({
	access_token: accessToken ?? null,
	refresh_token: refreshToken ?? null,
	expiry_date: Date.now() - 1000,
});
const resources = (await google.discoverAPI(
	`https://${process.argv[3] ?? 'photoslibrary'}.googleapis.com/$discovery/rest?version=v1`,
	{ auth },
)) as unknown as Resources;

process.on('message', (ask: MethodCall) => {
	void reply(ask).then((told) => process.send?.(told));
});

async function reply({ method, parameters }: MethodCall): Promise<Result> {
	const [resource = '', name = ''] = method.split('.');
	const call = resources[resource]?.[name];
	if (!call) return { status: 0, message: `The client has no ${method}` };
	try {
		return { data: (await call(parameters)).data };
	} catch (error) {
		const { status, message } = error as { status: unknown; message: string };
		return { status, message };
	}
}
