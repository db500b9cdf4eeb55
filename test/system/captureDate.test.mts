/**
 * Capture dates as independent programs read them: exiftool finds exactly the date, the same other tags and no new
 * warning; libvips decodes the same pixels. Both are those of Debian.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplesFolder, sampleNames } from '../../tools/demo/samples.mts';
import { cameraExif, makers, NOTE } from '../support/cameraFiles.mts';
import { command, dateTags, exiftool, otherTags, withDate } from '../support/captureDateJudges.mts';

const MINUTE = 60_000;

let folder: string;
let undated: string;
let written: string;

const vips = async (...options: string[]) => await command('vips', ...options);

/** Files without a date: what libvips writes of a sample in several kinds of each format, and of cameras. */
async function makeUndated(): Promise<void> {
	const photo = join(samplesFolder, '富士山と桜.jpg');
	const animation = join(samplesFolder, 'ホタル fireflies.gif');
	// PPM has no metadata; libvips writes those of a photo into WebP even when told to strip them
	const small = join(folder, 'small.ppm');
	const alpha = join(folder, 'alpha.v');
	await vips('thumbnail', photo, small, '64');
	await vips('bandjoin_const', small, alpha, '128');
	const to = (name: string) => join(undated, name);
	await vips('copy', small, `${to('plain.jpg')}[strip]`);
	await vips('copy', small, `${to('progressive.jpg')}[strip,interlace]`);
	await vips('copy', small, `${to('plain.png')}[strip]`);
	await vips('copy', alpha, `${to('interlaced alpha.png')}[strip,interlace]`);
	await vips('copy', small, `${to('palette.png')}[strip,palette]`);
	await vips('copy', small, `${to('lossy.webp')}[strip]`);
	await vips('copy', alpha, `${to('lossy alpha.webp')}[strip]`);
	await vips('copy', alpha, `${to('lossless alpha.webp')}[strip,lossless]`);
	await vips('copy', small, `${to('lossless.webp')}[strip,lossless]`);
	await vips('copy', `${animation}[n=-1]`, `${to('animation.webp')}[strip]`);
	await vips('icc_transform', small, `${to('cmyk.jpg')}`, 'cmyk', '--input-profile', 'srgb');
	await command('exiftool', '-overwrite_original', '-all=', '--icc_profile:all', '-m', to('cmyk.jpg'));
	const plain = await readFile(to('plain.jpg'));
	const png = await readFile(to('plain.png'));
	await writeFile(to('undated exif.png'), png);
	await writeFile(to('undated exif.webp'), await readFile(to('lossless alpha.webp')));
	await writeFile(to('undated exif.jpg'), plain);
	const described = ['undated exif.png', 'undated exif.webp', 'undated exif.jpg'].map(to);
	await command('exiftool', '-overwrite_original', '-EXIF:Artist=Somebody', '-EXIF:UserComment=a comment', '-GPSLatitude=1', '-GPSLatitudeRef=N', ...described);
	const thumbnail = join(folder, 'thumbnail.jpg');
	await vips('thumbnail', photo, `${thumbnail}[strip]`, '16');
	for (const maker of makers) {
		const exif = cameraExif(maker, await readFile(thumbnail));
		await writeFile(to(`camera ${maker.name}.jpg`), Buffer.concat([plain.subarray(0, 2), exif, plain.subarray(2)]));
	}
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'capture-date-'));
	undated = join(folder, 'undated');
	written = join(folder, 'written');
	await mkdir(undated);
	await mkdir(written);
	await makeUndated();
	for (const name of await readdir(undated)) {
		const { plan, file } = await withDate(await readFile(join(undated, name)), 'missing');
		expect([name, plan]).toEqual([name, { outcome: 'written', edits: expect.any(Array) }]);
		await writeFile(join(written, name), file);
	}
}, 5 * MINUTE);

afterAll(async () => await rm(folder, { recursive: true, force: true }));

test('exiftool reads exactly the date, and every other tag and thumbnail as before', async () => {
	const options = ['-e', '-u', '-n', '-b'];
	const [before, after] = [await exiftool(undated, ...options), await exiftool(written, ...options)];
	expect(after.size).toBeGreaterThanOrEqual(14 + makers.length);
	for (const [name, tags] of after) {
		expect([name, tags]).toEqual([name, expect.objectContaining(dateTags)]);
		expect([name, otherTags(tags)]).toEqual([name, otherTags(before.get(name) ?? {})]);
	}
	for (const { name, tagName } of makers) {
		const values = Object.entries(after.get(`camera ${name}.jpg`) ?? {}).filter(([tag]) => tag.endsWith(`:${tagName}`));
		expect([name, values.map(([, value]) => value)]).toEqual([name, [NOTE]]);
	}
});

test('exiftool has no warning, and its validation none but of tags that only cameras know', async () => {
	for (const [name, tags] of await exiftool(written, '-warning')) expect([name, tags['ExifTool:Warning']]).toEqual([name, undefined]);
	// tags that EXIF wants of a camera, and the version that the file's own EXIF declares
	const isOfCamera = (warning: unknown) => /Missing required|requires ExifVersion/.test(String(warning));
	const warnings = async (from: string) => {
		const output = await command('exiftool', '-validate', '-warning', '-a', '-s3', from);
		const lines = output.toString('utf8').split('\n').map((line) => line.trim());
		return lines.filter((line) => line !== '' && !/^(=|OK|\d)/.test(line) && !isOfCamera(line));
	};
	const before = await warnings(undated);
	expect((await warnings(written)).filter((warning) => !before.includes(warning))).toEqual([]);
});

test('libvips decodes the same pixels', async () => {
	const pixels = async (from: string, name: string) => {
		const all = /animation/.test(name) ? '[n=-1]' : '';
		const raw = join(folder, 'pixels.raw');
		await vips('rawsave', `${join(from, name)}${all}`, raw);
		return await readFile(raw);
	};
	for (const name of await readdir(written)) {
		const [before, after] = [await pixels(undated, name), await pixels(written, name)];
		expect([name, before.length > 100, after.equals(before)]).toEqual([name, true, true]);
	}
}, 5 * MINUTE);

test('the samples that have a date are kept; with the date written always exiftool reads it from all', async () => {
	const target = join(folder, 'samples');
	await mkdir(target);
	const before = await exiftool(samplesFolder, '-e', '-n');
	for (const name of (await sampleNames()).filter((one) => /\.(jpg|png|webp)$/.test(one))) {
		const original = await readFile(join(samplesFolder, name));
		const isDated = before.get(name)?.['ExifIFD:DateTimeOriginal'] !== undefined;
		expect([name, (await withDate(original, 'missing')).plan.outcome]).toEqual([name, isDated ? 'kept' : 'written']);
		const { plan, file } = await withDate(original, 'always');
		expect([name, plan.outcome]).toEqual([name, 'written']);
		await writeFile(join(target, name), file);
	}
	const after = await exiftool(target, '-e', '-n');
	expect(after.size).toBeGreaterThanOrEqual(8);
	for (const [name, tags] of after) {
		expect([name, tags]).toEqual([name, expect.objectContaining(dateTags)]);
		expect([name, tags['ExifTool:Warning']]).toEqual([name, undefined]);
	}
});
