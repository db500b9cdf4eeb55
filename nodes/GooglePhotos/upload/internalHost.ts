/**
 * Which hosts are not on the internet: https://www.iana.org/assignments/iana-ipv4-special-registry and
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

/** The eight groups of an IPv6 address in the form that `URL` writes, which holds no dots. */
function ipv6(text: string): number[] {
	const [head, tail] = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
	const gap = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
	return [...head, ...gap, ...(tail ?? [])].map((group) => parseInt(group, 16));
}

/** Only 2000::/3 is on the internet. What stands for an IPv4 address (mapped, 6to4, NAT64) is as that one is. */
function isInternalIpv6(groups: number[]): boolean {
	const embedded = (index: number) => isInternalIpv4(groups[index] * 65536 + groups[index + 1]);
	const begins = (...start: number[]) => start.every((group, index) => groups[index] === group);
	if (begins(0, 0, 0, 0, 0, 0xffff) || begins(0x64, 0xff9b, 0, 0, 0, 0)) return embedded(6);
	if (begins(0x2002)) return embedded(1);
	if (begins(0x2001, 0xdb8) || begins(0x2001, 0)) return true;
	return groups[0] >> 13 !== 1;
}

/**
 * Whether a host is inside a network, going by its name alone.
 *
 * @param hostname as `URL` gives it: it has made plain IPv4 addresses of all odd ways to write one
 */
export function isInternalHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.+$/, '');
	if (name.startsWith('[')) return isInternalIpv6(ipv6(name.slice(1, -1)));
	const address = ipv4(name);
	if (address !== undefined) return isInternalIpv4(address);
	return !name.includes('.') || /\.(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/.test(name);
}
