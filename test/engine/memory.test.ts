/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
/** Memory in use while a file passes through the node does not grow with the file. */
import { Readable } from 'node:stream';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { upload } from '../support/files';
import { memoryOf } from '../support/memoryInUse';
import { longVideo } from '../support/pictures';
import { inFull } from '../support/rings';

const MIB = 1024 * 1024;
const LARGE = inFull ? 1024 * MIB : 256 * MIB;
/** Bytes of a file held at a time, in addition to what n8n needs for any request. */
const MAX_GROWTH = 16 * MIB;

let engine: Engine;
const downloaded = (id: unknown) => ({
	resource: 'mediaItem',
	operation: 'download',
	mediaItem: { __rl: true, mode: 'id', value: id as string },
});

/** Uploads a video of this size and downloads it. @returns the memory that each took, in bytes */
async function uploadAndDownload(size: number): Promise<{ up: number; down: number }> {
	const file = await engine.file(Readable.from(longVideo(size), { objectMode: false }), 'video.mp4', 'video/mp4');
	let id: unknown;
	const up = await memoryOf(async () => {
		const [{ json }] = await engine.run(upload({ simplify: false }), { items: [{ json: {}, binary: { data: file } }] });
		expect(json).toMatchObject({ filename: 'video.mp4', sourceSize: size });
		id = json.id;
	});
	const down = await memoryOf(async () => {
		const [{ binary }] = await engine.run(downloaded(id));
		expect(binary?.data).toMatchObject({ fileName: 'video.mp4' });
		expect(await engine.sizeOf(binary!.data)).toBe(size);
	});
	return { up, down };
}

test(`a video of ${LARGE / MIB} MiB needs at most 16 MiB more memory than one of 1 MiB, for upload and download`, async () => {
	const account = await newAccount();
	engine = await Engine.for(account, 'filesystem');
	// Warm-up: loads whatever the first request loads.
	await uploadAndDownload(MIB);
	const small = await uploadAndDownload(MIB);
	const large = await uploadAndDownload(LARGE);
	const { mediaItems } = await account.library();
	expect(mediaItems.map((item) => item.size)).toContain(LARGE);
	await account.remove();
	expect(large.up - small.up).toBeLessThanOrEqual(MAX_GROWTH);
	expect(large.down - small.down).toBeLessThanOrEqual(MAX_GROWTH);
}, 600_000);
