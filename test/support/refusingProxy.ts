/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A corporate proxy that rejects every tunnel with an HTML page. */
export class RefusingProxy {
	/** number of requested tunnels */
	asked = 0;

	private constructor(private readonly server: Server) {}

	/** @param status HTTP status of the rejection */
	static async start(status: number): Promise<RefusingProxy> {
		const server = createServer();
		const proxy = new RefusingProxy(server);
		server.on('connect', (_request, socket) => {
			proxy.asked++;
			const page = '<html><title>Blocked by policy</title></html>';
			socket.on('error', () => socket.destroy());
			socket.end(
				`HTTP/1.1 ${status} Refused\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`,
			);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return proxy;
	}

	get address(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
