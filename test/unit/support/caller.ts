import type {
	IBinaryData,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { cancelSignalOf } from '../../../nodes/GooglePhotos/http/n8nContext';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';

const CREDENTIAL = 'googlePhotosLibraryOAuth2Api';
const AUTH = 'https://www.googleapis.com/auth/';
export const APPEND = `${AUTH}photoslibrary.appendonly`;
export const READ = `${AUTH}photoslibrary.readonly.appcreateddata`;
export const EDIT = `${AUTH}photoslibrary.edit.appcreateddata`;

export const PICK = `${AUTH}photospicker.mediaitems.readonly`;

let accounts = 0;

/** The id of a credential that no other test has: what the node knows of an account stays in the process. */
export function newCredentialId(): string {
	return `credential ${++accounts}`;
}

export function node(credentialId: string = newCredentialId()): INode {
	return {
		id: 'node',
		name: 'Google Photos',
		type: 'n8n-nodes-google-photos-library.googlePhotos',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [CREDENTIAL]: { id: credentialId, name: 'Photos of the tests' } },
	};
}

/** Answers a request with a body, or throws as n8n's HTTP helper does. */
export type Respond = (options: IHttpRequestOptions) => unknown;

export interface CallerOptions {
	credentialId?: string;
	/** granted scopes; undefined if n8n does not know them */
	scope?: string;
	signal?: AbortSignal;
	respond?: Respond;
}

/** As much of a context of n8n's as the door needs. */
export function fakeCaller(options: CallerOptions = {}): N8nContext {
	const { scope = [APPEND, READ, EDIT].join(' '), signal, respond = () => ({}) } = options;
	const ownNode = node(options.credentialId);
	return {
		getNode: () => ownNode,
		getCredentials: async () => ({ oauthTokenData: { scope, access_token: 'not for errors' } }),
		getExecutionCancelSignal: () => signal,
		helpers: {
			httpRequestWithAuthentication: async (_credential: string, request: IHttpRequestOptions) => ({
				statusCode: 200,
				headers: {},
				body: await respond(request),
			}),
		},
	} as unknown as N8nContext;
}

/** A run of a custom operation; `parameters` are the same for all items. */
export function fakeRun(
	caller: N8nContext,
	parameters: IDataObject = {},
	items: INodeExecutionData[] = [{ json: {} }],
): OperationContext {
	return {
		n8n: caller as OperationContext['n8n'],
		node: caller.getNode(),
		signal: cancelSignalOf(caller),
		items,
		indexOf: (position) => position,
		parameter: <T>(name: string, _position: number, fallback: T) =>
			(parameters[name] ?? fallback) as T,
		continueOnFail: true,
		filesInJson: false,
		settings: {},
		asTool: false,
		hint: () => {},
	};
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** Bytes that begin like those of a JPEG picture; the words tell one from another. */
export function picture(words: string): Buffer {
	return Buffer.concat([JPEG, Buffer.from(words)]);
}

/** The words of a {@link picture}. */
export function wordsOf(bytes: Buffer): string {
	return bytes.subarray(JPEG.length).toString();
}

/** A file as n8n keeps it in memory. */
export function inMemory(content: Buffer, fileName?: string, mimeType = 'image/jpeg'): IBinaryData {
	return {
		data: content.toString('base64'),
		mimeType,
		...(fileName !== undefined && { fileName }),
	};
}
