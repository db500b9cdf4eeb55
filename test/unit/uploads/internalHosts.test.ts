import fc from 'fast-check';
import { isInternalHost } from '../../../nodes/GooglePhotos/uploads/urlGuard';

const hostOf = (address: string) => new URL(address).hostname;

test.each([
	'http://127.0.0.1/',
	'http://127.1/',
	'http://2130706433/',
	'http://0x7f000001/',
	'http://0177.0.0.1/',
	'http://127.0.0.1./',
	'http://0/',
	'http://10.1.2.3/',
	'http://172.16.0.1/',
	'http://172.31.255.255/',
	'http://192.0.0.1/',
	'http://192.0.2.255/',
	'http://192.168.0.1/',
	'http://198.18.0.1/',
	'http://198.19.255.255/',
	'http://198.51.100.1/',
	'http://203.0.113.1/',
	'http://100.64.0.1/',
	'http://169.254.169.254/latest/meta-data',
	'http://224.0.0.1/',
	'http://255.255.255.255/',
	'http://[::]/',
	'http://[::1]/',
	'http://[::ffff:127.0.0.1]/',
	'http://[::ffff:a00:1]/',
	'http://[::ffff:192.0.2.1]/',
	'http://[64:ff9b::7f00:1]/',
	'http://[2002:7f00:1::]/',
	'http://[2002:c000:201::]/',
	'http://[fe80::1]/',
	'http://[fd12:3456::1]/',
	'http://[ff02::1]/',
	'http://[2001:db8::1]/',
	'http://localhost/',
	'http://LOCALHOST./',
	'http://app.localhost/',
	'http://printer.local/',
	'http://printer.local./',
	'http://printer.local../',
	'http://127.0.0.1../',
	'http://metadata.google.internal/',
	'http://n8n/',
	'http://１２７.0.0.1/',
])('%s is an internal address', (address) => {
	expect(isInternalHost(hostOf(address))).toBe(true);
});

test.each([
	'http://example.com/',
	'http://8.8.8.8/',
	'http://172.32.0.1/',
	'http://100.128.0.1/',
	'http://192.0.1.1/',
	'http://192.0.3.1/',
	'http://192.167.255.255/',
	'http://198.17.255.255/',
	'http://198.20.0.1/',
	'http://198.51.101.1/',
	'http://203.0.114.1/',
	'http://[2606:4700:4700::1111]/',
	'http://[::ffff:8.8.8.8]/',
	'http://[64:ff9b::8.8.8.8]/',
	'http://[2002:808:808::]/',
	'http://local.example.com/',
	'http://10.example.com/',
	'http://10.0.0.1.example.com/',
	'http://example.10.0.0.1../',
	'http://printer.local.example.com/',
	'http://example.homes/',
])('%s is a public address', (address) => {
	expect(isInternalHost(hostOf(address))).toBe(false);
});

test('all notations of an IPv4 address give the same result', () => {
	const byte = fc.integer({ min: 0, max: 255 });
	fc.assert(
		fc.property(byte, byte, byte, byte, (a, b, c, d) => {
			const number = ((a * 256 + b) * 256 + c) * 256 + d;
			const judged = isInternalHost(`${a}.${b}.${c}.${d}`);
			for (const host of [number, `0x${number.toString(16)}`, `0${number.toString(8)}`, `${a}.${(b * 256 + c) * 256 + d}`]) {
				expect(isInternalHost(hostOf(`http://${host}/`))).toBe(judged);
			}
			expect(isInternalHost(hostOf(`http://[::ffff:${a}.${b}.${c}.${d}]/`))).toBe(judged);
		}),
	);
});
