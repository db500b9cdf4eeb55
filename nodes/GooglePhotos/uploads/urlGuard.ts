import type { IExecuteFunctions } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { requireOneAddress } from '../properties/ids';

/** A URL as errors show it. Agents read errors too, and everything but the host may be secret, including the path. */
export function shownAddress({ host }: URL): string {
	return host;
}

/**
 * Parses the URL that a file is to be fetched from.
 *
 * @param base the URL that redirected to it
 * @throws NodeOperationError unless it is an http or https URL that may be fetched
 */
export async function fileAddress(context: OperationContext, text: string, subject: ErrorContext, base?: URL): Promise<URL> {
	const { node } = context;
	if (!base) requireOneAddress(node, text, subject);
	const address = URL.canParse(text, base?.href) ? new URL(text, base?.href) : undefined;
	if (!address || !['https:', 'http:'].includes(address.protocol)) {
		throw inputError(
			node,
			base ? 'The URL redirects to something that is not a web address' : 'This is not the URL of a file',
			base ? 'Use the URL of the file itself.' : addressAdvice(text),
			subject,
		);
	}
	if (context.asTool && (isInternalHost(address.hostname) || (await resolvesInside(context, address)))) {
		throw inputError(
			node,
			'AI agents may not fetch files from the network that n8n runs in',
			'Use the node in the workflow itself to upload files of your own network. As a tool, it fetches only from the internet.',
			{ ...subject, what: shownAddress(address) },
		);
	}
	return address;
}

function addressAdvice(text: string): string {
	const isWeb = /^https?:/i.test(text);
	return isWeb ? 'Check the host name and the port of the URL. A port is at most 65535.' : 'Enter a URL that begins with https:// or http://.';
}

type EgressHelpers = Partial<Pick<IExecuteFunctions['helpers'], 'getSecureEgressFilter'>>;

/**
 * Whether a host name resolves to an internal address, by n8n's own rules. They apply here even if
 * N8N_SSRF_PROTECTION_ENABLED is off. A name that cannot be resolved here is accepted: without a proxy it leads
 * nowhere, and with a proxy the proxy decides. n8n before 2.41 cannot check this.
 */
async function resolvesInside(context: OperationContext, address: URL): Promise<boolean> {
	const filter = (context.n8n.helpers as EgressHelpers).getSecureEgressFilter?.('enforced');
	const verdict = await filter?.validateUrl(address.href).catch(() => undefined);
	return verdict?.ok === false && isSsrfError(verdict.error);
}

/** Whether n8n itself blocked a request because of its setting N8N_SSRF_PROTECTION_ENABLED. */
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

/**
 * Hosts that are not on the internet: https://www.iana.org/assignments/iana-ipv4-special-registry and
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */

/** First address and prefix length of each range. */
const ranges: Array<[first: string, prefix: number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3],
];

function ipv4(text: string): number | undefined {
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
	return parts?.reduce((number, part) => number * 256 + part, 0);
}

function isInternalIpv4(address: number): boolean {
	return ranges.some(([first, prefix]) => {
		const size = 2 ** (32 - prefix);
		return Math.floor(address / size) === Math.floor((ipv4(first) as number) / size);
	});
}

/** The eight groups of an IPv6 address as `URL` writes it, without dots. */
function ipv6(text: string): number[] {
	const [head, tail] = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
	const gap = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
	return [...head, ...gap, ...(tail ?? [])].map((group) => parseInt(group, 16));
}

/** Only 2000::/3 is on the internet. An embedded IPv4 address (mapped, 6to4, NAT64) is judged as IPv4. */
function isInternalIpv6(groups: number[]): boolean {
	const embedded = (index: number) => isInternalIpv4(groups[index] * 65536 + groups[index + 1]);
	const begins = (...start: number[]) => start.every((group, index) => groups[index] === group);
	if (begins(0, 0, 0, 0, 0, 0xffff) || begins(0x64, 0xff9b, 0, 0, 0, 0)) return embedded(6);
	if (begins(0x2002)) return embedded(1);
	if (begins(0x2001, 0xdb8) || begins(0x2001, 0)) return true;
	return groups[0] >> 13 !== 1;
}

/**
 * Whether a host is internal, judged by its name alone.
 *
 * @param hostname as `URL` returns it: every notation of an IPv4 address is already normalized
 */
export function isInternalHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.+$/, '');
	if (name.startsWith('[')) return isInternalIpv6(ipv6(name.slice(1, -1)));
	const address = ipv4(name);
	if (address !== undefined) return isInternalIpv4(address);
	return !name.includes('.') || /\.(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/.test(name);
}
