import type { ConnectionFailureKind, FailureKind, PickerFailureKind, ReplyFailureKind } from './kinds';

/** Error message of a failure, and advice for the user. */
export interface Text {
	message: string;
	/** its first sentence, which becomes the end of the message, says what to do; the others explain */
	advice: string;
}

const SIGN_IN_AGAIN = 'Reconnect the credential. Open it in n8n and sign in with Google again';

export const connectionTexts: Record<ConnectionFailureKind, Text> = {
	noConnection: {
		message: 'Google Photos could not be reached',
		advice: 'Check the network and the proxy of the machine that runs n8n. Nothing was sent.',
	},
	unknownHost: {
		message: 'Google Photos could not be reached, because its host name was not found',
		advice: 'Check the name server (DNS) and the proxy of the machine that runs n8n. Nothing was sent.',
	},
	untrustedCertificate: {
		message: 'Google Photos could not be reached, because the certificate of the connection is not trusted',
		advice:
			'Check the proxy, the virus scanner and the clock of the machine that runs n8n. If a proxy or a virus scanner opens encrypted connections, set NODE_EXTRA_CA_CERTS to the file with its certificate. Nothing was sent.',
	},
};

export const pickerTexts: Record<PickerFailureKind, Text> = {
	missingPickerScope: {
		message: 'The credential lacks the permission to let you pick photos from your whole library',
		advice:
			"Turn on 'Pick From My Whole Library' in the credential, then reconnect it. Sign in with Google again and tick every box on Google's page.",
	},
	pickerApiDisabled: {
		message: 'The Google Photos Picker API is not enabled in your Google Cloud project',
		advice:
			'Enable "Google Photos Picker API" in the Google Cloud console. Do so in the project of this Client ID, wait a few minutes and run it again. "Google Picker API" is another one, for Drive.',
	},
	tooManySessions: {
		message: 'This Google account has too many picking sessions',
		advice: "Delete those that are no longer needed with 'Picker: Delete Session', or wait until they expire.",
	},
	sessionUnknown: {
		message: 'The picking session was not found in Google Photos',
		advice:
			"Create a new one with 'Picker: Create Session'. This one was deleted, or belongs to another Google account or Client ID.",
	},
	sessionExpired: {
		message: 'The picking session has expired',
		advice:
			"Create a new one with 'Picker: Create Session'. Google no longer gives access to what was picked in this one.",
	},
	notPickedYet: {
		message: 'The user has not finished picking',
		advice:
			"Open the 'pickerUri' of the session, choose photos and press 'Done'. 'Picker: Wait for Selection' waits for that, and 'Picker: Get Session' says when it is done.",
	},
};

export const replyTexts: Record<ReplyFailureKind, Text> = {
	unexpectedReply: {
		message: 'Something other than Google Photos answered the request',
		advice:
			"Check the proxy settings and the network of the machine that runs n8n. The response does not have the format of Google's API: it came from a proxy, a firewall or a sign-in page of the network.",
	},
	proxyRefused: {
		message: 'The proxy rejected the request to Google Photos',
		advice:
			"Check the user name and the password in the proxy settings. Those are in the settings of n8n, or in 'Request Options > Proxy'. Nothing reached Google.",
	},
	accessRefused: {
		message: 'Google Photos refused access',
		advice:
			'Check that this is the credential of the right Google account. The account must also be allowed to use Google Photos: in a company or school, the administrator decides.',
	},
	fileRefused: {
		message: 'Google refused access to the file',
		advice:
			'Run this item again later. If that does not help, check whether a proxy or a firewall blocks the file: Google has refused a new URL of it as well.',
	},
	fileUnknown: {
		message: 'Google could not find the file at the URL that it provided',
		advice: 'Check the photo or video in Google Photos, then run this item again later.',
	},
	notTheFile: {
		message: 'Something other than the file arrived from its URL',
		advice:
			'Check the proxy settings and the network of the machine that runs n8n, then run this item again. A proxy or a sign-in page of the network may have answered instead of Google.',
	},
};

export const texts: Record<FailureKind, Text> = {
	...connectionTexts,
	...pickerTexts,
	...replyTexts,
	cancelled: { message: 'The execution was cancelled', advice: 'Nothing more was sent.' },
	connectionLost: {
		message: 'The connection to Google Photos was lost',
		advice: 'Check the network of the machine that runs n8n, then run this item again. No complete response arrived.',
	},
	strangeReply: {
		message: 'The response does not have the format of the Google Photos API',
		advice:
			'Check the network of the machine that runs n8n. A proxy or a sign-in page of the network may have answered instead of Google.',
	},
	serverFault: {
		message: 'Google Photos could not process the request',
		advice: 'Run this item again later. Google is temporarily unavailable.',
	},
	conflict: {
		message: 'Google Photos aborted the request because of another change at the same time',
		advice: 'Run this item again, and let only one workflow change the account at a time.',
	},
	tooManyRequests: {
		message: 'Google Photos is receiving too many requests for this account',
		advice:
			'Run the rest later. Google has refused requests for as long as the node may wait; let other programs that write to the same account rest until then.',
	},
	tooManyDownloads: {
		message: 'Google Photos is refusing downloads for now',
		advice:
			'Run the rest later, or after midnight Pacific Time. Google has refused them for as long as the node may wait: either too many files were requested at once, or the 75,000 downloads a day of your Google Cloud project are used up.',
	},
	dayQuota: {
		message: 'The daily request quota of your Google Cloud project is used up',
		advice:
			'The quota resets at midnight Pacific Time. Every credential with the same Client ID shares it. Run the rest after that.',
	},
	storageFull: {
		message: 'The storage of the Google account is full',
		advice: 'Free up space at one.google.com/storage or buy more, then run the rest.',
	},
	signInEnded: {
		message: 'Google no longer accepts the sign-in of this credential',
		advice: `${SIGN_IN_AGAIN}. If this happens every 7 days, set the publishing status of your OAuth consent screen in the Google Cloud console to "In production".`,
	},
	renewalFailed: {
		message: 'The access token of this credential has expired, and Google did not renew it',
		advice: 'Run this item again later. The sign-in may be fine.',
	},
	noUserSignIn: {
		message: 'n8n has no sign-in with Google for the user of this execution',
		advice:
			"Connect this user's Google account in n8n, and use a trigger that tells n8n who the user is. This is an end-user credential: each user connects their own account.",
	},
	unauthenticated: {
		message: 'Google did not accept the access token of this credential',
		advice: `${SIGN_IN_AGAIN}. Tick every box on Google's page: uploads also fail like this if the permission to add photos is missing.`,
	},
	wrongClient: {
		message: 'Google does not know the Client ID or the Client Secret of this credential',
		advice: 'Compare both with the OAuth client in the Google Cloud console, then reconnect the credential.',
	},
	missingScope: {
		message: 'The credential lacks a permission that this operation needs',
		advice: "Reconnect the credential, and tick every box on Google's page. Open it in n8n and sign in with Google again.",
	},
	apiDisabled: {
		message: 'The Photos Library API is not enabled in your Google Cloud project',
		advice:
			'Enable "Photos Library API" in the Google Cloud console. Do so in the project of this Client ID, wait a few minutes and run it again.',
	},
	noGooglePhotos: {
		message: 'This Google account has no Google Photos',
		advice:
			'Open photos.google.com once with this account. In a company or school, the administrator may have to turn on Google Photos.',
	},
	forbidden: {
		message: 'Google Photos refused access',
		advice: 'Check the credential and the ID. Apps can use only what they created themselves, with the same Client ID.',
	},
	foreignAlbum: {
		message: 'The album was not created by this app',
		advice:
			"Choose an album 'From List', or create one with 'Album: Create'. Google lets an app change only albums that it created itself, with the same Client ID.",
	},
	unknownAlbum: {
		message: 'The album was not found in Google Photos',
		advice:
			"Choose the album 'From List'. Apps can use only albums that they created themselves, with the same Client ID, and IDs in addresses of photos.google.com/album/… are not API IDs.",
	},
	albumFull: {
		message: 'The album is full',
		advice: 'Use another album. An album holds at most 20,000 items.',
	},
	alreadyInAlbum: {
		message: 'The media item is already in the album',
		advice: 'There is nothing to do.',
	},
	unknownMediaItem: {
		message: 'The media item was not found in Google Photos',
		advice:
			'Check the ID. Apps can use only photos and videos that they uploaded themselves, with the same Client ID.',
	},
	notFound: {
		message: 'Google Photos could not find what was requested',
		advice: 'Check the ID. Apps can use only what they created themselves, with the same Client ID.',
	},
	uploadTokenRefused: {
		message: 'Google Photos did not accept the uploaded bytes',
		advice: 'Upload the file again. The upload token is wrong, or older than a day.',
	},
	emptyFile: {
		message: 'The file is empty',
		advice: 'Check the node that created the file.',
	},
	unsupportedFile: {
		message: 'Google Photos could not create a photo or video from the file',
		advice:
			'Open it on your computer, or convert it to JPEG or MP4. It is damaged, or in a format that Google Photos does not support.',
	},
	alreadyThere: {
		message: 'Google Photos already has this file, but does not say as which item',
		advice: 'Look for it in Google Photos, including the trash. The API does not say more.',
	},
	fileTooLarge: {
		message: 'The file is too large for Google Photos',
		advice: 'Use a smaller file. Google accepts photos of up to 200 MB and videos of up to 20 GB.',
	},
	invalid: {
		message: 'Google Photos did not accept the request',
		advice: 'Check the parameters of this operation.',
	},
};
