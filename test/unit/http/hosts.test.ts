import fc from 'fast-check';
import { isMediaUrl, isUploadSessionUrl, LIBRARY_API } from '../../../nodes/GooglePhotos/http/hosts';

const mediaHosts = [
	'lh3.googleusercontent.com',
	'lh4.googleusercontent.com',
	'lh5.googleusercontent.com',
	'lh6.googleusercontent.com',
	'video-downloads.googleusercontent.com',
];

test.each(mediaHosts)('a URL on %s is accepted as a media URL', (host) => {
	expect(isMediaUrl(`https://${host}/lr/AbC-_=d`)).toBe(true);
	expect(isMediaUrl(`https://${host}:443/lr/AbC`)).toBe(true);
	expect(isMediaUrl(`HTTPS://${host.toUpperCase()}/lr/AbC`)).toBe(true);
	expect(isUploadSessionUrl(`https://${host}/v1/uploads`)).toBe(false);
});

test('a URL on the Library API is accepted as the URL of an upload session', () => {
	expect(
		isUploadSessionUrl(`${LIBRARY_API}/v1/uploads?upload_id=x&upload_protocol=resumable`),
	).toBe(true);
	expect(isMediaUrl(`${LIBRARY_API}/v1/uploads`)).toBe(false);
});

const good = fc.constantFrom(...mediaHosts, new URL(LIBRARY_API).host);

/** URLs that look like those of an allowed host but lead to another host, or to none. */
const disguises: Array<(host: string, other: string) => string> = [
	(host) => `http://${host}/x`,
	(host) => `ftp://${host}/x`,
	(host) => `https://${host}:8443/x`,
	(host) => `https://${host}:80/x`,
	(host) => `https://${host}./x`,
	(host) => `https://${host}.evil.example/x`,
	(host) => `https://evil.example/${host}`,
	(host) => `https://evil.example?${host}`,
	(host) => `https://evil.example#@${host}`,
	(host) => `https://evil.example\\@${host}/`,
	(host) => `https://${host}@evil.example/`,
	(host) => `https://${host}:pass@evil.example/`,
	(host) => `https://user@${host}/x`,
	(host) => `https://user:pass@${host}/x`,
	(host) => `https://:pass@${host}/x`,
	(host) => `https://www.${host}/x`,
	(host) => `https://x${host}/x`,
	(host) => `https://${host.replace('.', '-')}/x`,
	(host) => `https://${host.replace('google', 'goog1e')}/x`,
	(host) => `https://${host.replace('o', 'о')}/x`,
	(host) => `https://${host.slice(host.indexOf('.') + 1)}/x`,
	(host) => `//${host}/x`,
	(host) => `${host}/x`,
	(host) => `javascript:alert("https://${host}")`,
	(_host, other) => `https://${other}/x`,
];

test('URLs that only resemble those of an allowed host are not accepted', () => {
	fc.assert(
		fc.property(good, fc.constantFrom(...disguises), fc.domain(), (host, disguise, other) => {
			const url = disguise(host, other);
			expect([url, isMediaUrl(url), isUploadSessionUrl(url)]).toEqual([url, false, false]);
		}),
		{ numRuns: 1000 },
	);
});

test('every accepted URL leads to an allowed host by https, without user name and password', () => {
	const part = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 4 }),
		fc.constantFrom('', '@', ':', '/', '\\', '.', '\t', '#', '?'),
	);
	const around = fc.tuple(
		fc.constantFrom('https://', 'https:', 'http://', ''),
		part,
		good,
		part,
		fc.constantFrom('', 'evil.example'),
		part,
	);
	const address = fc.oneof(
		around.map((parts) => parts.join('')),
		fc.webUrl({ withFragments: true, withQueryParameters: true }),
	);
	fc.assert(
		fc.property(address, (url) => {
			const media = isMediaUrl(url);
			if (!media && !isUploadSessionUrl(url)) return;
			const { protocol, hostname, port, username, password } = new URL(url);
			expect({ protocol, port, username, password }).toEqual({
				protocol: 'https:',
				port: '',
				username: '',
				password: '',
			});
			expect(media ? mediaHosts : [new URL(LIBRARY_API).host]).toContain(hostname);
		}),
		{ numRuns: 2000 },
	);
});
