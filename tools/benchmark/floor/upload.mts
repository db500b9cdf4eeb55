import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Google, LIBRARY, textOf } from './google.mts';
import { inParallel } from './in-parallel.mts';

const uploads = `${LIBRARY}/v1/uploads`;
/** Google's rules: creates one after the other, at most 50 items each. */
const maxBatch = 50;
const concurrentUploads = 5;
const maxRawUpload = 50 * 1024 ** 2;

interface Sent {
	uploadToken: string;
	fileName: string;
}

/** Uploads five files at a time, and creates media items for each 50 consecutive files while uploads continue. */
export async function upload(google: Google, folder: string): Promise<void> {
	const names = (await readdir(folder)).sort();
	const sent = new Map<number, Sent>();
	let batchStart = 0;
	let creating: Promise<void> = Promise.resolve();
	const createCompleteBatches = () => {
		for (;;) {
			const end = Math.min(batchStart + maxBatch, names.length);
			const batch: Sent[] = [];
			for (let index = batchStart; index < end; index++) {
				const file = sent.get(index);
				if (!file) return;
				batch.push(file);
			}
			if (batch.length === 0) return;
			batchStart = end;
			creating = creating.then(async () => await create(google, batch));
		}
	};
	await inParallel(names, concurrentUploads, async (fileName, index) => {
		const uploadToken = await sendBytes(google, join(folder, fileName));
		sent.set(index, { uploadToken, fileName });
		createCompleteBatches();
	});
	await creating;
}

async function sendBytes(google: Google, path: string): Promise<string> {
	const { size } = await stat(path);
	const headers = { 'content-type': 'application/octet-stream', 'content-length': size };
	if (size <= maxRawUpload) {
		const raw = { ...headers, 'x-goog-upload-protocol': 'raw' };
		const reply = await google.send(uploads, { method: 'POST', headers: raw, body: createReadStream(path) });
		return await textOf(reply);
	}
	const session = await google.send(uploads, {
		method: 'POST',
		headers: {
			'content-length': 0,
			'x-goog-upload-command': 'start',
			'x-goog-upload-protocol': 'resumable',
			'x-goog-upload-content-type': 'video/mp4',
			'x-goog-upload-raw-size': size,
		},
	});
	await textOf(session);
	const reply = await google.send(String(session.headers['x-goog-upload-url']), {
		method: 'POST',
		headers: { ...headers, 'x-goog-upload-command': 'upload, finalize', 'x-goog-upload-offset': 0 },
		body: createReadStream(path),
	});
	return await textOf(reply);
}

async function create(google: Google, batch: Sent[]): Promise<void> {
	interface Reply {
		newMediaItemResults?: Array<{ mediaItem?: { id: string } }>;
	}
	const newMediaItems = batch.map((simpleMediaItem) => ({ simpleMediaItem }));
	const reply = await google.call<Reply>('/v1/mediaItems:batchCreate', { newMediaItems });
	const created = reply.newMediaItemResults?.filter(({ mediaItem }) => mediaItem).length;
	if (created !== batch.length) throw new Error(`${created} of ${batch.length} media items were created`);
}
