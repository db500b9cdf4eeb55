import type { IExecuteFunctions } from 'n8n-workflow';
import { requireOneAddress } from '../fields/onlyOne';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Run } from '../request/run';
import { isInternalHost } from './internalHost';

/** An address as errors show it, which agents read too: all but the host may be a secret, the path among it. */
export function shownAddress({ host }: URL): string {
	return host;
}

/**
 * Reads an address that a file is to be fetched from.
 *
 * @param base the address that redirected to it
 * @throws NodeOperationError unless it is an http or https address that may be fetched
 */
export async function fileAddress(run: Run, text: string, subject: Subject, base?: URL): Promise<URL> {
	const node = run.caller.getNode();
	if (!base) requireOneAddress(node, text, subject);
	const address = URL.canParse(text, base?.href) ? new URL(text, base?.href) : undefined;
	if (!address || !/^https?:$/.test(address.protocol)) {
		throw refusal(
			node,
			base ? 'The address redirects to what is no web address' : 'This is not a web address of a file',
			'It begins with https:// or http://.',
			subject,
		);
	}
	if (run.asTool && (isInternalHost(address.hostname) || (await resolvesInside(run, address)))) {
		throw refusal(
			node,
			'An agent may not fetch files from inside the network that n8n runs in',
			'Only addresses on the internet are fetched when the node is a tool. Use the node in the workflow itself to upload files of your own network.',
			{ ...subject, what: shownAddress(address) },
		);
	}
	return address;
}

type EgressHelpers = Partial<Pick<IExecuteFunctions['helpers'], 'getSecureEgressFilter'>>;

/**
 * Whether a host name stands for an address inside the network, by n8n's own rules for that, which hold here
 * also where N8N_SSRF_PROTECTION_ENABLED is off. A name that cannot be looked up here is no way in: without a
 * proxy it leads nowhere, and with one it is the proxy's to judge. n8n before 2.41 cannot tell.
 */
async function resolvesInside(run: Run, address: URL): Promise<boolean> {
	const filter = (run.caller.helpers as EgressHelpers).getSecureEgressFilter?.('enforced');
	const verdict = await filter?.validateUrl(address.href).catch(() => undefined);
	return verdict?.ok === false && isSsrfError(verdict.error);
}

/** Whether n8n itself refused to send a request, by its setting N8N_SSRF_PROTECTION_ENABLED. */
export function isSsrfError(error: unknown): boolean {
	const seen = new Set<unknown>();
	let link = error;
	while (link && !seen.has(link)) {
		seen.add(link);
		const { name, cause } = link as { name?: unknown; cause?: unknown };
		if (/^SsrfBlocked/.test(String(name))) return true;
		link = cause;
	}
	return false;
}
