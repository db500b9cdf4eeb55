import sharp, { type Sharp } from 'sharp';
import type { ItemRecord } from '../library/records.mts';
import { coverArt } from './video.mts';

export interface Size {
	/** Pixels. */
	width?: number;
	height?: number;
	/** Crops to exactly width × height instead of fitting within them. */
	crop: boolean;
	/** Set for the play button that Google draws on video thumbnails. */
	playButton: boolean;
}

export interface Picture {
	bytes: Buffer;
	mimeType: string;
}

/**
 * The picture of a media item at a size: never enlarged, except for cropping.
 * @param file the original
 * @param item undefined for the cover of an empty album
 * @see https://developers.google.com/photos/library/guides/access-media-items#image-base-urls
 */
export async function rendition(
	file: string,
	item: ItemRecord | undefined,
	size: Size,
): Promise<Picture> {
	const source = item ? await decodableSource(file, item) : placeholder(512, 512, '');
	const turned = await sharp(source).autoOrient().toBuffer({ resolveWithObject: true });
	const { width = turned.info.width, height = turned.info.height } = size;
	const sized = sharp(turned.data).resize({
		width,
		height,
		fit: size.crop ? 'cover' : 'inside',
		withoutEnlargement: !size.crop,
	});
	const hasButton = item?.facts.kind === 'video' && size.playButton;
	const final = hasButton ? await withPlayButton(await sized.png().toBuffer()) : sized;
	const isClear = turned.info.channels === 4;
	return isClear
		? { bytes: await final.png().toBuffer(), mimeType: 'image/png' }
		: { bytes: await final.jpeg({ quality: 90 }).toBuffer(), mimeType: 'image/jpeg' };
}

async function decodableSource(file: string, item: ItemRecord): Promise<string | Buffer> {
	const { kind, width, height, mimeType } = item.facts;
	if (kind === 'video')
		return (await coverArt(file, item.size)) ?? placeholder(width || 640, height || 360, 'video');
	const decodes = await sharp(file)
		.stats()
		.then(
			() => true,
			() => false,
		);
	return decodes ? file : placeholder(width || 640, height || 480, mimeType.replace('image/', ''));
}

/** Placeholder for a picture that sharp cannot decode, with its proportions and its type as text. */
function placeholder(width: number, height: number, text: string): Buffer {
	const scale = Math.min(1, 2048 / Math.max(width, height));
	const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
	return Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#5f6368"/><stop offset="1" stop-color="#202124"/></linearGradient></defs><rect width="${w}" height="${h}" fill="url(#g)"/><text x="50%" y="90%" fill="#e8eaed" font-family="sans-serif" font-size="${Math.round(h / 12)}" text-anchor="middle">${text.replace(/[^\w.-]/g, '')}</text></svg>`,
	);
}

async function withPlayButton(picture: Buffer): Promise<Sharp> {
	const { width = 1, height = 1 } = await sharp(picture).metadata();
	const side = Math.max(1, Math.floor(Math.min(width, height) / 3));
	const button = Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4.8" fill="#000" fill-opacity=".6"/><path d="M4 2.8v4.4L7.4 5z" fill="#fff"/></svg>`,
	);
	return sharp(picture).composite([{ input: button }]);
}
