import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { createdOutput, uploadOutput } from '../../../nodes/GooglePhotos/uploads/output';
import { inMemory } from '../support/caller';
import { sentFile } from '../support/sentFiles';

/** Media item in the reply to a create call: few fields are known yet. */
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

test('the output has every key, with null for values that are not known', () => {
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

test('values from Google take precedence over the values that were sent', () => {
	const made = asMade(known, { fileName: 'sent.jpg', description: 'as it was sent' });
	expect(createdOutput(made, { verified: null })).toStrictEqual({ ...ofKnown, ...noAlbum, alreadyInLibrary: null, verified: null });
});

test('sent values are used where Google returned none', () => {
	const made = asMade(justMade, { fileName: 'sent.jpg', description: 'as it was sent' });
	expect(createdOutput(made, { verified: null })).toMatchObject({ filename: 'sent.jpg', description: 'as it was sent' });
});

test('values found by the verification take precedence; missing ones remove nothing', () => {
	const made = asMade({ ...justMade, description: 'as it was made', mimeType: 'image/jpeg' });
	const now = { ...known, description: undefined };
	expect(createdOutput(made, { verified: true, mediaItem: now })).toMatchObject({ ...ofKnown, description: 'as it was made', verified: true });
});

test('the output contains ID, title and URL of the album', () => {
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

test.each([true, false, 'notReadable', null] as const)('the output contains verified %p', (verified) => {
	expect(createdOutput(asMade(justMade), { verified })).toMatchObject({ verified });
});

test.each([true, false])('alreadyInLibrary %p is output as true or null', (alreadyInLibrary) => {
	expect(createdOutput({ ...asMade(justMade), alreadyInLibrary }, { verified: null })).toMatchObject({ alreadyInLibrary: alreadyInLibrary || null });
});

test('videoStatus is in the output only if the execution waited for videos', () => {
	const video = asMade({ ...justMade, mediaMetadata: { video: { status: 'PROCESSING' } } });
	expect(createdOutput(video, { verified: null })).not.toHaveProperty('videoStatus');
	expect(createdOutput(video, { verified: null, videoStatus: null })).toHaveProperty('videoStatus', null);
	expect(createdOutput(video, { verified: null, videoStatus: 'READY' })).toHaveProperty('videoStatus', 'READY');
});

test('the output of an uploaded file also says where the file came from', () => {
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

test('source field and file name are null for a file from a URL without a name', () => {
	const made = asMade(justMade, { file: inMemory(Buffer.from('sea')), field: undefined, fileName: undefined });
	expect(uploadOutput(made, { verified: null })).toMatchObject({ filename: null, sourceField: null, sourceFileName: null });
});

test.each<[string, string | undefined, string]>([
	['that Google told', 'image/png', 'image/png'],
	['of the file, where Google told none', undefined, 'image/heic'],
])('the MIME type in the output is the one %s', (_title, mimeType, told) => {
	expect(uploadOutput(asMade({ ...justMade, mimeType }, { mimeType: 'image/heic' }), { verified: null }).mimeType).toBe(told);
});
