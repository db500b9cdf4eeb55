import fc from 'fast-check';
import { comparableTitle } from '../../../nodes/GooglePhotos/api/album';
import { isVideo, mediaKindOf, simplifiedMediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';

const photo: MediaItem = {
	id: 'AbC',
	description: 'At the sea',
	productUrl: 'https://photos.google.com/lr/photo/AbC',
	baseUrl: 'https://lh3.googleusercontent.com/lr/secret',
	mimeType: 'image/jpeg',
	filename: 'beach.jpg',
	mediaMetadata: {
		creationTime: '2026-07-01T10:00:00Z',
		width: '4032',
		height: '3024',
		photo: { cameraMake: 'Make', exposureTime: '0.008s' },
	},
};

test('a simplified photo has flat fields, its type and no base URL', () => {
	expect(simplifiedMediaItem(photo)).toEqual({
		id: 'AbC',
		filename: 'beach.jpg',
		mimeType: 'image/jpeg',
		type: 'photo',
		description: 'At the sea',
		creationTime: '2026-07-01T10:00:00Z',
		width: 4032,
		height: 3024,
		productUrl: 'https://photos.google.com/lr/photo/AbC',
	});
});

test('a simplified video has its processing status', () => {
	const video = {
		...photo,
		mimeType: 'video/mp4',
		mediaMetadata: { video: { status: 'PROCESSING', fps: 30 } },
	};
	expect(simplifiedMediaItem(video)).toMatchObject({ type: 'video', videoStatus: 'PROCESSING' });
});

test('fields that are missing or invalid in the reply are left out', () => {
	expect(simplifiedMediaItem({ id: 'AbC' })).toEqual({ id: 'AbC' });
	expect(simplifiedMediaItem({ id: 'AbC', mediaMetadata: { width: 'wide' } })).toEqual({ id: 'AbC' });
});

test.each<[Partial<MediaItem>, boolean]>([
	[{ mimeType: 'image/gif', mediaMetadata: { video: {} } }, true],
	[{ mimeType: 'video/mp4', mediaMetadata: { photo: {} } }, false],
	[{ mimeType: 'video/mp4', mediaMetadata: {} }, true],
	[{ mimeType: 'video/mp4' }, true],
	[{ mimeType: 'image/jpeg' }, false],
	[{}, false],
])('%j is a video: %p', (item, expected) => {
	expect(isVideo({ id: 'x', ...item })).toBe(expected);
});

test.each<[Partial<MediaItem>, 'photo' | 'video' | undefined]>([
	[{ mediaMetadata: { video: {} }, mimeType: 'image/jpeg' }, 'video'],
	[{ mediaMetadata: { photo: {} }, filename: 'a.mp4' }, 'photo'],
	[{ mimeType: 'IMAGE/heic', filename: 'a.mp4' }, 'photo'],
	[{ mimeType: 'application/octet-stream', filename: 'a.MP4' }, 'video'],
	[{ filename: 'a.nef' }, 'photo'],
	[{ filename: 'a.txt' }, undefined],
	[{ filename: 'a' }, undefined],
	[{}, undefined],
])('%j has the media kind %j', (item, kind) => {
	expect(mediaKindOf({ id: 'x', ...item })).toBe(kind);
	expect(simplifiedMediaItem({ id: 'x', ...item }).type).toBe(kind);
});

test('for any media item, the simplified form is flat, without base URL and undefined values', () => {
	const text = fc.option(fc.string(), { nil: undefined });
	const metadata = fc.record(
		{ creationTime: text, width: text, height: text, photo: fc.constant({}) },
		{ requiredKeys: [] },
	);
	const item = fc.record(
		{ id: fc.string(), description: text, mimeType: text, filename: text, mediaMetadata: metadata },
		{ requiredKeys: ['id'] },
	);
	fc.assert(
		fc.property(item, (sent) => {
			const simple = simplifiedMediaItem({
				...sent,
				baseUrl: 'https://lh3.googleusercontent.com/lr/secret',
			});
			expect(JSON.stringify(simple)).not.toContain('secret');
			for (const value of Object.values(simple))
				expect(['string', 'number']).toContain(typeof value);
		}),
	);
});

describe('the comparable form of a title', () => {
	test.each([
		['Été', 'E\u0301te\u0301'],
		[' Holiday\n', 'Holiday'],
		['\u212b', '\u00c5'],
	])('of %j equals that of %j', (one, other) => {
		expect(comparableTitle(one)).toBe(comparableTitle(other));
	});

	test('is stable and does not depend on Unicode normalization or surrounding white space', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary' }),
				fc.constantFrom('NFC' as const, 'NFD' as const),
				(title, form) => {
					const comparable = comparableTitle(title);
					expect(comparableTitle(comparable)).toBe(comparable);
					expect(comparableTitle(title.normalize(form))).toBe(comparable);
					expect(comparableTitle(` ${title}\t`)).toBe(comparable);
				},
			),
			{ numRuns: 500 },
		);
	});
});
