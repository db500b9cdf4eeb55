import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { createdOutput, uploadOutput } from '../../../nodes/GooglePhotos/uploads/output';
import { inMemory } from '../support/caller';
import { sentFile } from '../support/sentFiles';

/** As Google answers a create: little is known yet. */
const justMade: MediaItem = { id: 'a', productUrl: 'https://photos.google.com/lr/photo/a' };

const known: MediaItem = {
	id: 'a',
	productUrl: 'https://photos.google.com/lr/photo/a',
	filename: 'by Google.jpg',
	mimeType: 'image/png',
	description: 'as Google has it',
	mediaMetadata: { creationTime: '2026-07-01T12:00:00Z', width: '400', height: '300', photo: {} },
};

const ofKnown = {
	id: 'a',
	productUrl: 'https://photos.google.com/lr/photo/a',
	filename: 'by Google.jpg',
	mimeType: 'image/png',
	description: 'as Google has it',
	creationTime: '2026-07-01T12:00:00Z',
	width: 400,
	height: 300,
};

const noAlbum = { albumId: null, albumTitle: null, albumUrl: null };
const asMade = (mediaItem: MediaItem, more = {}) => ({ file: sentFile(7, more), mediaItem, alreadyInLibrary: false });

test('every key is there, also of what Google did not tell', () => {
	const made = asMade({ id: 'a' }, { fileName: undefined });
	expect(createdOutput(made, { verified: null })).toStrictEqual({
		id: 'a',
		productUrl: null,
		filename: null,
		mimeType: null,
		description: null,
		creationTime: null,
		width: null,
		height: null,
		...noAlbum,
		alreadyInLibrary: null,
		verified: null,
	});
});

test('what Google told goes before what was sent', () => {
	const made = asMade(known, { fileName: 'sent.jpg', description: 'as it was sent' });
	expect(createdOutput(made, { verified: null })).toStrictEqual({ ...ofKnown, ...noAlbum, alreadyInLibrary: null, verified: null });
});

test('what was sent stands in for what Google did not tell', () => {
	const made = asMade(justMade, { fileName: 'sent.jpg', description: 'as it was sent' });
	expect(createdOutput(made, { verified: null })).toMatchObject({ filename: 'sent.jpg', description: 'as it was sent' });
});

test('what was found afterwards goes before, and takes away nothing', () => {
	const made = asMade({ ...justMade, description: 'as it was made', mimeType: 'image/jpeg' });
	const now = { ...known, description: undefined };
	expect(createdOutput(made, { verified: true, mediaItem: now })).toMatchObject({ ...ofKnown, description: 'as it was made', verified: true });
});

test('the album', () => {
	const album = { id: 'b', title: 'Sea', productUrl: 'https://photos.google.com/lr/album/b' };
	expect(createdOutput(asMade(justMade, { album }), { verified: null })).toMatchObject({
		albumId: 'b',
		albumTitle: 'Sea',
		albumUrl: 'https://photos.google.com/lr/album/b',
	});
	expect(createdOutput(asMade(justMade, { album: { id: 'b', title: '' } }), { verified: null })).toMatchObject({
		albumId: 'b',
		albumTitle: '',
		albumUrl: null,
	});
});

test.each([true, false, 'notReadable', null] as const)('verified: %p', (verified) => {
	expect(createdOutput(asMade(justMade), { verified })).toMatchObject({ verified });
});

test.each([true, false])('already in the library: %p', (alreadyInLibrary) => {
	expect(createdOutput({ ...asMade(justMade), alreadyInLibrary }, { verified: null })).toMatchObject({ alreadyInLibrary: alreadyInLibrary || null });
});

test('the status of a video is there only where it was waited for', () => {
	const video = asMade({ ...justMade, mediaMetadata: { video: { status: 'PROCESSING' } } });
	expect(createdOutput(video, { verified: null })).not.toHaveProperty('videoStatus');
	expect(createdOutput(video, { verified: null, videoStatus: null })).toHaveProperty('videoStatus', null);
	expect(createdOutput(video, { verified: null, videoStatus: 'READY' })).toHaveProperty('videoStatus', 'READY');
});

test('of an uploaded file also where it came from', () => {
	const file = inMemory(Buffer.from('sea'), 'in the field.jpg');
	const made = asMade(known, { file, field: 'photo', fileName: 'by the user.jpg', size: 3 });
	expect(uploadOutput(made, { verified: true })).toStrictEqual({
		...ofKnown,
		...noAlbum,
		alreadyInLibrary: null,
		verified: true,
		sourceField: 'photo',
		sourceFileName: 'in the field.jpg',
		sourceSize: 3,
		sha256: '7',
	});
});

test('of one that was fetched there is no field, and of one without a name no name', () => {
	const made = asMade(justMade, { file: inMemory(Buffer.from('sea')), field: undefined, fileName: undefined });
	expect(uploadOutput(made, { verified: null })).toMatchObject({ filename: null, sourceField: null, sourceFileName: null });
});

test.each<[string, string | undefined, string]>([
	['that Google told', 'image/png', 'image/png'],
	['of the file, where Google told none', undefined, 'image/heic'],
])('the type %s', (_title, mimeType, told) => {
	expect(uploadOutput(asMade({ ...justMade, mimeType }, { mimeType: 'image/heic' }), { verified: null }).mimeType).toBe(told);
});
