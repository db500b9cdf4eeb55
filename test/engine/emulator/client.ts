/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import {
	EmulatorControl,
	type AccountRequest,
	type EmulatedAccount,
} from '../../../tools/emulator/control-client.mts';

export const library = 'https://photoslibrary.googleapis.com';

export interface ApiReply<T> {
	status: number;
	body: T;
	headers: Headers;
}

export interface MediaItem {
	id: string;
	baseUrl: string;
	filename: string;
	description?: string;
	mimeType: string;
	productUrl: string;
	mediaMetadata: {
		creationTime?: string;
		width?: string;
		height?: string;
		photo?: {
			cameraMake?: string;
			isoEquivalent?: number;
			exposureTime?: string;
			apertureFNumber?: number;
		};
		video?: { fps?: number; status?: string };
	};
}

export interface CreateReply {
	newMediaItemResults: Array<{
		uploadToken: string;
		status: { code?: number; message: string };
		mediaItem?: MediaItem;
	}>;
}

export interface ErrorReply {
	error: {
		code: number;
		message: string;
		status: string;
		details?: Array<Record<string, unknown>>;
	};
}

/** An account of the emulator that test/run.mts has started. */
export async function emulatedAccount(request: AccountRequest = {}): Promise<EmulatedAccount> {
	const controlUrl = process.env.EMULATOR_CONTROL_URL;
	if (!controlUrl) throw new Error('These tests need a running emulator: EMULATOR_CONTROL_URL');
	return await new EmulatorControl(controlUrl).account(request);
}

/** A call of the Library API over plain HTTP. */
export async function call<T = Record<string, unknown>>(
	account: EmulatedAccount,
	method: string,
	path: string,
	body?: unknown,
): Promise<ApiReply<T>> {
	const reply = await fetch(`${library}${path}`, {
		method,
		headers: { authorization: `Bearer ${account.accessToken}`, 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	return { status: reply.status, body: (await reply.json()) as T, headers: reply.headers };
}

/** One request to the upload endpoint. */
export async function send(
	account: EmulatedAccount,
	headers: Record<string, string>,
	bytes: Uint8Array = new Uint8Array(),
	url = `${library}/v1/uploads`,
): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${account.accessToken}`,
			'content-type': 'application/octet-stream',
			...headers,
		},
		body: bytes,
	});
}

/** Uploads bytes in one request. @returns the upload token */
export async function uploadRaw(account: EmulatedAccount, bytes: Uint8Array): Promise<string> {
	const reply = await send(account, { 'x-goog-upload-protocol': 'raw' }, bytes);
	expect(reply.status).toBe(200);
	return await reply.text();
}

/** Creates media items from files. */
export async function create(
	account: EmulatedAccount,
	files: Array<{ bytes: Uint8Array; fileName?: string; description?: string }>,
	place: Record<string, unknown> = {},
): Promise<ApiReply<CreateReply>> {
	const newMediaItems = [];
	for (const { bytes, fileName, description } of files) {
		const uploadToken = await uploadRaw(account, bytes);
		newMediaItems.push({ description, simpleMediaItem: { uploadToken, fileName } });
	}
	return await call<CreateReply>(account, 'POST', '/v1/mediaItems:batchCreate', {
		...place,
		newMediaItems,
	});
}

/** Creates one media item. */
export async function createOne(
	account: EmulatedAccount,
	bytes: Uint8Array,
	fileName = 'picture.jpg',
): Promise<MediaItem> {
	const { body } = await create(account, [{ bytes, fileName }]);
	const item = body.newMediaItemResults[0]?.mediaItem;
	if (!item) throw new Error(`No media item: ${JSON.stringify(body)}`);
	return item;
}

/** Status and message of a rejected call. */
export async function refusal(
	account: EmulatedAccount,
	method: string,
	path: string,
	body?: unknown,
) {
	const reply = await call<ErrorReply>(account, method, path, body);
	expect(reply.body.error.code).toBe(reply.status);
	return `${reply.status} ${reply.body.error.status} ${reply.body.error.message}`;
}

/** Creates an album. @returns its id */
export async function makeAlbum(account: EmulatedAccount, title = 'Album'): Promise<string> {
	return (await call<{ id: string }>(account, 'POST', '/v1/albums', { album: { title } })).body.id;
}
