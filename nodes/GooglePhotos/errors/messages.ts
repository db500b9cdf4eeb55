import type { ConnectionFailureKind, FailureKind, PickerFailureKind, ReplyFailureKind } from './kinds';

/** Error message of a failure, and advice for the user. */
export interface Text {
	message: string;
	advice: string;
}

const RECONNECT = 'Open the credential in n8n and sign in with Google again';

export const connectionTexts: Record<ConnectionFailureKind, Text> = {
	noConnection: {
		message: 'Google Photos could not be reached',
		advice: 'Nothing was sent. Check the network and the proxy of the machine that runs n8n.',
	},
	unknownHost: {
		message: 'Google Photos could not be reached, since its host name was not found',
		advice: 'Nothing was sent. Check the name server (DNS) and the network of the machine that runs n8n, and the name of its proxy.',
	},
	untrustedCertificate: {
		message: 'Google Photos could not be reached, since the certificate of the connection is not trusted',
		advice:
			'Nothing was sent. If a proxy or a virus scanner opens encrypted connections, name the file with its certificate in NODE_EXTRA_CA_CERTS of the machine that runs n8n. Otherwise check the clock of that machine.',
	},
};

export const pickerTexts: Record<PickerFailureKind, Text> = {
	missingPickerScope: {
		message: 'The credential lacks the permission to let you pick photos from your whole library',
		advice:
			'Open the credential in n8n, switch Pick From My Whole Library on, then reconnect: sign in with Google again and tick every box on Google\'s page.',
	},
	pickerApiDisabled: {
		message: 'The Google Photos Picker API is not enabled in your Google Cloud project',
		advice:
			'Enable "Google Photos Picker API" (not "Google Picker API", which is for Drive) in the Google Cloud console, in the project of this Client ID, wait a few minutes and run again.',
	},
	tooManySessions: {
		message: 'This Google account has too many picking sessions',
		advice: 'Delete those that are no longer needed with Picker: Delete Session, or wait until they expire.',
	},
	sessionUnknown: {
		message: 'Google Photos knows no such picking session',
		advice:
			'It was deleted, or belongs to another Google account or Client ID. Make a new one with Picker: Create Session.',
	},
	sessionExpired: {
		message: 'The picking session has expired',
		advice: 'Google no longer gives access to what was picked in it. Make a new one with Picker: Create Session.',
	},
	notPickedYet: {
		message: 'The user has not finished picking',
		advice:
			'Open the pickerUri of the session, choose photos and press Done. Picker: Wait for Selection waits for that, and Picker: Get Session tells when it is done.',
	},
};

export const replyTexts: Record<ReplyFailureKind, Text> = {
	unexpectedReply: {
		message: 'An unexpected reply came in place of one from Google Photos',
		advice:
			'It does not have the form of Google\'s API: a proxy, a firewall or a sign-in page of the network answered. Check the proxy settings and the network of the machine that runs n8n.',
	},
	proxyRefused: {
		message: 'The proxy did not let the request to Google Photos through',
		advice:
			'It wants a user name and a password: check those in the proxy settings of n8n, or in Request Options > Proxy. Nothing reached Google.',
	},
	accessRefused: {
		message: 'Google Photos refused access',
		advice:
			'Check that this is the credential of the right Google account, and that the account may use Google Photos: in a company or school, the administrator decides.',
	},
	fileRefused: {
		message: 'Google refused access to the file',
		advice:
			'It refused a new address of the file as well. Run this item again later; if that does not help, check whether a proxy or a firewall of the network refuses it.',
	},
	fileUnknown: {
		message: 'Google could not find the file at the address that it gave',
		advice: 'Look at the photo or video in Google Photos, then run this item again later.',
	},
};

export const texts: Record<FailureKind, Text> = {
	...connectionTexts,
	...pickerTexts,
	...replyTexts,
	cancelled: { message: 'The execution was cancelled', advice: 'Nothing more was sent.' },
	connectionLost: {
		message: 'The connection to Google Photos was lost',
		advice: 'No complete reply came. Check the network of the machine that runs n8n, then run this item again.',
	},
	strangeReply: {
		message: 'Google Photos gave a reply that is not from its API',
		advice: 'A proxy or a sign-in page of the network may have answered in its place. Check the network of the machine that runs n8n.',
	},
	serverFault: {
		message: 'Google Photos could not process the request',
		advice: 'Google has a fault that usually passes. Run this item again later.',
	},
	conflict: {
		message: 'Google Photos aborted the request because of another change at the same time',
		advice: 'Leave changes to one workflow at a time, then run this item again.',
	},
	tooManyRequests: {
		message: 'Google Photos is receiving too many requests for this account',
		advice: 'Google has refused them for as long as the node may wait. Run what is left later, and leave other programs that write to the same account idle meanwhile.',
	},
	tooManyDownloads: {
		message: 'Google Photos gives out no more files for now',
		advice:
			'Google has refused them for as long as the node may wait. Either too many files were asked for at once, then run what is left later; or the 75,000 downloads a day of your Google Cloud project are used up, then run it after midnight Pacific Time.',
	},
	dayQuota: {
		message: 'The daily request quota of your Google Cloud project is used up',
		advice:
			'It is shared by every credential with the same Client ID and starts anew at midnight Pacific Time. Run what is left after that.',
	},
	storageFull: {
		message: 'The storage of the Google account is full',
		advice: 'Free space at one.google.com/storage or buy more, then run what is left.',
	},
	signInEnded: {
		message: 'Google no longer accepts the sign-in of this credential',
		advice: `${RECONNECT}. If this happens every 7 days, set the publishing status of your OAuth consent screen in the Google Cloud console to "In production".`,
	},
	noUserSignIn: {
		message: 'n8n has no sign-in with Google for the user of this execution',
		advice:
			'This is an end-user credential: each user connects their own Google account in n8n, and the workflow needs a trigger that tells n8n who the user is.',
	},
	unauthenticated: {
		message: 'Google did not accept the access token of this credential',
		advice: `${RECONNECT} and tick every box on Google's page: uploads answer like this also when the permission to add photos is missing.`,
	},
	wrongClient: {
		message: 'Google does not know the Client ID or the Client Secret of this credential',
		advice: 'Compare both with the OAuth client in the Google Cloud console, then sign in with Google again.',
	},
	missingScope: {
		message: 'The credential lacks a permission that this operation needs',
		advice: `${RECONNECT} and tick every box on Google's page.`,
	},
	apiDisabled: {
		message: 'The Photos Library API is not enabled in your Google Cloud project',
		advice:
			'Enable "Photos Library API" in the Google Cloud console, in the project of this Client ID, wait a few minutes and run again.',
	},
	noGooglePhotos: {
		message: 'This Google account has no Google Photos',
		advice: 'Open photos.google.com once with this account. In a company or school, the administrator may have to switch Google Photos on.',
	},
	forbidden: {
		message: 'Google Photos refused access',
		advice: 'Apps reach only what they created themselves, under the same Client ID. Check the credential and the ID.',
	},
	foreignAlbum: {
		message: 'The album was not created by this app',
		advice:
			'Google lets an app change only albums that it created itself, under the same Client ID. Choose an album From List, or create one with Album: Create.',
	},
	unknownAlbum: {
		message: 'Google Photos knows no such album',
		advice:
			'Apps reach only albums that they created themselves, under the same Client ID, and IDs in addresses of photos.google.com/album/… are not API IDs. Choose the album From List.',
	},
	albumFull: {
		message: 'The album is full',
		advice: 'An album holds at most 20,000 items. Use another album.',
	},
	alreadyInAlbum: {
		message: 'The media item is already in the album',
		advice: 'There is nothing to do.',
	},
	unknownMediaItem: {
		message: 'Google Photos knows no such media item',
		advice: 'Apps reach only photos and videos that they uploaded themselves, under the same Client ID. Check the ID.',
	},
	notFound: {
		message: 'Google Photos could not find what was asked for',
		advice: 'Apps reach only what they created themselves, under the same Client ID. Check the ID.',
	},
	uploadTokenRefused: {
		message: 'Google Photos did not accept the uploaded bytes',
		advice: 'The upload token is wrong or older than a day. Upload the file again.',
	},
	emptyFile: {
		message: 'The file is empty',
		advice: 'Check the node that made the file.',
	},
	unsupportedFile: {
		message: 'Google Photos could not make a photo or video of the file',
		advice: 'It is damaged or of a format that Google Photos does not take. Open it on your computer, or convert it to JPEG or MP4.',
	},
	alreadyThere: {
		message: 'Google Photos says that it already has this file, but not as what',
		advice: 'Look in Google Photos, also in the bin. The API cannot tell more.',
	},
	fileTooLarge: {
		message: 'The file is too large for Google Photos',
		advice: 'Google takes photos up to 200 MB and videos up to 20 GB.',
	},
	invalid: {
		message: 'Google Photos did not accept the request',
		advice: 'Check the parameters of this operation.',
	},
};
