import fc from 'fast-check';
import { isUserFacing } from '../../../nodes/GooglePhotos/errors/nodeError';
import { requestSettings } from '../../../nodes/GooglePhotos/http/requestOptions';
import type { RequestOptions, RequestSettings } from '../../../nodes/GooglePhotos/http/requestOptions';
import { errorText } from '../../support/errorText';
import { node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

const settingsOf = (options: RequestOptions) => requestSettings(node(), options);

test.each<[string, RequestOptions, RequestSettings]>([
	['nothing', {}, {}],
	['what is switched off', { allowUnauthorizedCerts: false, proxy: '', timeout: 0 }, {}],
	['any certificate', { allowUnauthorizedCerts: true }, { skipSslCertificateValidation: true }],
	['a time-out', { timeout: 5000 }, { timeout: 5000 }],
	[
		'all at once',
		{ allowUnauthorizedCerts: true, proxy: 'http://localhost:3128', timeout: 1 },
		{
			skipSslCertificateValidation: true,
			proxy: { protocol: 'http', host: 'localhost', port: 3128 },
			timeout: 1,
		},
	],
])('Request Options are converted to settings of the HTTP helper: %s', (_title, options, settings) => {
	expect(settingsOf(options)).toStrictEqual(settings);
});

test.each<[string, RequestSettings['proxy']]>([
	['http://proxy.example', { protocol: 'http', host: 'proxy.example', port: 80 }],
	['http://proxy.example:80', { protocol: 'http', host: 'proxy.example', port: 80 }],
	['https://proxy.example', { protocol: 'https', host: 'proxy.example', port: 443 }],
	['https://proxy.example:8443/', { protocol: 'https', host: 'proxy.example', port: 8443 }],
	['HTTP://10.0.0.1:3128', { protocol: 'http', host: '10.0.0.1', port: 3128 }],
	[
		'http://me@proxy.example:3128',
		{ protocol: 'http', host: 'proxy.example', port: 3128, auth: { username: 'me', password: '' } },
	],
	[
		'http://:secret@proxy.example:3128',
		{ protocol: 'http', host: 'proxy.example', port: 3128, auth: { username: '', password: 'secret' } },
	],
	[
		// a percent sign that encodes nothing
		'http://me:50%@proxy.example:3128',
		{ protocol: 'http', host: 'proxy.example', port: 3128, auth: { username: 'me', password: '50%' } },
	],
])('the proxy URL %s is parsed into settings of the HTTP helper', (proxy, settings) => {
	expect(settingsOf({ proxy }).proxy).toStrictEqual(settings);
});

test('any percent-encoded user name and password of a proxy URL are decoded exactly', () => {
	fc.assert(
		fc.property(
			fc.string({ minLength: 1, unit: 'grapheme' }),
			fc.string({ unit: 'grapheme' }),
			(username, password) => {
				const proxy = `http://${encodeURIComponent(username)}:${encodeURIComponent(password)}@localhost:3128`;
				expect(settingsOf({ proxy }).proxy?.auth).toEqual({ username, password });
			},
		),
	);
});

test.each([
	'proxy.example',
	'localhost:3128',
	'10.0.0.1:3128',
	'http://',
	'http://proxy.example:port',
	'socks5://localhost:1080',
	'ftp://proxy.example',
	'file:///etc/passwd',
	'xhttp://proxy.example',
	'httpsx://proxy.example',
	' ',
])('%j is not a valid proxy: an error that says how to write it', async (proxy) => {
	const error = await errorOf((async () => settingsOf({ proxy }))());
	expect(isUserFacing(error)).toBe(true);
	expect(errorText(error)).toBe(
		'The proxy is not a valid URL. ' +
			'Enter it with its protocol and port, such as http://localhost:3128. | Parameter: \'Request Options > Proxy\'.',
	);
});
