/**
 * Draws the sample photos and videos into `tools/demo/samples/`. Needs ffmpeg for the two videos.
 * Run: `npx node tools/demo/make-samples.mts`. The files are committed.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { exifOf, type Shot } from './photo-exif.mts';
import { samplesFolder } from './samples.mts';
import { balloons, desert, forest, lavender } from './scenes/country.mts';
import { blossom, mountainMorning, snowPeaks } from './scenes/mountains.mts';
import { dawnAtSea, snowfall } from './scenes/moving.mts';
import { aurora, city, fireflies } from './scenes/night.mts';
import { type Canvas, randomOf } from './scenes/parts.mts';
import { lighthouse, reef, sunset } from './scenes/sea.mts';
import { makeVideo } from './make-video.mts';

const landscape: Canvas = { width: 1500, height: 1000 };
const portrait: Canvas = { width: 1000, height: 1500 };
const small: Canvas = { width: 480, height: 320 };

interface Sample {
	name: string;
	svg: string;
	encode: (drawing: Sharp) => Sharp;
	shot?: Shot;
}

const jpeg = (drawing: Sharp) => drawing.jpeg({ quality: 82, mozjpeg: true });

/** Stored sideways with EXIF orientation 6, as by a phone held upright. */
const sidewaysJpeg = (drawing: Sharp) => jpeg(drawing.rotate(270));

const photos: Sample[] = [
	{
		name: 'Sonnenuntergang über Föhr.jpg',
		svg: sunset(landscape, randomOf(1)),
		encode: jpeg,
		shot: { takenAt: '2023:08:12 21:04:31', place: { north: 54.7067, east: 8.5003 } },
	},
	{
		name: '山の朝.jpg',
		svg: mountainMorning(portrait, randomOf(2)),
		encode: sidewaysJpeg,
		shot: {
			takenAt: '2022:05:03 05:41:10',
			orientation: 6,
			place: { north: 36.2893, east: 137.6481 },
		},
	},
	{
		name: 'كثبان الصحراء.jpg',
		svg: desert(landscape, randomOf(3)),
		encode: jpeg,
		shot: { takenAt: '2021:11:20 16:22:05', place: { north: 31.1499, east: -4.0113 } },
	},
	{
		name: 'Ночной город.png',
		svg: city(landscape, randomOf(4)),
		encode: (drawing) =>
			drawing.png({ compressionLevel: 9, palette: true, colours: 200, effort: 10 }),
		shot: { takenAt: '2023:02:17 22:48:59' },
	},
	{
		name: 'हिमालय की चोटियाँ.webp',
		svg: snowPeaks(landscape, randomOf(5)),
		encode: (drawing) => drawing.webp({ quality: 84 }),
		shot: { takenAt: '2019:10:06 09:15:44' },
	},
	{
		name: '🎈 Balloons over the valley 🎈.jpg',
		svg: balloons(landscape, randomOf(6)),
		encode: jpeg,
		shot: { takenAt: '2024:06:29 07:05:00', place: { north: 38.6431, east: 34.8289 } },
	},
	{
		name: "Provence, l'été “au calme”.jpg",
		svg: lavender(landscape, randomOf(7)),
		encode: jpeg,
		shot: { takenAt: '2020:07:14 19:58:12' },
	},
	{
		name: 'Aurora boréale à Tromsø.avif',
		svg: aurora(landscape, randomOf(8)),
		encode: (drawing) => drawing.avif({ quality: 62 }),
		shot: { takenAt: '2024:01:09 23:31:27' },
	},
	{
		name: 'Ліс у тумані.tiff',
		svg: forest({ width: 900, height: 600 }, randomOf(9)),
		encode: (drawing) => drawing.tiff({ compression: 'jpeg', quality: 84 }),
	},
	{
		name: '富士山と桜.jpg',
		svg: blossom(landscape, randomOf(10)),
		encode: jpeg,
		shot: { takenAt: '2023:04:02 11:11:11', place: { north: 35.5011, east: 138.8014 } },
	},
	{
		name: 'Leuchtturm (Sturm #3).jpg',
		svg: lighthouse(portrait, randomOf(11)),
		encode: jpeg,
		shot: { takenAt: '2018:12:27 17:20:36' },
	},
	{
		name: 'Rạn san hô ở Nha Trang.png',
		svg: reef({ width: 1000, height: 1250 }, randomOf(21)),
		encode: (drawing) =>
			drawing.png({ compressionLevel: 9, palette: true, colours: 220, effort: 10 }),
	},
];

async function makePhoto({ name, svg, encode, shot }: Sample) {
	const drawing = encode(sharp(Buffer.from(svg)).flatten());
	if (shot?.orientation) drawing.withMetadata({ orientation: shot.orientation });
	if (shot) drawing.withExif(exifOf(shot));
	await drawing.toFile(join(samplesFolder, name));
}

async function makeAnimation(name: string) {
	const frames = Array.from({ length: 10 }, (_, frame) =>
		fireflies(small, randomOf(12), frame / 10),
	);
	const drawn = await Promise.all(
		frames.map(async (svg) => await sharp(Buffer.from(svg)).png().toBuffer()),
	);
	await sharp(drawn, { join: { animated: true } })
		.gif({ delay: 120, colours: 64, effort: 10 })
		.toFile(join(samplesFolder, name));
}

await rm(samplesFolder, { recursive: true, force: true });
await mkdir(samplesFolder);
for (const photo of photos) await makePhoto(photo);
await makeAnimation('ホタル fireflies.gif');
const film: Canvas = { width: 640, height: 400 };
await makeVideo(
	join(samplesFolder, 'Рассвет на море.mp4'),
	film,
	dawnAtSea,
	'2023-08-13T03:38:00Z',
);
await makeVideo(
	join(samplesFolder, 'Первый снег ❄ first snow.m4v'),
	film,
	snowfall,
	'2022-12-04T18:20:00Z',
);
