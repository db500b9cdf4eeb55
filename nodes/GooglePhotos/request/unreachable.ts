import type { Caller } from './caller';
import { isOfConnection } from './connection';

/** By run, the hosts that could not be reached, with the error of the request that found out. */
const runs = new WeakMap<Caller, Map<string, Error>>();

/**
 * Takes note that a host cannot be reached, after all tries: what this run still wants of it is not asked for.
 *
 * @param kind of the failure
 */
export function noteUnreachable(caller: Caller, url: string, kind: string | undefined, error: Error): void {
	if (kind === undefined || !isOfConnection(kind) || !URL.canParse(url)) return;
	const hosts = runs.get(caller) ?? new Map<string, Error>();
	runs.set(caller, hosts);
	hosts.set(new URL(url).host, error);
}

/** Why the host of an address cannot be reached, if this run has found that out. */
export function unreachable(caller: Caller, url: string): Error | undefined {
	return runs.get(caller)?.get(new URL(url).host);
}
