/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import sharp from 'sharp';

export interface PhotoOptions {
	width?: number;
	height?: number;
	/** `2024:05:17 12:34:56`, as EXIF writes it. */
	taken?: string;
	/** Write a location into the EXIF. */
	location?: boolean;
	orientation?: number;
}

let colours = 0;

/** A JPEG that no other call has made. */
export async function photo(options: PhotoOptions = {}): Promise<Buffer> {
	const { width = 60, height = 40, taken, location, orientation } = options;
	const colour = (colours++ * 2654435761 + Math.floor(Math.random() * 2 ** 24)) % 2 ** 24;
	const background = { r: colour >> 16, g: (colour >> 8) & 255, b: colour & 255 };
	const exif = {
		IFD0: { Make: 'Voigtländer'.normalize('NFKD').replace(/[^ -~]/g, ''), Model: 'Bessa' },
		...(taken
			? {
					IFD2: {
						DateTimeOriginal: taken,
						FNumber: '28/10',
						ISOSpeedRatings: '200',
						ExposureTime: '1/125',
					},
				}
			: {}),
		...(location
			? {
					IFD3: {
						GPSLatitudeRef: 'N',
						GPSLatitude: '51/1 30/1 3230/100',
						GPSLongitudeRef: 'E',
						GPSLongitude: '7/1 27/1 4400/100',
					},
				}
			: {}),
	};
	const plain = sharp({ create: { width, height, channels: 3, background } }).withExif(exif);
	const turned = orientation ? plain.withMetadata({ orientation }).withExifMerge(exif) : plain;
	return await turned.jpeg().toBuffer();
}

/** MP4, 64 by 36 pixels, half a second at 10 frames a second, taken 2023-08-09T10:11:12Z. */
export const video = Buffer.from(
	`
AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDEAAANZbW9vdgAAAGxtdmhkAAAAAOD5FsDg+RbAAAAD6AAAAfQAAQAAAQAA
AAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAA
AoN0cmFrAAAAXHRraGQAAAAD4PkWwOD5FsAAAAABAAAAAAAAAfQAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAA
AAAAAAAAAAAAAABAAAAAAEAAAAAkAAAAAAAkZWR0cwAAABxlbHN0AAAAAAAAAAEAAAH0AAAIAAABAAAAAAH7bWRpYQAAACBtZGhk
AAAAAOD5FsDg+RbAAAAoAAAAFABVxAAAAAAALWhkbHIAAAAAAAAAAHZpZGUAAAAAAAAAAAAAAABWaWRlb0hhbmRsZXIAAAABpm1p
bmYAAAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAAWZzdGJsAAAAwnN0c2QA
AAAAAAAAAQAAALJhdmMxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAEAAJABIAAAASAAAAAAAAAABFUxhdmM1OS4zNy4xMDAgbGli
eDI2NAAAAAAAAAAAAAAAGP//AAAAOGF2Y0MBZAAK/+EAGmdkAAqscgREf58BEAAAAwAQAAADAUDxIlhGAQAHaOhDgTSyLP34+AAA
AAAQcGFzcAAAAAEAAAABAAAAFGJ0cnQAAAAAAAA+cAAAPnAAAAAYc3R0cwAAAAAAAAABAAAABQAABAAAAAAUc3RzcwAAAAAAAAAB
AAAAAQAAABhjdHRzAAAAAAAAAAEAAAAFAAAIAAAAABxzdHNjAAAAAAAAAAEAAAABAAAABQAAAAEAAAAoc3RzegAAAAAAAAAAAAAA
BQAAA48AAAASAAAAGAAAABQAAAAaAAAAFHN0Y28AAAAAAAAAAQAAA4kAAABidWR0YQAAAFptZXRhAAAAAAAAACFoZGxyAAAAAAAA
AABtZGlyYXBwbAAAAAAAAAAAAAAAAC1pbHN0AAAAJal0b28AAAAdZGF0YQAAAAEAAAAATGF2ZjU5LjI3LjEwMAAAAAhmcmVlAAAD
721kYXQAAAKwBgX//6zcRem95tlIt5Ys2CDZI+7veDI2NCAtIGNvcmUgMTY0IHIzMDk1IGJhZWU0MDAgLSBILjI2NC9NUEVHLTQg
QVZDIGNvZGVjIC0gQ29weWxlZnQgMjAwMy0yMDIyIC0gaHR0cDovL3d3dy52aWRlb2xhbi5vcmcveDI2NC5odG1sIC0gb3B0aW9u
czogY2FiYWM9MSByZWY9MTYgZGVibG9jaz0xOjA6MCBhbmFseXNlPTB4MzoweDEzMyBtZT11bWggc3VibWU9MTAgcHN5PTEgcHN5
X3JkPTEuMDA6MC4wMCBtaXhlZF9yZWY9MSBtZV9yYW5nZT0yNCBjaHJvbWFfbWU9MSB0cmVsbGlzPTIgOHg4ZGN0PTEgY3FtPTAg
ZGVhZHpvbmU9MjEsMTEgZmFzdF9wc2tpcD0xIGNocm9tYV9xcF9vZmZzZXQ9LTIgdGhyZWFkcz0xIGxvb2thaGVhZF90aHJlYWRz
PTEgc2xpY2VkX3RocmVhZHM9MCBucj0wIGRlY2ltYXRlPTEgaW50ZXJsYWNlZD0wIGJsdXJheV9jb21wYXQ9MCBjb25zdHJhaW5l
ZF9pbnRyYT0wIGJmcmFtZXM9OCBiX3B5cmFtaWQ9MiBiX2FkYXB0PTIgYl9iaWFzPTAgZGlyZWN0PTMgd2VpZ2h0Yj0xIG9wZW5f
Z29wPTAgd2VpZ2h0cD0yIGtleWludD0yNTAga2V5aW50X21pbj0xMCBzY2VuZWN1dD00MCBpbnRyYV9yZWZyZXNoPTAgcmNfbG9v
a2FoZWFkPTYwIHJjPWNyZiBtYnRyZWU9MSBjcmY9NDUuMCBxY29tcD0wLjYwIHFwbWluPTAgcXBtYXg9NjkgcXBzdGVwPTQgaXBf
cmF0aW89MS40MCBhcT0xOjEuMDAAgAAAANdliIEACP9el/5lnQpMxVftSe3Zvbwy774HXyg5EMwIFr8QyRwsTps/KnhfABM252jL
CpIVf1nWsaO7wwjOcQi7NSeRFbyVkD+iUe7/35X/76LuW//YKWqdF6OzTd9rJm++lOdlkrzQWiUcn8YNU1p8M79Q3HtYFKFkXpDY
8/Ka0fHU80/nzFK3QJkhEn4ND0vP6Ar4l4KT1cysZGALpAMqF8V4fJUCLKQpNnS08WxnZhFGEsxkM9tGzjmYAkQUzpur2MBus2E9
P/yh5sxLVyeMrni6Sf3/gQAAAA5BmggtiK+1AuQGK9369wAAABRBmhBL8CBkymEV/7zTRW4BFRInZwAAABBBmhhpPAgeTKYEZ7lF
HCPAAAAAFkGaIIl8CB+TKYBGf8OIeVaINDb4OH0=
`,
	'base64',
);
