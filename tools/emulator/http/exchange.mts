import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type { OpenRecord } from '../accounts/journal.mts';

/** A range of a file as the body of a reply. */
export interface FileBody {
	file: string;
	/** Offset of the first byte. */
	start: number;
	/** Bytes. */
	length: number;
}

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: string | Buffer | FileBody;
	/** Set to send the body without Content-Length. */
	chunked?: boolean;
}

/** How a body is interrupted after its first half: by a cut connection, or by a pause. */
export type Interruption = 'cut' | { pauseSeconds: number };

/** Thrown to cut the connection instead of replying. */
export class ConnectionCut extends Error {}

/** One request to a Google host with its reply. Counts the bytes of both. */
export class Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	/** Own reference, because a request that ends early drops its own. */
	private readonly socket: Socket;
	readonly url: URL;
	/** Decoded path: `%3A` before a custom verb equals `:`. */
	readonly path: string;
	record: OpenRecord | undefined;
	/** Number of body bytes after which the connection is cut. */
	cutAfter: number | undefined;
	private whole: Promise<string> | undefined;

	constructor(request: IncomingMessage, response: ServerResponse) {
		this.request = request;
		this.response = response;
		this.socket = request.socket;
		this.url = new URL(request.url ?? '/', `https://${request.headers.host ?? 'localhost'}`);
		this.path = decoded(this.url.pathname);
	}

	get httpMethod(): string {
		return this.request.method ?? 'GET';
	}

	header(name: string): string | undefined {
		const value = this.request.headers[name.toLowerCase()];
		return Array.isArray(value) ? value.join(', ') : value;
	}

	/** A header that may be UTF-8, as Go clients send file names. Node decodes headers as Latin-1. */
	utf8Header(name: string): string | undefined {
		const value = this.header(name);
		if (value === undefined) return undefined;
		const decoded = Buffer.from(value, 'latin1').toString('utf8');
		return decoded.includes('\ufffd') ? value : decoded;
	}

	get accessToken(): string | undefined {
		const bearer = /^Bearer\s+(\S+)$/i.exec(this.header('authorization') ?? '')?.[1];
		return bearer ?? this.url.searchParams.get('access_token') ?? undefined;
	}

	/**
	 * Yields the request's body as it arrives.
	 * @throws ConnectionCut if a fault cuts the body; Error if the client disconnects
	 */
	async *chunks(): AsyncGenerator<Buffer> {
		let received = 0;
		for await (const chunk of this.request as AsyncIterable<Buffer>) {
			const left = (this.cutAfter ?? Infinity) - received;
			const bytes = chunk.length > left ? chunk.subarray(0, left) : chunk;
			received += bytes.length;
			if (this.record) this.record.requestBytes += bytes.length;
			yield bytes;
			if (received >= (this.cutAfter ?? Infinity)) throw new ConnectionCut();
		}
	}

	/** The decompressed body as text. Stays available after the reply if it was read before. */
	async text(): Promise<string> {
		this.whole ??= this.read();
		return await this.whole;
	}

	private async read(): Promise<string> {
		const parts: Buffer[] = [];
		if (this.header('content-encoding') === 'gzip')
			await pipeline(this.chunks(), createGunzip(), async (unpacked) => {
				for await (const part of unpacked as AsyncIterable<Buffer>) parts.push(part);
			});
		else for await (const part of this.chunks()) parts.push(part);
		return Buffer.concat(parts).toString('utf8');
	}

	/** Sends the reply. @param interruption what happens in the middle of the body */
	async send(answer: Answer, interruption?: Interruption): Promise<void> {
		const { response } = this;
		const { body = '' } = answer;
		const length = typeof body === 'object' && 'file' in body ? body.length : Buffer.byteLength(body);
		const framing: Record<string, string> = answer.chunked ? {} : { 'content-length': String(length) };
		response.writeHead(answer.status, { ...answer.headers, ...framing });
		if (this.httpMethod === 'HEAD') {
			response.end();
			return;
		}
		const middle = interruption === undefined ? length : Math.floor(length / 2);
		if (this.record) this.record.responseBytes = interruption === 'cut' ? middle : length;
		await this.write(body, 0, middle);
		if (interruption === 'cut') {
			this.cut();
			return;
		}
		if (interruption) await sleep(interruption.pauseSeconds * 1000);
		await this.write(body, middle, length);
		await new Promise<void>((done) => response.end(done));
	}

	/** Sends the bytes of a body from `start` up to `end`. */
	private async write(body: string | Buffer | FileBody, start: number, end: number): Promise<void> {
		if (start === end) return;
		if (typeof body === 'object' && 'file' in body) {
			const part = { start: body.start + start, end: body.start + end - 1 };
			await pipeline(createReadStream(body.file, part), this.response, { end: false });
		} else {
			const bytes = Buffer.from(body).subarray(start, end);
			await new Promise<void>((done, failed) =>
				this.response.write(bytes, (error) => (error ? failed(error) : done())),
			);
		}
	}

	cut(): void {
		this.socket.destroy();
	}
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
