import { call, createOne, emulatedAccount, send, type MediaItem } from './client';
import { photo } from './media';

const MEBIBYTE = 1024 ** 2;

/** A photo followed by zeros, with other bytes in the middle of them. */
async function photoWithZeros(): Promise<Buffer> {
	const zeros = Buffer.alloc(3 * MEBIBYTE);
	return Buffer.concat([await photo(), zeros, Buffer.from('in the middle'), zeros]);
}

describe('files with runs of zeros, which are stored sparsely', () => {
	it('are returned byte for byte after a raw upload', async () => {
		const account = await emulatedAccount();
		const bytes = await photoWithZeros();
		const { id } = await createOne(account, bytes);
		expect(Buffer.compare(await account.original(id), bytes)).toBe(0);
	});

	it('are returned byte for byte after a resumable upload', async () => {
		const account = await emulatedAccount();
		const bytes = await photoWithZeros();
		const started = await send(account, {
			'x-goog-upload-protocol': 'resumable',
			'x-goog-upload-command': 'start',
			'x-goog-upload-raw-size': String(bytes.length),
		});
		const sent = await send(
			account,
			{ 'x-goog-upload-command': 'upload, finalize', 'x-goog-upload-offset': '0' },
			bytes,
			started.headers.get('x-goog-upload-url') ?? '',
		);
		const newMediaItems = [{ simpleMediaItem: { uploadToken: await sent.text() } }];
		await call(account, 'POST', '/v1/mediaItems:batchCreate', { newMediaItems });
		const [item] = (await account.library()).mediaItems;
		expect(item?.size).toBe(bytes.length);
		expect(Buffer.compare(await account.original(item?.id ?? ''), bytes)).toBe(0);
	});
});

describe('a library of copies', () => {
	it('lists each copy with its own id, name and time, newest first', async () => {
		const account = await emulatedAccount();
		const { id } = await createOne(account, await photo({ taken: '2024:05:17 12:34:56' }));
		await account.multiply(id, 149);
		const items: MediaItem[] = [];
		let pageToken: string | undefined;
		do {
			const query = `pageSize=100${pageToken ? `&pageToken=${pageToken}` : ''}`;
			const { body } = await call<{ mediaItems: MediaItem[]; nextPageToken?: string }>(
				account,
				'GET',
				`/v1/mediaItems?${query}`,
			);
			items.push(...body.mediaItems);
			pageToken = body.nextPageToken;
		} while (pageToken);
		expect(items).toHaveLength(150);
		expect(new Set(items.map((item) => item.id)).size).toBe(150);
		expect(new Set(items.map((item) => item.filename)).size).toBe(150);
		expect(items[0]?.id).toBe(id);
		const times = items.map((item) => item.mediaMetadata.creationTime);
		expect(times).toEqual([...times].sort().reverse());
		expect(new Set(times).size).toBe(150);
	});

	it('still finds the original by its bytes', async () => {
		const account = await emulatedAccount();
		const bytes = await photo();
		const { id } = await createOne(account, bytes);
		await account.multiply(id, 3);
		expect((await createOne(account, bytes)).id).toBe(id);
	});
});
