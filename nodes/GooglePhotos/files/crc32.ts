/** https://www.w3.org/TR/png-3/#D-CRCAppendix */
const table = Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	return value >>> 0;
});

/** CRC-32 of bytes, as PNG uses it. */
export function crc32(...parts: Buffer[]): number {
	let crc = 0xffffffff;
	for (const part of parts) for (const byte of part) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}
