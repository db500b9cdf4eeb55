import type { IncomingMessage, ServerResponse } from 'node:http';

/** The parsed JSON body of a request. */
export async function bodyOf<T>(request: IncomingMessage): Promise<T> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return JSON.parse(Buffer.concat(parts).toString()) as T;
}

export function answer(reply: ServerResponse, body: unknown, status = 200): void {
	reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
