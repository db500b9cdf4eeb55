import { pickedKindOf, simplifiedPickedItem } from '../../../nodes/GooglePhotos/api/pickedMediaItem';
import { secondsOf, simplifiedSession } from '../../../nodes/GooglePhotos/api/pickingSession';

test.each([
	['5s', 5],
	['0s', 0],
	['0.5s', 0.5],
	['1800s', 1800],
	[undefined, undefined],
	['', undefined],
	['5', undefined],
	['-5s', undefined],
	['5m', undefined],
])('the duration %j is %j seconds', (duration, seconds) => {
	expect(secondsOf(duration)).toBe(seconds);
});

test('a simplified session has only the fields that Google sent, and whether it is finished', () => {
	expect(simplifiedSession({ id: 'a' })).toEqual({ id: 'a', finished: false });
	expect(simplifiedSession({ id: 'a', mediaItemsSet: true, pickingConfig: { maxItemCount: '7' } })).toEqual({
		id: 'a',
		finished: true,
		maxItemCount: 7,
	});
});

test.each([
	[{ type: 'VIDEO', mediaFile: { mimeType: 'image/jpeg' } }, 'video'],
	[{ type: 'PHOTO', mediaFile: { mimeType: 'video/mp4' } }, 'photo'],
	[{ type: 'TYPE_UNSPECIFIED', mediaFile: { mimeType: 'video/mp4' } }, 'video'],
	[{ mediaFile: { mediaFileMetadata: { videoMetadata: {} } } }, 'video'],
	[{ mediaFile: { mediaFileMetadata: { photoMetadata: {} }, filename: 'a.mp4' } }, 'photo'],
	[{ mediaFile: { filename: 'a.MOV' } }, 'video'],
	[{ mediaFile: { filename: 'a' } }, undefined],
	[{}, undefined],
])('%j has the media kind %j', (item, kind) => {
	expect(pickedKindOf({ id: 'a', ...item })).toBe(kind);
	expect(simplifiedPickedItem({ id: 'a', ...item }, 's').type).toBe(kind);
});

test('a simplified picked item is flat, has its session ID and no base URL', () => {
	const mediaFile = {
		baseUrl: 'https://lh3.googleusercontent.com/x',
		filename: 'a.mp4',
		mimeType: 'video/mp4',
		mediaFileMetadata: { width: 4, height: 3, videoMetadata: { processingStatus: 'READY' } },
	};
	expect(simplifiedPickedItem({ id: 'a', type: 'VIDEO', mediaFile }, 'session')).toEqual({
		id: 'a',
		filename: 'a.mp4',
		mimeType: 'video/mp4',
		type: 'video',
		width: 4,
		height: 3,
		videoStatus: 'READY',
		sessionId: 'session',
	});
});
