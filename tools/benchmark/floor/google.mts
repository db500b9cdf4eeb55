import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Readable } from 'node:stream';

/** Origin of the Library API. */
export const LIBRARY = 'https://photoslibrary.googleapis.com';

/** A request to send. */
export interface Sending {
	method?: string;
	headers?: Record<string, string | number>;
	body?: Readable | string;
}

/** Client for Google over plain HTTPS with keep-alive connections. */
export class Google {
	private readonly agent = new Agent({ keepAlive: true, proxyEnv: process.env });
	private readonly accessToken: string;

	constructor(accessToken: string) {
		this.accessToken = accessToken;
	}

	/** Sends a request. @returns the reply, whose body is not read yet @throws Error unless the status is successful */
	async send(url: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<IncomingMessage> {
		const outgoing = request(url, {
			method,
			agent: this.agent,
			headers: { authorization: `Bearer ${this.accessToken}`, ...headers },
		});
		const replied = once(outgoing, 'response') as Promise<[IncomingMessage]>;
		if (typeof body === 'object') body.pipe(outgoing);
		else outgoing.end(body);
		const [reply] = await replied;
		if (reply.statusCode === 200) return reply;
		throw new Error(`${method} ${url}: ${reply.statusCode} ${await textOf(reply)}`);
	}

	/** Sends JSON or no body, and parses the JSON reply. */
	async call<T>(path: string, body?: object): Promise<T> {
		const text = body && JSON.stringify(body);
		const reply = await this.send(`${LIBRARY}${path}`, {
			method: text === undefined ? 'GET' : 'POST',
			...(text !== undefined && {
				headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
				body: text,
			}),
		});
		return JSON.parse(await textOf(reply)) as T;
	}

	close(): void {
		this.agent.destroy();
	}
}

/** The whole body as text. */
export async function textOf(reply: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of reply) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}
