/** The capture time that the emulator reads from a picture, as Google does: see tools/emulator/media/inspect.mts. */
import sharp from 'sharp';
import type { EmulatedAccount } from '../../../tools/emulator/control-client.mts';
import { createOne, emulatedAccount } from './client';

const day = (date: string) => `2001:02:${date} 12:00:00`;

let account: EmulatedAccount;
let number = 0;
beforeAll(async () => {
	account = await emulatedAccount();
});

/** A picture of noise: another one for each call. */
const picture = (size = 32) => {
	const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 };
	return sharp({ create: { width: size, height: size + number++, channels: 3, background: 'white', noise } });
};

async function timeOf(bytes: Buffer): Promise<string | undefined> {
	return (await createOne(account, bytes)).mediaMetadata.creationTime;
}

test.each([
	['DateTimeOriginal first', { IFD0: { DateTime: day('03') }, IFD2: { DateTimeOriginal: day('01'), DateTimeDigitized: day('02') } }, '2001-02-01T12:00:00Z'],
	['DateTimeDigitized next', { IFD0: { DateTime: day('03') }, IFD2: { DateTimeDigitized: day('02') } }, '2001-02-02T12:00:00Z'],
	['DateTime last', { IFD0: { DateTime: day('03') } }, '2001-02-03T12:00:00Z'],
	['the next one after an empty one', { IFD2: { DateTimeOriginal: '0000:00:00 00:00:00', DateTimeDigitized: day('02') } }, '2001-02-02T12:00:00Z'],
	['the next one after 31 February', { IFD2: { DateTimeOriginal: day('31'), DateTimeDigitized: day('02') } }, '2001-02-02T12:00:00Z'],
	['the offset of its own tag', { IFD2: { DateTimeDigitized: day('02'), OffsetTimeOriginal: '+05:00', OffsetTimeDigitized: '-03:30' } }, '2001-02-02T15:30:00Z'],
])('%s', async (_what, exif, time) => {
	expect(await timeOf(await picture().withExif(exif as never).jpeg().toBuffer())).toBe(time);
});

test.each(['jpeg', 'png', 'webp'] as const)('is read from %s, also of more than 1 MiB', async (format) => {
	const exif = { IFD2: { DateTimeOriginal: '2019:07:14 18:30:00', OffsetTimeOriginal: '+02:00' } };
	const bytes = await picture(1300).withExif(exif).toFormat(format, { quality: 100 }).toBuffer();
	expect(bytes.length).toBeGreaterThan(1024 * 1024);
	expect(await timeOf(bytes)).toBe('2019-07-14T16:30:00Z');
});
