import { stateByKey } from '../concurrency/stateByKey';
import { isOfConnection } from '../errors/kinds';
import type { N8nContext } from './n8nContext';

/** Unreachable hosts of an execution, each with the error of the request that could not reach it. */
const unreachableHostsOf = stateByKey<N8nContext, Map<string, Error>>(() => new Map());

/**
 * Records that a host was unreachable in all attempts, so that the execution sends it no further requests.
 *
 * @param kind kind of the failure; only failures without a connection are recorded
 */
export function noteUnreachable(n8n: N8nContext, url: string, kind: string | undefined, error: Error): void {
	if (!isOfConnection(kind) || !URL.canParse(url)) return;
	unreachableHostsOf(n8n).set(new URL(url).host, error);
}

/** The error recorded for the host of a URL, if this execution found the host unreachable. */
export function unreachable(n8n: N8nContext, url: string): Error | undefined {
	return unreachableHostsOf(n8n).get(new URL(url).host);
}
