/** What a real n8n sends with the option Capture Date, as exiftool and libvips read it. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, dateTags, exiftool } from '../support/captureDateJudges.mts';
import { sharedN8n } from '../support/sharedN8n.mts';
import { uploadUndated } from '../support/undatedUpload.mts';

const MINUTES = 60_000;

test('exiftool reads the date from each uploaded file without a warning, and libvips the same pixels', async () => {
	const n8n = await sharedN8n();
	const uploaded = await uploadUndated(n8n, await n8n.connect());
	const folder = await mkdtemp(join(tmpdir(), 'capture-date-upload-'));
	try {
		const arrived = join(folder, 'arrived');
		await mkdir(arrived);
		const pixels = async (content: Buffer, name: string) => {
			const [file, raw] = [join(folder, name), join(folder, 'pixels.raw')];
			await writeFile(file, content);
			await command('vips', 'rawsave', file, raw);
			return await readFile(raw);
		};
		for (const { fileName, source, sent } of uploaded) {
			await writeFile(join(arrived, fileName), sent);
			const before = await pixels(source, `source ${fileName}`);
			expect([fileName, before.length, (await pixels(sent, `sent ${fileName}`)).equals(before)]).toEqual([fileName, 64 * 48 * 3, true]);
		}
		const tags = await exiftool(arrived, '-e', '-warning', '-all');
		expect([...tags.keys()].sort()).toEqual(['a.jpeg', 'a.png', 'a.webp']);
		for (const [name, found] of tags) {
			expect([name, found]).toEqual([name, expect.objectContaining(dateTags)]);
			expect([name, found['ExifTool:Warning']]).toEqual([name, undefined]);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}, 15 * MINUTES);
