import type { FailureKind } from '../../../nodes/GooglePhotos/errors/kinds';
import { apiError } from '../../../nodes/GooglePhotos/errors/nodeError';
import { UploadBreaker } from '../../../nodes/GooglePhotos/uploads/circuitBreaker';
import type { NewMediaItem } from '../../../nodes/GooglePhotos/uploads/types';
import { fakeCaller, fakeRun, node } from '../support/caller';

const failure = (kind: FailureKind, status?: number) => apiError(node(), { kind, status, message: '', outcomeUnknown: false }, { item: 0, what: 'file "first.jpg"' });
const ending = (continueOnFail = true) => new UploadBreaker({ ...fakeRun(fakeCaller()), continueOnFail });

const sea = { id: 'sea', title: 'Sea' };
const hut = { id: 'hut', title: 'Hut' };
const inLibrary: NewMediaItem = { item: 3, field: 'data', fileName: 'a.jpg' };
const inSea: NewMediaItem = { ...inLibrary, album: sea };
const firstInSea: NewMediaItem = { ...inSea, albumPosition: { position: 'FIRST_IN_ALBUM' } };
const inHut: NewMediaItem = { ...inLibrary, album: hut };

/** The breaker's errors for sending and for creating a file. */
function against(end: UploadBreaker, source: NewMediaItem): { sending?: string; creating?: string } {
	const creating = end.skipReason(source)?.message;
	try {
		end.assertOpen(source);
		return { sending: undefined, creating };
	} catch (error) {
		return { sending: error.message, creating };
	}
}

const nothing = { sending: undefined, creating: undefined };
const FULL_STORAGE = 'Not sent: The storage of the Google account is full: file "a.jpg" in field "data" [item 3]. Free up space at one.google.com/storage or buy more, then run the rest.';
const FULL_ALBUM = 'Not sent: The album is full: file "a.jpg" in field "data" [item 3]. Use another album.';
const NOT_ACCEPTED = 'Not sent: Google Photos did not accept the request: file "a.jpg" in field "data" [item 3]. Check the parameters of this operation.';

test('a new breaker lets all files pass', () => {
	for (const source of [inLibrary, inSea, firstInSea]) expect(against(ending(), source)).toEqual(nothing);
});

test('a fatal error stops sending and creating all files, and the error names the file not sent', () => {
	for (const continueOnFail of [true, false]) {
		const end = ending(continueOnFail);
		end.recordFailure(failure('storageFull'));
		for (const source of [inLibrary, inSea]) expect(against(end, source)).toEqual({ sending: FULL_STORAGE, creating: FULL_STORAGE });
	}
});

test('with Continue On Fail an error that is not fatal stops nothing', () => {
	const end = ending();
	end.recordFailure(failure('invalid'));
	expect(end.error).toBeUndefined();
	expect(against(end, inLibrary)).toEqual(nothing);
});

test('without Continue On Fail any error stops sending, but files already sent are created', () => {
	const end = ending(false);
	end.recordFailure(failure('invalid'));
	expect(against(end, inLibrary)).toEqual({ sending: NOT_ACCEPTED, creating: undefined });
});

test('the breaker keeps the first error', () => {
	const end = ending(false);
	const first = failure('invalid');
	end.recordFailure(first);
	end.recordFailure(failure('storageFull'));
	expect(end.error).toBe(first);
});

describe('when Google rejects the creation of a file', () => {
	test.each<[FailureKind, number | undefined]>([
		['albumFull', undefined],
		['foreignAlbum', 400],
		['unknownAlbum', undefined],
		['notFound', 404],
	])('%s with the status %p closes the album of the file at all positions, and no other album', (kind, status) => {
		const end = ending();
		end.recordCreateFailure(inSea, failure(kind, status));
		for (const source of [inSea, firstInSea]) {
			const { sending, creating } = against(end, source);
			expect(sending).toMatch(/^Not sent: .*: file "a\.jpg" in field "data" \[item 3\]\. ./);
			expect(creating).toBe(sending);
		}
		for (const source of [inLibrary, inHut]) expect(against(end, source)).toEqual(nothing);
	});

	test.each<[string, Error]>([
		['not found, said of the file', failure('notFound')],
		['not accepted', failure('invalid', 400)],
		['unsupported', failure('unsupportedFile')],
		['not told by Google', new Error('gone')],
	])('%s: the album of the file stays open', (_title, error) => {
		const end = ending();
		end.recordCreateFailure(inSea, error);
		expect(end.error).toBeUndefined();
		for (const source of [inSea, firstInSea]) expect(against(end, source)).toEqual(nothing);
	});

	test('no album is closed if the file has none', () => {
		const end = ending();
		end.recordCreateFailure(inLibrary, failure('albumFull'));
		for (const source of [inLibrary, inSea]) expect(against(end, source)).toEqual(nothing);
	});

	test('without Continue On Fail sending stops for all files, and creation only for the album of the file', () => {
		const end = ending(false);
		end.recordCreateFailure(inHut, failure('albumFull'));
		expect(against(end, inLibrary)).toEqual({ sending: FULL_ALBUM, creating: undefined });
		expect(against(end, inHut)).toEqual({ sending: FULL_ALBUM, creating: FULL_ALBUM });
	});

	test.each<FailureKind>(['tooManyRequests', 'noConnection'])('%s stops creating all files, since it is not limited to sending', (kind) => {
		const end = ending();
		end.recordCreateFailure(inLibrary, failure(kind));
		expect(against(end, inHut).creating).toMatch(/^Not sent: .*: file "a\.jpg" in field "data" \[item 3\]\. /);
		end.recordCreateFailure(inLibrary, failure('storageFull'));
		expect(against(end, inHut).creating).not.toBe(FULL_STORAGE);
	});

	test('a fatal error stops sending and creating all files', () => {
		const end = ending();
		end.recordCreateFailure(inLibrary, failure('storageFull'));
		expect(against(end, inHut)).toEqual({ sending: FULL_STORAGE, creating: FULL_STORAGE });
	});
});

describe('a closed position of an album', () => {
	test.each<[string, NewMediaItem, NewMediaItem]>([
		['the end of an album', inSea, firstInSea],
		['the start of an album', firstInSea, inSea],
	])('%s is closed, and other positions of the album stay open', (_title, closed, open) => {
		const end = ending();
		end.tripAlbum(closed, failure('invalid'));
		expect(against(end, closed)).toEqual({ sending: NOT_ACCEPTED, creating: NOT_ACCEPTED });
		for (const source of [open, inHut, inLibrary]) expect(against(end, source)).toEqual(nothing);
		expect(end.error).toBeUndefined();
	});

	test('a file without an album closes nothing', () => {
		const end = ending();
		end.tripAlbum(inLibrary, failure('invalid'));
		for (const source of [inLibrary, inSea]) expect(against(end, source)).toEqual(nothing);
	});

	test('a full album is reported as full, even if its position was closed before', () => {
		const end = ending();
		end.tripAlbum(inSea, failure('invalid'));
		end.recordCreateFailure(inSea, failure('albumFull'));
		expect(against(end, inSea)).toEqual({ sending: FULL_ALBUM, creating: FULL_ALBUM });
	});

	test('a fatal error takes precedence over the error of the position', () => {
		const end = ending();
		end.tripAlbum(inSea, failure('invalid'));
		end.recordFailure(failure('storageFull'));
		expect(against(end, inSea)).toEqual({ sending: FULL_STORAGE, creating: FULL_STORAGE });
	});

	test('if an error stops only sending, the error of the position stops creation', () => {
		const end = ending(false);
		end.recordFailure(failure('unsupportedFile'));
		end.tripAlbum(inSea, failure('invalid'));
		expect(against(end, inSea).creating).toBe(NOT_ACCEPTED);
	});
});

test('the error of a file without a name names only its item', () => {
	const end = ending();
	end.recordFailure(failure('storageFull'));
	expect(against(end, { item: 5 }).sending).toBe('Not sent: The storage of the Google account is full [item 5]. Free up space at one.google.com/storage or buy more, then run the rest.');
});
