/** Metadata beside EXIF, as far as they say whether a picture has a date, or that it must not be changed. */

/**
 * XMP: exif:DateTimeOriginal, photoshop:DateCreated, xmp:CreateDate, as an attribute or an element.
 * https://developer.adobe.com/xmp/docs/XMPNamespaces/
 */
const xmpDate =
	/:(?:DateTimeOriginal|DateTimeDigitized|DateCreated|CreateDate)(?:\s{0,20}=\s{0,20}["']|(?:\s[^<>]{0,200})?>)\s{0,20}(?!0000)\d{4}/;

/** IPTC's Date Created: record 2, data set 55, eight digits. https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf */
const dateCreated = Buffer.from([0x1c, 2, 55, 0, 8]);

/**
 * Pictures with a video or further pictures after them, found by the length from the end or by their offset.
 * https://developer.android.com/media/platform/motion-photo-format
 * https://developer.android.com/media/platform/hdr-image-format
 */
const parts = /MotionPhoto|MicroVideo|photos\/1\.0\/container|hdr-gain-map/;

export function hasXmpDate(xmp: Buffer): boolean {
	return xmpDate.test(plain(xmp));
}

export function hasIptcDate(iptc: Buffer): boolean {
	for (let at = iptc.indexOf(dateCreated); at >= 0; at = iptc.indexOf(dateCreated, at + 1)) {
		const start = at + dateCreated.length;
		if (/^(?!0000)\d{8}$/.test(iptc.toString('latin1', start, start + 8))) return true;
	}
	return false;
}

/** Whether XMP describes a Motion Photo or an HDR picture with a gain map. */
export function describesParts(xmp: Buffer): boolean {
	return parts.test(plain(xmp));
}

/** Text of XMP, which is UTF-8, UTF-16 or UTF-32; what is searched for is ASCII. */
function plain(xmp: Buffer): string {
	return xmp.toString('latin1').replaceAll('\0', '');
}

/** https://spec.c2pa.org: a signature over all bytes of the file, which no longer holds after a change. */
export const SIGNED =
	'it has signed Content Credentials (C2PA), which a change would invalidate (When: Always writes the date nevertheless)';
