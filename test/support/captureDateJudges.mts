/** The built writer of capture dates, and the independent programs that judge its files: exiftool and libvips of Debian. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

interface Edit {
	offset: number;
	remove: number;
	insert: Buffer;
}
type Plan = { outcome: 'written'; edits: Edit[] } | { outcome: 'kept' } | { outcome: 'notPossible'; reason: string };
type PlanCaptureDate = (
	readAt: (offset: number, length: number) => Promise<Buffer>,
	size: number,
	date: Record<string, number>,
	when: 'missing' | 'always',
) => Promise<Plan>;

const writer = '../../dist/nodes/GooglePhotos/files/captureDate.js';
const { planCaptureDate } = createRequire(import.meta.url)(writer) as { planCaptureDate: PlanCaptureDate };

const date = { year: 2019, month: 7, day: 14, hour: 18, minute: 30, second: 0, offset: 120 };

/** Tags of {@link date} as exiftool names them. */
export const dateTags = {
	'ExifIFD:DateTimeOriginal': '2019:07:14 18:30:00',
	'ExifIFD:CreateDate': '2019:07:14 18:30:00',
	'ExifIFD:OffsetTimeOriginal': '+02:00',
	'ExifIFD:OffsetTimeDigitized': '+02:00',
};

/** Writes 2019-07-14T18:30:00+02:00 into a file. Returns the file itself if the date was not written. */
export async function withDate(file: Buffer, when: 'missing' | 'always'): Promise<{ plan: Plan; file: Buffer }> {
	const plan = await planCaptureDate((offset, length) => Promise.resolve(file.subarray(offset, offset + length)), file.length, date, when);
	if (plan.outcome !== 'written') return { plan, file };
	let position = 0;
	const parts = plan.edits.flatMap(({ offset, remove, insert }) => {
		const before = file.subarray(position, offset);
		position = offset + remove;
		return [before, insert];
	});
	return { plan, file: Buffer.concat([...parts, file.subarray(position)]) };
}

/** Standard output of a program. */
export async function command(name: string, ...options: string[]): Promise<Buffer> {
	const limits = { encoding: 'buffer' as const, maxBuffer: 64 * 1024 * 1024, env: process.env };
	try {
		return (await promisify(execFile)(name, options, limits)).stdout;
	} catch (error) {
		throw new Error(`${name} ${options.join(' ')}: ${String((error as { stderr?: Buffer }).stderr ?? error)}`);
	}
}

export type Tags = Record<string, unknown>;

/** Tags of each file of a folder, by its name. */
export async function exiftool(from: string, ...options: string[]): Promise<Map<string, Tags>> {
	const output = await command('exiftool', '-json', '-G1', '-a', ...options, from);
	const files = JSON.parse(output.toString('utf8')) as Tags[];
	return new Map(files.map((tags) => [String(tags['SourceFile']).slice(from.length + 1), tags]));
}

/** Tags without those that describe the file, its container and the date. */
export function otherTags(tags: Tags): Tags {
	const isOther = (name: string) =>
		!(name in dateTags) && !/^(SourceFile|System:|RIFF:|ExifTool:|ExifIFD:ExifVersion|File:ExifByteOrder|File:FileType$)/.test(name);
	return Object.fromEntries(Object.entries(tags).filter(([name]) => isOther(name)));
}
