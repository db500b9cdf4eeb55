import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { OpenRecord } from '../accounts/journal.mts';

/** Part of a file as a reply's body. */
export interface FileBody {
	file: string;
	/** First byte. */
	start: number;
	/** Bytes. */
	length: number;
}

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: string | Buffer | FileBody;
}

/** The connection is to be cut instead of answered. */
export class ConnectionCut extends Error {}

/** One request to a Google host and the reply to it, with the bytes of both counted. */
export class Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	/** Kept, as a request that ends early lets go of its own. */
	private readonly socket: Socket;
	readonly url: URL;
	/** Path, decoded: `%3A` before a verb is the same as `:`. */
	readonly path: string;
	record: OpenRecord | undefined;
	/** Bytes of the request's body after which the connection is cut. */
	cutAfter: number | undefined;

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

	/** A header whose value may be UTF-8, as Go clients send file names; Node reads headers as Latin-1. */
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
	 * The request's body as it arrives.
	 * @throws ConnectionCut when a fault ends it early; Error when the client goes away.
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

	/** The whole body as text, unpacked if it came compressed. */
	async text(): Promise<string> {
		const parts: Buffer[] = [];
		if (this.header('content-encoding') === 'gzip')
			await pipeline(this.chunks(), createGunzip(), async (unpacked) => {
				for await (const part of unpacked as AsyncIterable<Buffer>) parts.push(part);
			});
		else for await (const part of this.chunks()) parts.push(part);
		return Buffer.concat(parts).toString('utf8');
	}

	/** Sends the reply. @param whole false: cut the connection in the middle of the body. */
	async send(answer: Answer, whole = true): Promise<void> {
		const { response } = this;
		const { body = '' } = answer;
		const isFile = typeof body === 'object' && 'file' in body;
		const length = isFile ? body.length : Buffer.byteLength(body);
		response.writeHead(answer.status, { ...answer.headers, 'content-length': String(length) });
		if (this.httpMethod === 'HEAD') {
			response.end();
			return;
		}
		const sent = whole ? length : Math.floor(length / 2);
		if (this.record) this.record.responseBytes = sent;
		if (isFile) {
			const part = { start: body.start, end: body.start + sent - 1 };
			if (sent > 0) await pipeline(createReadStream(body.file, part), response, { end: whole });
			else response.end();
		} else {
			const bytes = Buffer.from(body).subarray(0, sent);
			await new Promise<void>((done) =>
				whole ? response.end(bytes, done) : response.write(bytes, () => done()),
			);
		}
		if (!whole) this.cut();
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
