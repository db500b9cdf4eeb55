import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';

/**
 * Lists the files of a zip archive by its central directory.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7 and 4.3.12
 *
 * @returns the SHA-256 of each file by name
 */
export function inZip(zip: Buffer): Record<string, string> {
	const files: Record<string, string> = {};
	const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
	if (end < 0) throw new Error('This is no zip file');
	for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === 0x02014b50; ) {
		const isPacked = zip.readUInt16LE(at + 10) !== 0;
		const [size, lengths] = [zip.readUInt32LE(at + 20), [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))];
		const name = zip.toString('utf8', at + 46, at + 46 + (lengths[0] as number));
		const local = zip.readUInt32LE(at + 42);
		const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const content = zip.subarray(begin, begin + size);
		files[name] = createHash('sha256').update(isPacked ? inflateRawSync(content) : content).digest('hex');
		at += 46 + lengths.reduce((sum, length) => sum + length, 0);
	}
	return files;
}
