import type { Exif } from 'sharp';

/** When, where and in which orientation a picture was taken. */
export interface Shot {
	/** Local time in EXIF's format `YYYY:MM:DD HH:MM:SS`. */
	takenAt: string;
	/** Degrees. */
	place?: { north: number; east: number };
	/** EXIF orientation, 1 to 8; 6 means: rotate by 90° clockwise for display. */
	orientation?: number;
}

/**
 * The EXIF fields of a shot for sharp's `withExif`: IFD0 is the picture, IFD2 the EXIF block and IFD3 the GPS block.
 * Fields as in the EXIF 2.3 standard (CIPA DC-008, sections 4.6.4 to 4.6.6).
 */
export function exifOf({ takenAt, place, orientation }: Shot): Exif {
	return {
		IFD0: {
			Make: 'Drawn',
			Model: 'Sample pictures',
			DateTime: takenAt,
			...(orientation && { Orientation: String(orientation) }),
		},
		IFD2: {
			DateTimeOriginal: takenAt,
			DateTimeDigitized: takenAt,
			FNumber: '28/10',
			ExposureTime: '1/250',
			ISOSpeedRatings: '100',
		},
		...(place && { IFD3: gpsOf(place) }),
	};
}

function gpsOf({ north, east }: { north: number; east: number }): Record<string, string> {
	return {
		GPSLatitudeRef: north < 0 ? 'S' : 'N',
		GPSLatitude: degreesMinutesSeconds(north),
		GPSLongitudeRef: east < 0 ? 'W' : 'E',
		GPSLongitude: degreesMinutesSeconds(east),
	};
}

function degreesMinutesSeconds(value: number): string {
	const hundredths = Math.round(Math.abs(value) * 360_000);
	const degrees = Math.floor(hundredths / 360_000);
	const minutes = Math.floor((hundredths % 360_000) / 6_000);
	return `${degrees}/1 ${minutes}/1 ${hundredths % 6_000}/100`;
}
