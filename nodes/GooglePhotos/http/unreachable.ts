import { isOfConnection } from '../errors/kinds';
import type { N8nContext } from './n8nContext';

/** By run, the hosts that could not be reached, with the error of the request that found out. */
const runs = new WeakMap<N8nContext, Map<string, Error>>();

/**
 * Takes note that a host cannot be reached, after all tries: what this run still wants of it is not asked for.
 *
 * @param kind of the failure
 */
export function noteUnreachable(n8n: N8nContext, url: string, kind: string | undefined, error: Error): void {
	if (kind === undefined || !isOfConnection(kind) || !URL.canParse(url)) return;
	const hosts = runs.get(n8n) ?? new Map<string, Error>();
	runs.set(n8n, hosts);
	hosts.set(new URL(url).host, error);
}

/** Why the host of an address cannot be reached, if this run has found that out. */
export function unreachable(n8n: N8nContext, url: string): Error | undefined {
	return runs.get(n8n)?.get(new URL(url).host);
}
