import { createServer as createProxy, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { certificateFor } from '../../../tools/emulator/network/certificates.mts';

export interface Web {
	/** Environment variables to set in addition to the emulator's, to reach these hosts. */
	environment: Record<string, string>;
	close(): void;
}

/**
 * Serves more internet hosts on this machine, through a proxy that passes other requests to the emulator's. The
 * certificates come from the emulator's authority, which the processes of the tests already trust.
 *
 * @param hosts request listeners for `https://<host>/`
 */
export async function serveWeb(hosts: Record<string, RequestListener>): Promise<Web> {
	const { HTTPS_PROXY: emulator = '', NODE_EXTRA_CA_CERTS: authority = '' } = process.env;
	const { key, cert } = await certificateFor(Object.keys(hosts), dirname(authority));
	const servers = createServer({ key, cert }, (request, reply) => hosts[request.headers.host ?? '']?.(request, reply));
	const proxy = createProxy();
	const open = new Set<Socket>();
	proxy.on('connect', ({ url = '' }, stream, head) => {
		const client = stream as Socket;
		const here = url.replace(/:443$/, '') in hosts;
		const port = here ? portOf(servers) : Number(new URL(emulator).port);
		const server = connect(port, '127.0.0.1', () => {
			if (here) client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			else server.write(`CONNECT ${url} HTTP/1.1\r\nHost: ${url}\r\n\r\n`);
			server.write(head);
			server.pipe(client).pipe(server);
		});
		for (const [socket, other] of [[client, server], [server, client]] as const) {
			open.add(socket);
			socket.on('error', () => other.destroy()).on('close', () => other.destroy() && open.delete(socket));
		}
	});
	await Promise.all([servers, proxy].map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
	const address = `http://127.0.0.1:${portOf(proxy)}`;
	return {
		environment: { HTTPS_PROXY: address, https_proxy: address },
		close() {
			open.forEach((socket) => socket.destroy());
			proxy.close();
			servers.close();
			servers.closeAllConnections();
		},
	};
}

export function portOf(server: Server): number {
	return (server.address() as AddressInfo).port;
}
