/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { disconnected, refused } from './httpErrors';

/** What goes wrong with one request. */
export interface Mishap {
	/** what the client sees; `stalled`: nothing, for ever */
	error: (() => Error) | 'stalled' | { success: unknown };
	/** bytes of the body that arrive before; all, and the reply is lost, if left out */
	after?: number;
	/** how much of what arrived in a session is lost again, in bytes */
	lost?: number;
}

export const reset = (after?: number, lost?: number): Mishap => ({
	error: () => disconnected('ECONNRESET', 'socket hang up'),
	after,
	lost,
});

interface Session {
	size: number;
	received: Buffer[];
	status: 'active' | 'final' | 'gone' | 'cancelled';
	token?: string;
}

const length = (parts: Buffer[]) => parts.reduce((sum, part) => sum + part.length, 0);

/** All parts as one; a single one is not copied. */
const whole = (parts: Buffer[]) => (parts.length === 1 ? parts[0] : Buffer.concat(parts));

/**
 * Google's upload endpoint in memory, strict where its guides are.
 * https://developers.google.com/photos/library/guides/resumable-uploads
 */
export class UploadServer {
	/** every request: `raw`, `start`, `query`, `upload 0+262144`, `upload, finalize 262144+5` */
	readonly asked: string[] = [];
	/** what the uploads are that have a token */
	readonly tokens = new Map<string, Buffer>();
	granularity = 256 * 1024;
	queryOnFinalReturnsToken = true;
	offsetMismatch = 412;
	/** for each request what goes wrong with it, if anything does */
	mishap: (request: string, count: number) => Mishap | undefined = () => undefined;
	readonly sessions = new Map<string, Session>();

	readonly answer = async (request: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => {
		const headers = request.headers as Record<string, string>;
		const command = headers['X-Goog-Upload-Command'];
		const offset = Number(headers['X-Goog-Upload-Offset']);
		const named = !command
			? 'raw'
			: command.startsWith('upload')
				? `${command} ${offset}+${headers['Content-Length']}`
				: command;
		this.asked.push(named);
		const mishap = this.mishap(named, this.asked.length);
		// n8n reads the credential first: nothing of a stream may get lost meanwhile
		if (request.body instanceof Readable) await new Promise((resolve) => setImmediate(resolve));
		const body = await arriving(request, mishap);
		const broken = mishap !== undefined && mishap.after !== undefined;
		if (broken && command?.startsWith('upload')) this.keep(request.url, offset, body, mishap.lost ?? 0);
		if (broken) return await failing(request, mishap);
		const announced = Number(headers['Content-Length']);
		if (body.length !== announced) throw refused(400, { code: 3, message: `Content-Length was ${announced}, but ${body.length} bytes came` });
		const reply = this.act(request.url, command, offset, body, headers);
		return mishap ? await failing(request, mishap) : { statusCode: 200, ...reply };
	};

	private act(url: string, command: string | undefined, offset: number, body: Buffer, headers: Record<string, string>) {
		if (!command) return { headers: {}, body: this.newToken(body) };
		if (command === 'start') return this.start(Number(headers['X-Goog-Upload-Raw-Size']));
		const session = this.sessions.get(url);
		if (!session || session.status === 'gone') throw refused(404, { code: 5, message: 'Upload session was not found.' });
		if (command === 'query') {
			const again = session.status === 'final' && this.queryOnFinalReturnsToken;
			return { headers: statusOf(session), body: again ? session.token : '' };
		}
		if (session.status === 'final') throw refused(412, { code: 9, message: 'The upload is final.' });
		if (offset !== length(session.received)) throw refused(this.offsetMismatch, { code: 10, message: 'Offset does not match.' });
		const last = command === 'upload, finalize';
		if (!last && body.length % this.granularity !== 0) throw refused(400, { code: 3, message: 'Not a multiple.' });
		session.received.push(body);
		if (last) {
			if (length(session.received) !== session.size) throw refused(400, { code: 3, message: 'Not as many bytes as announced.' });
			session.status = 'final';
			session.token = this.newToken(whole(session.received));
		}
		return { headers: statusOf(session), body: session.token ?? '' };
	}

	private start(size: number) {
		const url = `https://photoslibrary.googleapis.com/v1/uploads?upload_id=${randomUUID()}&upload_protocol=resumable`;
		this.sessions.set(url, { size, received: [], status: 'active' });
		const granularity = { 'x-goog-upload-chunk-granularity': String(this.granularity) };
		return { headers: { 'x-goog-upload-url': url, 'x-goog-upload-status': 'active', ...granularity }, body: '' };
	}

	/** Keeps a part of what came of a broken request: whole multiples of the granularity. */
	private keep(url: string, offset: number, body: Buffer, lost: number): void {
		const session = this.sessions.get(url);
		if (session?.status !== 'active' || offset !== length(session.received)) return;
		const kept = Math.max(body.length - lost, 0);
		session.received.push(body.subarray(0, kept - (kept % this.granularity)));
	}

	private newToken(content: Buffer): string {
		if (content.length === 0) throw refused(400, { code: 3, message: 'Payload must not be empty' });
		const token = `CAIS-${randomUUID()}`;
		this.tokens.set(token, content);
		return token;
	}
}

function statusOf({ status, received }: Session): Record<string, string> {
	return {
		'x-goog-upload-status': status,
		...(status === 'active' && { 'x-goog-upload-size-received': String(length(received)) }),
	};
}

/** Reads the body as a connection does that takes only a part of it, or all. */
async function arriving({ body, headers }: IHttpRequestOptions, mishap?: Mishap): Promise<Buffer> {
	const announced = Number(headers?.['Content-Length']);
	const most = Math.min(mishap?.after ?? Infinity, announced);
	if (body === undefined) return Buffer.alloc(0);
	if (Buffer.isBuffer(body)) return body.subarray(0, most);
	const stream = body as Readable;
	const parts: Buffer[] = [];
	if (most > 0) {
		await new Promise<void>((resolve) => {
			stream.on('data', (part: Buffer) => {
				parts.push(part);
				if (length(parts) >= most && most < announced) resolve(void stream.pause());
			});
			stream.once('close', resolve).once('end', resolve).resume();
		});
	}
	return whole(parts).subarray(0, most);
}

async function failing({ abortSignal }: IHttpRequestOptions, { error }: Mishap): Promise<IN8nHttpFullResponse> {
	if (typeof error === 'function') throw error();
	if (error !== 'stalled') return { statusCode: 200, headers: {}, body: error.success as string };
	const signal = abortSignal as AbortSignal | undefined;
	await new Promise<void>((resolve) => {
		if (!signal || signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
	throw disconnected('ERR_CANCELED', 'canceled');
}
