import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { Accounts } from '../accounts/accounts.mts';
import { serveControl } from '../control/control-api.mts';
import { serveGallery } from '../gallery/gallery.mts';
import { certificateFor } from './certificates.mts';
import { googleHosts } from './google-hosts.mts';
import { serveGoogle } from './google-servers.mts';
import { connectProxy } from './proxy.mts';

export interface Servers {
	proxyUrl: string;
	caFile: string;
	controlUrl: string;
	/** Closes all connections; resolves when all state is on disk. */
	close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Starts all servers on 127.0.0.1: the Google hosts behind TLS, the proxy to them, and the gallery with the control
 * API.
 * @param port of the gallery and the control API; 0 for a free one
 */
export async function startServers(dataDir: string, port: number): Promise<Servers> {
	const accounts = await Accounts.open(dataDir);
	const hosts = Object.values(googleHosts);
	const { caFile, key, cert } = await certificateFor(hosts, dataDir);

	const google = fastify({ https: { key, cert }, forceCloseConnections: true });
	serveGoogle(google, accounts);
	await google.listen({ host: loopback, port: 0 });

	const proxy = connectProxy(hosts, google.server);
	await new Promise<void>((done) => proxy.listen(0, loopback, done));

	const control = fastify({ forceCloseConnections: true });
	serveControl(control, accounts);
	serveGallery(control, accounts);
	await control.listen({ host: loopback, port });

	return {
		proxyUrl: `http://${loopback}:${(proxy.address() as AddressInfo).port}`,
		caFile,
		controlUrl: `http://${loopback}:${(control.server.address() as AddressInfo).port}`,
		async close() {
			proxy.close();
			await Promise.all([google.close(), control.close()]);
			await accounts.save();
		},
	};
}
