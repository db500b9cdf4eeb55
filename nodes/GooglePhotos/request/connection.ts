import type { Text } from './explain';

/** Why no connection to Google came about, so that the request cannot have reached anyone. */
export type ConnectionFailureKind = 'noConnection' | 'unknownHost' | 'untrustedCertificate';

/** The same, and what a proxy that answers with a status stands for as well; see whoseReply. */
type Unreached = ConnectionFailureKind | 'proxyRefused';

export const connectionTexts: Record<ConnectionFailureKind, Text> = {
	noConnection: {
		message: 'Google Photos could not be reached',
		advice: 'Nothing was sent. Check the network and the proxy of the machine that runs n8n.',
	},
	unknownHost: {
		message: 'Google Photos could not be reached, since its host name was not found',
		advice: 'Nothing was sent. Check the name server (DNS) and the network of the machine that runs n8n, and the name of its proxy.',
	},
	untrustedCertificate: {
		message: 'Google Photos could not be reached, since the certificate of the connection is not trusted',
		advice:
			'Nothing was sent. If a proxy or a virus scanner opens encrypted connections, name the file with its certificate in NODE_EXTRA_CA_CERTS of the machine that runs n8n. Otherwise check the clock of that machine.',
	},
};

/** What Node.js, and what proxies are asked with, say of connections that never came about. The first that fits counts. */
const signs: Array<[RegExp, Unreached]> = [
	[/407 Proxy|ERR_PROXY_TUNNEL.* 4\d\d |statusCode=4\d\d/i, 'proxyRefused'],
	[/ENOTFOUND/, 'unknownHost'],
	[/CERT|SELF_SIGNED|UNABLE_TO_|self-signed certificate|unable to verify/i, 'untrustedCertificate'],
	[/ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EPROTO/i, 'noConnection'],
	[/connect ETIMEDOUT|before secure TLS connection|before receiving CONNECT|ERR_PROXY_TUNNEL|tunneling socket/i, 'noConnection'],
];

/**
 * Why no connection came about.
 *
 * @param said codes and messages of the error
 * @returns undefined if one may have come about
 */
export function connectionKind(said: string): Unreached | undefined {
	return signs.find(([sign]) => sign.test(said))?.[1];
}

/** Whether no connection came about. @param kind of a failure */
export function isOfConnection(kind: string): kind is Unreached {
	return kind === 'proxyRefused' || kind in connectionTexts;
}
