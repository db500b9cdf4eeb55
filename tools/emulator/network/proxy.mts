import { createServer, type Server } from 'node:http';
import type { Server as TcpServer, Socket } from 'node:net';

/**
 * A proxy that supports only CONNECT, like a corporate proxy: tunnels to port 443 of the given hosts become connections
 * of the TLS server `google`; everything else is rejected with 403.
 */
export function connectProxy(hosts: readonly string[], google: TcpServer): Server {
	const tunnels = new Set<Socket>();
	const proxy = createServer((_request, response) => {
		response.writeHead(403, { 'content-type': 'text/plain' });
		response.end('This proxy leads to the emulated Google hosts only, through CONNECT.\n');
	});
	proxy.on('connect', (request, stream, head) => {
		const client = stream as Socket;
		client.on('error', () => client.destroy());
		const [host = '', port] = (request.url ?? '').split(':');
		if (!hosts.includes(host.toLowerCase()) || port !== '443') {
			client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		client.write('HTTP/1.1 200 Connection established\r\n\r\n');
		if (head.length > 0) client.unshift(head);
		google.emit('connection', client);
		tunnels.add(client);
		client.on('close', () => tunnels.delete(client));
	});
	proxy.on('close', () => tunnels.forEach((socket) => socket.destroy()));
	return proxy;
}
