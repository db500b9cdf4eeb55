import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Canvas } from './scenes/parts.mts';

const framesPerSecond = 15;
const seconds = 2.4;

/**
 * Renders `scene(canvas, time)` for times 0 to 1 into an H.264 video with its middle frame as cover art. Needs ffmpeg.
 * @param path ends in `.mp4` or `.m4v`: QuickTime files cannot contain a cover
 * @param createdAt ISO 8601 time
 */
export async function makeVideo(
	path: string,
	canvas: Canvas,
	scene: (canvas: Canvas, time: number) => string,
	createdAt: string,
) {
	const folder = await mkdtemp(join(tmpdir(), 'make-video-'));
	try {
		const poster = join(folder, 'poster.jpg');
		await sharp(Buffer.from(scene(canvas, 0.5)))
			.flatten()
			.jpeg({ quality: 80 })
			.toFile(poster);
		const ffmpeg = spawn('ffmpeg', ffmpegArguments(canvas, poster, createdAt, path), {
			stdio: ['pipe', 'inherit', 'inherit'],
		});
		const ended = once(ffmpeg, 'close');
		const frames = Math.round(seconds * framesPerSecond);
		for (let frame = 0; frame < frames; frame++) {
			const pixels = await sharp(Buffer.from(scene(canvas, frame / frames)))
				.flatten()
				.raw()
				.toBuffer();
			if (!ffmpeg.stdin.write(pixels)) await once(ffmpeg.stdin, 'drain');
		}
		ffmpeg.stdin.end();
		const [code] = await ended;
		if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function ffmpegArguments(
	{ width, height }: Canvas,
	poster: string,
	createdAt: string,
	path: string,
) {
	const frames = [
		'-f',
		'rawvideo',
		'-pix_fmt',
		'rgb24',
		'-s',
		`${width}x${height}`,
		'-r',
		`${framesPerSecond}`,
		'-i',
		'-',
	];
	const encoding = [
		'-c:v:0',
		'libx264',
		'-preset',
		'slow',
		'-crf',
		'27',
		'-pix_fmt:v:0',
		'yuv420p',
	];
	const cover = ['-map', '1', '-c:v:1', 'copy', '-disposition:v:1', 'attached_pic'];
	// Reproducible output: without encoder version and creation time.
	const exact = [
		'-fflags',
		'+bitexact',
		'-flags:v:0',
		'+bitexact',
		'-metadata',
		`creation_time=${createdAt}`,
	];
	return [
		'-v',
		'error',
		'-y',
		...frames,
		'-i',
		poster,
		'-map',
		'0',
		...encoding,
		...cover,
		...exact,
		'-movflags',
		'+faststart',
		'-f',
		'mp4',
		path,
	];
}
