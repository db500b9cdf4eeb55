import fc from 'fast-check';
import { isOfConnection } from '../../../nodes/GooglePhotos/errors/kinds';
import type { Failure, FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import {
	apiError,
	failureOf,
	inputError,
	isUserFacing,
	rethrow,
	withContext,
} from '../../../nodes/GooglePhotos/errors/nodeError';
import { shownText } from '../../../nodes/GooglePhotos/errors/shownText';
import { node } from '../support/caller';

/** Texts expected for each kind; the type ensures that none is missing. */
const everyKind: Record<FailureKind, RegExp> = {
	cancelled: /cancelled/,
	noConnection: /could not be reached/,
	unknownHost: /could not be reached, because its host name was not found.*DNS/,
	untrustedCertificate: /certificate of the connection is not trusted.*NODE_EXTRA_CA_CERTS/,
	connectionLost: /connection .* was lost/,
	strangeReply: /not have the format of the Google Photos API/,
	serverFault: /could not process/,
	conflict: /another change at the same time/,
	tooManyRequests: /too many requests/,
	tooManyDownloads: /refusing downloads for now.*75,000/,
	dayQuota: /daily request quota.*midnight Pacific/,
	storageFull: /storage .* is full/,
	signInEnded: /no longer accepts the sign-in.*Reconnect the credential\..*sign in with Google again.*In production/,
	renewalFailed: /token .* has expired, and Google did not renew it.*Run this item again later/,
	noUserSignIn: /no sign-in .* for the user.*trigger that tells n8n who the user is/,
	unauthenticated: /access token.*sign in with Google again.*permission to add photos/,
	wrongClient: /Client ID or the Client Secret/,
	missingScope: /lacks a permission.*Reconnect the credential, and tick every box/,
	apiDisabled: /Photos Library API is not enabled.*wait a few minutes/,
	noGooglePhotos: /no Google Photos.*administrator/,
	forbidden: /refused access.*same Client ID/,
	foreignAlbum: /not created by this app.*From List.*same Client ID/,
	unknownAlbum: /album was not found.*From List.*not API IDs/,
	alreadyInAlbum: /already in the album/,
	albumFull: /album is full.*20,000/,
	unknownMediaItem: /media item was not found.*same Client ID/,
	notFound: /could not find/,
	uploadTokenRefused: /did not accept the uploaded bytes.*Upload the file again.*older than a day/,
	emptyFile: /file is empty/,
	unsupportedFile: /could not create a photo or video.*JPEG or MP4/,
	alreadyThere: /already has this file/,
	fileTooLarge: /too large.*200 MB.*20 GB/,
	missingPickerScope: /pick photos from your whole library/,
	pickerApiDisabled: /Google Photos Picker API is not enabled/,
	tooManySessions: /too many picking sessions/,
	sessionUnknown: /picking session was not found/,
	sessionExpired: /session has expired/,
	notPickedYet: /has not finished picking/,
	unexpectedReply: /Something other than Google Photos answered.*proxy/,
	proxyRefused: /proxy rejected.*user name and the password/,
	accessRefused: /refused access.*right Google account/,
	fileRefused: /refused access to the file/,
	fileUnknown: /could not find the file/,
	notTheFile: /something other than the file arrived/i,
	invalid: /did not accept the request.*parameters/,
};

const kinds = Object.keys(everyKind) as FailureKind[];
const failure = (kind: FailureKind, more: Partial<Failure> = {}): Failure => ({
	kind,
	message: '',
	outcomeUnknown: false,
	...more,
});

test.each(kinds)('%s: the error says what happened, to which item, and what to do', (kind) => {
	const subject = { item: 3, what: 'album "Holiday"', parameter: 'Album' };
	const error = apiError(
		node(),
		failure(kind, { status: 400, message: 'Words of Google.' }),
		subject,
	);
	expect(`${error.message} ${error.description}`).toMatch(everyKind[kind]);
	expect(error.message).toMatch(/: album "Holiday" \[item 3\]\. ./);
	expect(error.message).not.toMatch(/\.:/);
	expect(error.description).toMatch(/(^|\. )Parameter: 'Album'\./);
	const quoted = isOfConnection(kind) ? 'Cause: Words of Google.' : 'Google says: Words of Google.';
	const quoting = kind === 'invalid' ? error.message : error.description;
	expect(quoting?.endsWith(quoted)).toBe(kind !== 'signInEnded');
	expect(error).toMatchObject({ httpCode: '400', context: { itemIndex: 3 } });
});

test('without a subject and a text of Google, message and description contain neither', () => {
	const error = apiError(node(), failure('albumFull'));
	expect(error.message).toBe('The album is full. Use another album.');
	expect(error.description).toBe('An album holds at most 20,000 items.');
	expect(error.httpCode).toBeNull();
});

test('the details that n8n shows contain the text of Google, or else the message of the node', () => {
	expect(apiError(node(), failure('albumFull', { message: 'Album is full.' })).messages).toEqual(['Album is full.']);
	expect(apiError(node(), failure('albumFull')).messages).toEqual(['The album is full. Use another album.']);
});

test.each(['missingScope', 'missingPickerScope', 'wrongClient', 'noUserSignIn'] as const)(
	'%s without a reply: its text is not presented as a text of Google',
	(kind) => {
		const { description } = apiError(node(), failure(kind, { message: 'Own words.' }));
		expect(description).toMatch(/(^|[^:] )Own words\.$/);
	},
);

test('an error can be changed to name another item, and its other texts stay', () => {
	const subject = { item: 0, what: 'file "a.jpg"', parameter: 'Files' };
	const own = withContext(inputError(node(), 'The file is empty', 'Check it.', subject), { item: 4 });
	expect(own.message).toBe('The file is empty: file "a.jpg" [item 4]. Check it.');
	expect(own).toMatchObject({ description: 'Parameter: \'Files\'.', context: { itemIndex: 4 } });
	const full = withContext(apiError(node(), failure('albumFull'), subject), { what: 'file "b.jpg"' });
	expect(full.message).toBe('The album is full: file "b.jpg" [item 0]. Use another album.');
	const other = new Error('other');
	expect(withContext(other, { item: 1 })).toBe(other);
});

test('failureOf gives the failure of an error, and isUserFacing recognizes errors of the node', () => {
	const full = failure('storageFull');
	const error = apiError(node(), full);
	expect(failureOf(error)).toBe(full);
	expect(isUserFacing(error)).toBe(true);
	const refused = inputError(node(), 'No', 'Do otherwise.');
	expect(failureOf(refused)).toBeUndefined();
	expect(isUserFacing(refused)).toBe(true);
	expect(isUserFacing(new Error('other'))).toBe(false);
	expect(failureOf('no error')).toBeUndefined();
	expect(rethrow(refused)).toBe(refused);
});

test('an error before anything is sent also names the object, the item and the parameter', () => {
	const error = inputError(node(), 'The file is empty', 'Check it.', {
		item: 0,
		what: 'file "a.jpg"',
		parameter: 'Files',
	});
	expect(error.message).toBe('The file is empty: file "a.jpg" [item 0]. Check it.');
	expect(error.description).toBe('Parameter: \'Files\'.');
	expect(error.context.itemIndex).toBe(0);
});

describe('a name that contains an error code for which n8n has its own text', () => {
	const names = ['a preexisting house.jpg', 'econnreset.jpg', 'GETADDRINFO', 'heisdirty.png'];

	test.each(names)('%s is kept in an error of Google', (what) => {
		const { message } = apiError(node(), failure('unsupportedFile'), { item: 1, what });
		expect(message).toBe(
			`Google Photos could not create a photo or video from the file: ${what} [item 1]. Open it on your computer, or convert it to JPEG or MP4.`,
		);
	});

	test.each(names)('%s is kept in an error before anything is sent', (what) => {
		expect(inputError(node(), 'The file is empty', 'Check it.', { item: 1, what }).message).toBe(
			`The file is empty: ${what} [item 1]. Check it.`,
		);
	});
});

test('any subject and failure: the error names the object and the item, has a description and no cause', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...kinds),
			fc.string({ unit: 'binary' }),
			fc.string(),
			fc.nat(),
			(kind, name, message, item) => {
				const what = `file "${name}"`;
				const error = apiError(node(), failure(kind, { message, status: 503 }), { item, what });
				const oneLine = shownText(what);
				expect(error.message).toContain(`: ${oneLine} [item ${item}]. `);
				expect(error.message.length).toBeGreaterThan(`${oneLine} [item ${item}]`.length + 30);
				expect(error.cause).toBeUndefined();
			},
		),
	);
});

test.each<[FailureKind, boolean]>([
	['connectionLost', false],
	['strangeReply', false],
	['notTheFile', false],
	['missingScope', false],
	['wrongClient', false],
	['unsupportedFile', true],
])('without a status, the text of %s is presented as a text of Google: %p', (kind, google) => {
	const { description } = apiError(node(), { kind, message: 'Such words.', outcomeUnknown: false });
	expect(description).toMatch(/(^| )Such words\.$/);
	expect(description?.includes('Google says: Such words.')).toBe(google);
});
