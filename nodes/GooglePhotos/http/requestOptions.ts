import type { IHttpRequestOptions, INode } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import { percentDecoded } from '../files/inputFile';

/** The user's Request Options, in the terms of n8n's HTTP helper. */
export type HttpSettings = Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation' | 'timeout'>;

/** Settings of all requests of an execution. */
export interface RequestSettings extends HttpSettings {
	/** milliseconds to keep retrying while throttled, if the operation lets the user choose */
	maximumWait?: number;
}

/** The settings for n8n's HTTP helper, without those that are not set. */
export function httpSettings({ proxy, skipSslCertificateValidation, timeout }: RequestSettings): HttpSettings {
	return {
		...(proxy && { proxy }),
		...(skipSslCertificateValidation && { skipSslCertificateValidation }),
		...(timeout && { timeout }),
	};
}

/** n8n's "Request Options" parameter. n8n itself applies it only to requests of declarative operations. */
export interface RequestOptions {
	allowUnauthorizedCerts?: boolean;
	proxy?: string;
	timeout?: number;
}

/**
 * @throws NodeOperationError if the proxy is not an http or https address with a host: a request must not bypass the
 *   proxy that the user has set
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
			'The proxy is not a valid URL',
			'Enter it with its protocol and port, such as http://localhost:3128.',
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
