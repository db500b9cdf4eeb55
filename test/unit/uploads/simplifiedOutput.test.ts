import type { IDataObject } from 'n8n-workflow';
import { simplifiedOrRaw } from '../../../nodes/GooglePhotos/uploads/simplifiedOutput';
import { sentFile } from '../support/sentFiles';

const mediaItem = { id: 'a', baseUrl: 'https://lh3.googleusercontent.com/lr/a' };
const simplified = { file: sentFile(7), mediaItem, alreadyInLibrary: false };
const raw = { file: sentFile(7, { rawOutput: true }), mediaItem, alreadyInLibrary: false };
const unverified = { verified: null };

/** Fields in another order than the output's, some of which are not in the simplified output. */
const all: IDataObject = { sha256: '7', description: 'At the sea', verified: null, sourceSize: 3, albumUrl: null, filename: 'sea.jpg', id: 'a' };

test('the simplified output has the fields that are given, in its own order, and null where nothing is known', () => {
	const output = simplifiedOrRaw(simplified, unverified, all);
	expect(output).toStrictEqual({ id: 'a', filename: 'sea.jpg', verified: null, sha256: '7' });
	expect(Object.keys(output)).toEqual(['id', 'filename', 'verified', 'sha256']);
});

test.each(['videoStatus', 'captureDate', 'captureDateReason'])('the simplified output has %s if an option adds it', (key) => {
	expect(simplifiedOrRaw(simplified, unverified, { ...all, [key]: 'x' })).toHaveProperty(key, 'x');
	expect(simplifiedOrRaw(simplified, unverified, all)).not.toHaveProperty(key);
});

test('the raw output has every field, and the media item as Google sent it last', () => {
	expect(simplifiedOrRaw(raw, unverified, all)).toStrictEqual({ ...all, mediaItem });
	const now = { ...mediaItem, filename: 'sea.jpg' };
	expect(simplifiedOrRaw(raw, { verified: true, mediaItem: now }, all)).toStrictEqual({ ...all, mediaItem: now });
});
