import type { IHttpRequestOptions, INode } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import { percentDecoded } from '../files/inputFile';

/** What the user set under Request Options, in the terms of n8n's HTTP helper. */
export type HttpSettings = Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation' | 'timeout'>;

/** What holds for all requests of a run. */
export interface RequestSettings extends HttpSettings {
	/** milliseconds to go on after "too many requests", where the operation lets the user choose */
	maximumWait?: number;
}

/** What n8n's HTTP helper is to know of them. */
export function httpSettings({ proxy, skipSslCertificateValidation, timeout }: RequestSettings): HttpSettings {
	return {
		...(proxy && { proxy }),
		...(skipSslCertificateValidation && { skipSslCertificateValidation }),
		...(timeout && { timeout }),
	};
}

/** n8n's "Request Options", which n8n itself reads for the requests of declarative operations only. */
export interface RequestOptions {
	allowUnauthorizedCerts?: boolean;
	proxy?: string;
	timeout?: number;
}

/**
 * @throws NodeOperationError if the proxy is not an address with a host and a port: a request must not pass by
 *   a proxy that somebody has set up for it
 */
export function requestSettings(node: INode, options: RequestOptions): RequestSettings {
	const { allowUnauthorizedCerts, proxy, timeout } = options;
	return httpSettings({
		timeout,
		skipSslCertificateValidation: allowUnauthorizedCerts,
		proxy: proxy ? proxySettings(node, proxy) : undefined,
	});
}

function proxySettings(node: INode, proxy: string): RequestSettings['proxy'] {
	const address = parsed(proxy);
	if (!address || !['http:', 'https:'].includes(address.protocol) || !address.hostname) {
		throw inputError(
			node,
			'The proxy is not an address',
			'Write it with its protocol and port, such as http://localhost:3128.',
			{ parameter: 'Request Options > Proxy' },
		);
	}
	const { protocol, hostname, port, username, password } = address;
	return {
		protocol: protocol.slice(0, -1),
		host: hostname,
		port: Number(port || (protocol === 'https:' ? 443 : 80)),
		...((username || password) && { auth: { username: percentDecoded(username), password: percentDecoded(password) } }),
	};
}

function parsed(address: string): URL | undefined {
	return URL.canParse(address) ? new URL(address) : undefined;
}
