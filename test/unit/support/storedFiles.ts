/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { createHash, randomFillSync } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { FileReader } from '../../../nodes/GooglePhotos/uploads/fileReader';
import { sendResumable } from '../../../nodes/GooglePhotos/uploads/resumable';
import { sendBytes } from '../../../nodes/GooglePhotos/uploads/transfer';
import type { Source, TransferLimits, UploadedBytes } from '../../../nodes/GooglePhotos/uploads/types';
import { fakeCaller, fakeRun } from './caller';
import type { CallerOptions } from './caller';
import { sentFile } from './sentFiles';
import type { UploadServer } from './uploadServer';
import { MINUTE } from './virtualClock';

export const KIB = 1024;
export const MIB = 1024 * KIB;

const noise = randomFillSync(Buffer.alloc(51 * MIB));

/** The first bytes of one random content, as many as wanted. */
export const bytes = (size: number) => noise.subarray(0, size);

const hashes = new Map<number, string>();
const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** A hash in hexadecimal digits; that of {@link bytes} is computed once for each length. */
export function sha256(content: Uint8Array): string {
	const isNoise = content.buffer === noise.buffer && content.byteOffset === noise.byteOffset;
	if (!isNoise) return hashOf(content);
	const hash = hashes.get(content.length) ?? hashOf(content);
	hashes.set(content.length, hash);
	return hash;
}

/** n8n's binary store with one file in it. */
export class Store {
	readonly opened: Readable[] = [];

	constructor(
		readonly content: Buffer,
		private readonly chunk = 64 * KIB,
	) {}

	readonly file: IBinaryData = { id: 'filesystem-v2:x', data: 'filesystem-v2', mimeType: 'video/mp4', fileName: 'x.mp4' };

	readonly getBinaryStream = async () => {
		const { content, chunk } = this;
		function* chunks() {
			for (let at = 0; at < content.length; at += chunk) yield content.subarray(at, at + chunk);
		}
		const stream = Readable.from(chunks(), { objectMode: false });
		this.opened.push(stream);
		return stream;
	};
}

/** A caller whose files are in the store and whose requests go to the server. */
export function callerOf(store: Store, server: UploadServer, options: CallerOptions = {}): N8nContext {
	const caller = fakeCaller(options);
	Object.assign(caller.helpers, {
		getBinaryStream: store.getBinaryStream,
		httpRequestWithAuthentication: async (_credential: string, request: never) => await server.answer(request),
	});
	return caller;
}

export const limits: TransferLimits = {
	parallel: 5,
	maximumWait: 15 * MINUTE,
	assertOpen: () => {},
	onGiveUp: () => {},
};

/** What comes of sending a file, an error included. */
export type Outcome = UploadedBytes | Error;

function runAndSource(store: Store, server: UploadServer, more: Partial<Source>, options: CallerOptions) {
	const run = fakeRun(callerOf(store, server, options));
	const size = store.content.length;
	return { run, ...sentFile(1, { file: store.file, mimeType: 'video/mp4', size, ...more }) };
}

/** Sends the store's file. */
export async function sending(
	store: Store,
	server: UploadServer,
	more: Partial<Source> = {},
	options: CallerOptions = {},
): Promise<Outcome> {
	const { run, source } = runAndSource(store, server, more, options);
	return await sendBytes(run, source, limits).catch((error: Error) => error);
}

/** Sends the store's file in a session, however small it is. */
export async function sendingInSession(
	store: Store,
	server: UploadServer,
	options: CallerOptions = {},
	more: Partial<Source> = {},
): Promise<Outcome> {
	const { run, source } = runAndSource(store, server, more, options);
	const file = new FileReader(run, source);
	try {
		return { uploadToken: await sendResumable(run, source, limits, file), sha256: file.sha256 };
	} catch (error) {
		return error as Error;
	} finally {
		file.close();
	}
}
