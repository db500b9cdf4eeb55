import { open, type FileHandle } from 'node:fs/promises';
import mediaInfoFactory, { type MediaInfo, type MediaInfoResult } from 'mediainfo.js';
import type { FileFacts } from '../library/records.mts';

type VideoFacts = Pick<
	FileFacts,
	'width' | 'height' | 'fps' | 'capturedAt' | 'cameraMake' | 'cameraModel'
>;

/** Last analysis in the queue: MediaInfo handles one file at a time. */
let queue: Promise<unknown> = Promise.resolve();
let analyser: Promise<MediaInfo> | undefined;

/**
 * Metadata of a video.
 * @param size bytes
 * @returns undefined if the file has no video track
 */
export async function videoFacts(file: string, size: number): Promise<VideoFacts | undefined> {
	const tracks = (await analyse(file, size)).media?.track ?? [];
	const picture = tracks.find((track) => track['@type'] === 'Video');
	const general = tracks.find((track) => track['@type'] === 'General');
	if (picture?.['@type'] !== 'Video') return undefined;
	const turned = Math.abs(Number(picture.Rotation ?? 0)) % 180 === 90;
	const [width, height] = [picture.Width ?? 0, picture.Height ?? 0];
	const taken = general?.['@type'] === 'General' ? general.Encoded_Date : undefined;
	const capturedAt = timeOf(taken);
	return {
		width: turned ? height : width,
		height: turned ? width : height,
		...(picture.FrameRate ? { fps: picture.FrameRate } : {}),
		...(capturedAt ? { capturedAt } : {}),
	};
}

/** The cover picture embedded in the file. @returns undefined if it has none */
export async function coverArt(file: string, size: number): Promise<Buffer | undefined> {
	const tracks = (await analyse(file, size)).media?.track ?? [];
	const general = tracks.find((track) => track['@type'] === 'General');
	const cover = general?.['@type'] === 'General' ? general.Cover_Data : undefined;
	return cover ? Buffer.from(cover.split(' / ')[0] ?? '', 'base64') : undefined;
}

async function analyse(file: string, size: number): Promise<MediaInfoResult> {
	const mine = queue.then(async () => {
		analyser ??= mediaInfoFactory({ format: 'object', coverData: true });
		const handle = await open(file);
		try {
			return await (
				await analyser
			).analyzeData(size, async (length, offset) => await read(handle, length, offset));
		} finally {
			(await analyser).reset();
			await handle.close();
		}
	});
	queue = mine.catch(() => undefined);
	return await mine;
}

async function read(handle: FileHandle, length: number, offset: number): Promise<Uint8Array> {
	const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
	return buffer.subarray(0, bytesRead);
}

/** Parses `2024-05-17 12:34:56 UTC`. Files without a date have the start of 1904 or 1970. */
function timeOf(date: string | undefined): string | undefined {
	const [, day, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(date ?? '') ?? [];
	if (day === undefined || day < '1971') return undefined;
	return `${day}T${time}Z`;
}
