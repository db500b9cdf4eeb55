import { randomInt } from 'node:crypto';
import sharp from 'sharp';
import type { Check } from '../check.mts';
import { successBody } from '../reply.mts';
import { create, type MediaItem } from '../test-album.mts';

const containers = ['jpeg', 'png', 'webp'] as const;

/** Whether Google reads a capture date with its time zone from EXIF, as the option Capture Date of Upload writes it. */
export const captureDates: Check[] = containers.map((container) => ({
	question: `capture time: EXIF with a time zone in ${container === 'webp' ? 'WebP' : container.toUpperCase()}`,
	expected: 'as written',
	ask: async ({ google, album }) => {
		const [created] = (await create(google, [await dated(container)], { albumId: album.id })).results;
		const item = successBody(await google.library('GET', `/v1/mediaItems/${created?.mediaItem?.id}`)) as unknown as MediaItem;
		return answerOf(Date.parse(item.mediaMetadata.creationTime ?? ''));
	},
}));

const LOCAL = '2001:02:04 18:30:00';
const WRITTEN = Date.parse('2001-02-04T18:30:00+02:00');
const HOUR = 60 * 60 * 1000;

function answerOf(time: number): string {
	const hours = (time - WRITTEN) / HOUR;
	if (hours === 0) return 'as written';
	// the local time, in another zone
	return Math.abs(hours) <= 24 ? `${hours} hours later than written` : 'not read';
}

/** A small random picture, which no library contains yet. */
async function dated(container: (typeof containers)[number]): Promise<Buffer> {
	const noise = { type: 'gaussian' as const, mean: randomInt(60, 200), sigma: 40 };
	return await sharp({ create: { width: 64, height: 48, channels: 3, background: 'white', noise } })
		.withExif({
			IFD2: { DateTimeOriginal: LOCAL, DateTimeDigitized: LOCAL, OffsetTimeOriginal: '+02:00', OffsetTimeDigitized: '+02:00' },
		})
		.toFormat(container)
		.toBuffer();
}
