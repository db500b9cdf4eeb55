/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server on the loopback interface that is not Google's, for fetching files from URLs. */
export class WebServer {
	/** all requests so far */
	readonly requests: Array<Pick<IncomingMessage, 'url' | 'headers'>> = [];
	private highestConcurrency = 0;
	private atOnce = 0;

	private constructor(
		private readonly server: Server,
		private readonly pages: Record<string, RequestListener>,
	) {}

	/** @param pages request listeners by path */
	static async start(pages: Record<string, RequestListener>): Promise<WebServer> {
		const server = createServer((request, response) => {
			web.requests.push({ url: request.url, headers: request.headers });
			web.highestConcurrency = Math.max(web.highestConcurrency, ++web.atOnce);
			response.on('close', () => web.atOnce--);
			const { pathname } = new URL(request.url ?? '/', 'http://localhost');
			const page = web.pages[pathname] ?? ((_, reply) => reply.writeHead(404).end('nothing here'));
			page(request, response);
		});
		const web = new WebServer(server, pages);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return web;
	}

	get maxParallel(): number {
		return this.highestConcurrency;
	}

	/** @returns the URL of a path */
	at(path: string): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
