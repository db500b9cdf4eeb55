import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Accounts } from '../accounts/accounts.mts';
import { discoveryDocument } from '../api/discovery.mts';
import { libraryCall } from '../api/library-endpoint.mts';
import { bytesCall } from '../bytes/bytes-endpoint.mts';
import { Exchange } from '../http/exchange.mts';
import { html, json } from '../http/google-error.mts';
import { serve, type Call } from '../http/serve.mts';
import { consentCall } from '../oauth/consent-page.mts';
import { tokenCall } from '../oauth/token-endpoint.mts';
import { pickerCall, pickerDiscovery } from '../picker/picker-api.mts';
import { pickerPageCall } from '../picker/picker-page.mts';
import { isUpload, uploadCall } from '../uploads/upload-endpoint.mts';
import { googleHosts } from './google-hosts.mts';

type Front = (exchange: Exchange, accounts: Accounts) => Call | Promise<Call>;

/** The front end of each Google host. */
const fronts: Record<string, Front> = {
	[googleHosts.library]: (exchange, accounts) =>
		isUpload(exchange) ? uploadCall(exchange, accounts) : libraryCall(exchange, accounts),
	[googleHosts.picker]: pickerCall,
	[googleHosts.app]: pickerPageCall,
	[googleHosts.token]: tokenCall,
	[googleHosts.consent]: consentCall,
	[googleHosts.bytes]: bytesCall,
	[googleHosts.video]: bytesCall,
	[googleHosts.discovery]: ({ path }) => {
		const [, name = ''] = /^\/discovery\/v1\/apis\/(\w+)\/v1\/rest$/.exec(path) ?? [];
		const document = { photoslibrary: discoveryDocument, photospicker: pickerDiscovery }[name];
		return document
			? page('discovery', json(document()))
			: page('unknown', html(404, 'The requested URL was not found on this server.'));
	},
};

function page(method: string, answer: ReturnType<Call['act']>): Call {
	return {
		method,
		traffic: 'read',
		account: undefined,
		act: () => answer,
		refuse: (error) => error.toApiAnswer(),
	};
}

/**
 * Serves all Google hosts on one TLS server. Takes requests over before fastify reads their bodies: uploads are
 * streamed, and faults may cut a connection before any byte is read.
 */
export function serveGoogle(server: FastifyInstance, accounts: Accounts): void {
	for (const host of Object.values(googleHosts)) {
		const front = fronts[host];
		const options = {
			constraints: { host },
			onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
				reply.hijack();
				await exchangeOn(request.raw, reply.raw, front, accounts);
			},
		};
		server.all('/*', options, () => undefined);
	}
}

async function exchangeOn(
	request: IncomingMessage,
	response: ServerResponse,
	front: Front | undefined,
	accounts: Accounts,
): Promise<void> {
	const exchange = new Exchange(request, response);
	const nothing = page('unknown', html(404, 'The requested URL was not found on this server.'));
	try {
		await serve(exchange, front ? await front(exchange, accounts) : nothing);
	} catch {
		exchange.cut(); // The client disconnected, or sent a malformed request.
	}
}
