import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Check } from '../check.mts';
import { successBody } from '../reply.mts';
import { create, type MediaItem, type TestAlbum } from '../test-album.mts';

const FILE = join(import.meta.dirname, '../../demo/samples/Рассвет на море.mp4');

/** Google may take minutes to process a video. */
const LIMIT = { seconds: 10, tries: 60 };

const videos = new WeakMap<TestAlbum, Promise<MediaItem>>();

/** https://developers.google.com/photos/library/guides/access-media-items#video-base-urls */
export const video: Check[] = [
	{
		question: 'videos: a new one',
		expected: 'is ready',
		video: true,
		settles: { name: 'videoProcessingSeconds', answers: { 'is ready': 0, 'is being processed': 10 } },
		ask: async (test) => ((await uploadedVideo(test)).mediaMetadata.video?.status === 'READY' ? 'is ready' : 'is being processed'),
	},
	{
		question: 'videos: the bytes of =dv',
		expected: 'come at once',
		video: true,
		settles: { name: 'videoRedirect', answers: { 'come at once': false, 'are at another address': true } },
		ask: async (test) => {
			const { id } = await uploadedVideo(test);
			for (let tries = 0; tries < LIMIT.tries; tries++) {
				const item = await got(test, id);
				if (item.mediaMetadata.video?.status === 'READY') {
					const { status } = await test.google.bytes(`${item.baseUrl}=dv`);
					if (status === 200) return 'come at once';
					return status >= 300 && status < 400 ? 'are at another address' : `HTTP ${status}`;
				}
				await wait(LIMIT.seconds * 1000);
			}
			throw new Error('Google is still processing the video');
		},
	},
];

/** The video as it is right after its upload. Uploads it once. */
async function uploadedVideo(test: TestAlbum): Promise<MediaItem> {
	const uploaded =
		videos.get(test) ??
		(async () => {
			const { results } = await create(test.google, [await readFile(FILE)], { albumId: test.album.id });
			return await got(test, results[0]?.mediaItem?.id);
		})();
	videos.set(test, uploaded);
	return await uploaded;
}

async function got({ google }: TestAlbum, id: string | undefined): Promise<MediaItem> {
	return successBody(await google.library('GET', `/v1/mediaItems/${id}`)) as unknown as MediaItem;
}
