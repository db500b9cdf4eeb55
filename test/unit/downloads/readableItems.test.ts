import { isProcessing } from '../../../nodes/GooglePhotos/api/mediaItem';
import type { MediaItem, MediaItemResult } from '../../../nodes/GooglePhotos/api/mediaItem';
import { mediaItemOf, stillProcessing } from '../../../nodes/GooglePhotos/downloads/videoReadiness';
import { fakeCaller, fakeRun } from '../support/caller';
import { errorOf } from '../support/virtualClock';

const run = fakeRun(fakeCaller());
const subject = { item: 2, parameter: 'Media Item', what: '"a"' };
const of = async (result?: MediaItemResult) => mediaItemOf(run, result, subject);

const metadata: Array<MediaItem['mediaMetadata']> = [
	{ photo: {} },
	{ video: { status: 'READY' } },
	{ video: { status: 'PROCESSING' } },
	{ video: {} },
	{},
	undefined,
];

test.each(metadata)('a media item with the metadata %j is accepted', async (mediaMetadata) => {
	const mediaItem = { id: 'a', mediaMetadata };
	expect(await of({ mediaItem })).toBe(mediaItem);
	expect(isProcessing(mediaItem)).toBe(mediaMetadata?.video?.status === 'PROCESSING');
});

const none: Array<MediaItemResult | undefined> = [
	undefined,
	{},
	{ mediaItem: { id: '' } },
	{ status: { code: 5 } },
	{ status: { code: 3 } },
];

test.each(none)('the result %j is reported as an unknown media item', async (result) => {
	const error = await errorOf(of(result));
	expect(error.message).toBe('The media item was not found in Google Photos: "a" [item 2]. Check the ID.');
	expect(error.description).toMatch(/Client ID\. Parameter: 'Media Item'\.$/);
});

test('another status is reported as the error that it describes', async () => {
	const error = await errorOf(of({ status: { code: 7, message: 'Not yours.' } }));
	expect(error.message).toBe('Google Photos refused access: "a" [item 2]. Check the credential and the ID.');
	expect(error.description).toMatch(/Google says: Not yours\.$/);
});

test('a video with the status FAILED is rejected', async () => {
	const error = await errorOf(of({ mediaItem: { id: 'a', mediaMetadata: { video: { status: 'FAILED' } } } }));
	expect(error.message).toBe('Google could not process the video: "a" [item 2]. Upload it again in another format.');
	expect(error.description).toBe(
		'This video cannot be downloaded. Parameter: \'Media Item\'.',
	);
});

test.each([
	[
		0,
		'',
		"Run this item again later, or add the option 'Wait for Videos'.",
		'The video can be downloaded once its status is READY, usually after a few minutes.',
	],
	[1, ', after 1 minute', "Run this item again later, or increase 'Wait for Videos'.", 'Long videos take hours.'],
	[3, ', after 3 minutes', "Run this item again later, or increase 'Wait for Videos'.", 'Long videos take hours.'],
])('the error for a video that is not ready after %s minutes says what to do', (minutes, after, todo, advice) => {
	const error: Error & { description?: string | null } = stillProcessing(run, minutes, subject);
	expect(error.message).toBe(`Google is still processing the video${after}: "a" [item 2]. ${todo}`);
	expect(error.description).toBe(`${advice} Parameter: 'Wait for Videos'.`);
});
