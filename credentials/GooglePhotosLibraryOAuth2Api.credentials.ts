import type {
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/**
 * What the Library API still grants since 2025-03-31: add, read and edit what this app created.
 * https://developers.google.com/photos/overview/authorization
 */
const libraryScopes = [
	'https://www.googleapis.com/auth/photoslibrary.appendonly',
	'https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata',
	'https://www.googleapis.com/auth/photoslibrary.edit.appcreateddata',
];

/** https://developers.google.com/photos/picker/guides/get-started-picker */
const pickerScope = 'https://www.googleapis.com/auth/photospicker.mediaitems.readonly';

/** A page of a network that wants a sign-in: text, of which this is the first character. */
const webPage = {
	key: '0',
	value: '<',
	message:
		'Something other than Google Photos answered. Check the proxy settings and the network of the machine that runs n8n.',
};

/** What the test says of each HTTP status, and of a web page. n8n tells replies apart by little else. */
const testRules = [
	refusedWith({
		value: 400,
		message:
			'Google Photos did not accept the request. This Google account may not have Google Photos yet: open photos.google.com with it once. In a company or school, the administrator may have to turn it on.',
	}),
	refusedWith({
		value: 401,
		message:
			'Google no longer accepts this sign-in. Reconnect the account. If this happens again after 7 days, set the publishing status of your OAuth consent screen to "In production".',
	}),
	refusedWith({
		value: 403,
		message:
			'Google refused access. Enable the Photos Library API in the Google Cloud project of this Client ID, tick every box on Google\'s page when you reconnect, and check that this account has Google Photos.',
	}),
	...[301, 302, 303, 307, 308, 404].map((value) => refusedWith({ value, message: webPage.message })),
	{ type: 'responseSuccessBody', properties: webPage },
	refusedWith({
		value: 407,
		message:
			'The proxy rejected the test: it requires a user name and a password. Check the proxy settings of n8n.',
	}),
	refusedWith({
		value: 429,
		message:
			'Google Photos is receiving too many requests, or the daily quota is used up: it resets at midnight Pacific Time. The sign-in may be fine: test it again later.',
	}),
	...[500, 502, 503, 504].map((status) =>
		refusedWith({
			value: status,
			message:
				'Google Photos, or a proxy in front of it, is temporarily unavailable. The sign-in may be fine: test it again later.',
		}),
	),
	// n8n takes both kinds together; its type does not
] as NonNullable<ICredentialTestRequest['rules']>;

function refusedWith(properties: { value: number; message: string }) {
	return { type: 'responseCode' as const, properties };
}

export class GooglePhotosLibraryOAuth2Api implements ICredentialType {
	name = 'googlePhotosLibraryOAuth2Api';

	extends = ['googleOAuth2Api'];

	displayName = 'Google Photos OAuth2 API';

	icon: Icon = {
		light: 'file:../icons/googlePhotos.svg',
		dark: 'file:../icons/googlePhotos.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-google-photos-library/n8n-nodes-google-photos-library/blob/main/docs/setup.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'In the Google Cloud console, enable the Photos Library API (and the Google Photos Picker API to pick from your whole library). Photos and albums belong to the Client ID that created them: with another one, they can no longer be seen or changed.',
			name: 'clientIdNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Pick From My Whole Library',
			name: 'pickFromLibrary',
			type: 'boolean',
			default: true,
			description:
				'Whether to ask Google for permission to let you pick photos from your whole library. Without it, only what this app uploaded can be used. Reconnect after a change.',
			displayOptions: { show: { customScopes: [false] } },
		},
		{
			displayName: 'Custom Scopes',
			name: 'customScopes',
			type: 'boolean',
			default: false,
			description: 'Whether to define custom scopes',
		},
		{
			displayName:
				'The default scopes needed for the node to work are already set. If you change these the node may not function correctly.',
			name: 'customScopesNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { customScopes: [true] } },
		},
		{
			displayName: 'Enabled Scopes',
			name: 'enabledScopes',
			type: 'string',
			displayOptions: { show: { customScopes: [true] } },
			default: [...libraryScopes, pickerScope].join(' '),
			description: 'Scopes that should be enabled',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{$self["customScopes"] ? $self["enabledScopes"] : "${libraryScopes.join(' ')}" + ($self["pickFromLibrary"] === false ? "" : " ${pickerScope}")}}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// select_account: people have several Google accounts, and pictures must not land in the wrong one
			default: 'access_type=offline&prompt=select_account%20consent',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: 'https://photoslibrary.googleapis.com',
			url: '/v1/albums',
			qs: { pageSize: 1 },
			// n8n would send the token to whatever host a redirect names
			disableFollowRedirect: true,
		},
		rules: testRules,
	};
}
