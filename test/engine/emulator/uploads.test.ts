import { createHash } from 'node:crypto';
import { call, emulatedAccount, library, send, uploadRaw, type CreateReply } from './client';
import { photo } from './media';

const resumable = { 'x-goog-upload-protocol': 'resumable' };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function startSession(
	account: Awaited<ReturnType<typeof emulatedAccount>>,
	size: number,
	type = 'image/jpeg',
) {
	const reply = await send(account, {
		...resumable,
		'x-goog-upload-command': 'start',
		'x-goog-upload-content-type': type,
		'x-goog-upload-raw-size': String(size),
	});
	return {
		reply,
		url: reply.headers.get('x-goog-upload-url') ?? '',
		granularity: Number(reply.headers.get('x-goog-upload-chunk-granularity')),
	};
}

const command = (name: string, offset?: number) => ({
	'x-goog-upload-command': name,
	...(offset === undefined ? {} : { 'x-goog-upload-offset': String(offset) }),
});

/** A photo of this size: bytes after a JPEG's end are ignored. */
async function largePhoto(size: number): Promise<Buffer> {
	const small = await photo();
	return Buffer.concat([small, Buffer.alloc(size - small.length, 7)]);
}

describe('raw upload', () => {
	it('returns a token for a media item with the same bytes', async () => {
		const account = await emulatedAccount();
		const bytes = await photo({ taken: '2024:05:17 12:34:56' });
		const reply = await send(
			account,
			{ 'x-goog-upload-protocol': 'raw', 'x-goog-upload-content-type': 'image/jpeg' },
			bytes,
		);
		const uploadToken = await reply.text();
		expect(reply.headers.get('content-type')).toContain('text/plain');
		expect(uploadToken).toMatch(/^CAIS[\w-]+$/);

		const { body } = await call<CreateReply>(account, 'POST', '/v1/mediaItems:batchCreate', {
			newMediaItems: [
				{ description: 'Grüße', simpleMediaItem: { uploadToken, fileName: '写真.jpg' } },
			],
		});
		const [result] = body.newMediaItemResults;
		expect(result).toMatchObject({
			uploadToken,
			status: { message: 'Success' },
			mediaItem: {
				filename: '写真.jpg',
				description: 'Grüße',
				mimeType: 'image/jpeg',
				mediaMetadata: {
					creationTime: '2024-05-17T12:34:56Z',
					width: '60',
					height: '40',
					photo: {
						cameraModel: 'Bessa',
						apertureFNumber: 2.8,
						isoEquivalent: 200,
						exposureTime: '0.008s',
					},
				},
			},
		});
		expect(result?.status).not.toHaveProperty('code');
		expect(result?.mediaItem).not.toHaveProperty('baseUrl');
		expect(result?.mediaItem?.id).toHaveLength(98);
		expect(Buffer.from(await account.original(result?.mediaItem?.id ?? '')).equals(bytes)).toBe(
			true,
		);
		expect((await account.library()).mediaItems[0]).toMatchObject({
			sha256: sha256(bytes),
			size: bytes.length,
		});
	});

	it("rejects empty bodies and missing scopes in the upload server's format", async () => {
		const account = await emulatedAccount();
		const empty = await send(account, {});
		expect(empty.status).toBe(400);
		expect(await empty.json()).toEqual({ code: 3, message: 'Payload must not be empty' });
		const reader = await account.freshTokens([
			'https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata',
		]);
		const refused = await send(reader, {}, await photo());
		expect(refused.status).toBe(401);
		expect(await refused.json()).toEqual({
			code: 16,
			message: 'Authentication session is not defined.',
		});
	});

	it('expires upload tokens after a day', async () => {
		const account = await emulatedAccount({ accessTokenTtl: 200_000 });
		const uploadToken = await uploadRaw(account, await photo());
		await account.advance(24 * 3600 + 1);
		const { status, body } = await call(account, 'POST', '/v1/mediaItems:batchCreate', {
			newMediaItems: [{ simpleMediaItem: { uploadToken } }],
		});
		expect(status).toBe(400);
		expect(body).toMatchObject({
			error: { message: 'Request must contain a valid upload token.' },
		});
	});
});

describe('resumable upload', () => {
	it('receives a file in one request or in chunks', async () => {
		const account = await emulatedAccount();
		const bytes = await largePhoto(700_000);
		const { reply, url, granularity } = await startSession(account, bytes.length);
		expect(reply.headers.get('x-goog-upload-status')).toBe('active');
		expect(granularity).toBe(262144);
		for (const offset of [0, granularity]) {
			const chunk = bytes.subarray(offset, offset + granularity);
			const taken = await send(account, command('upload', offset), chunk, url);
			expect([taken.status, taken.headers.get('x-goog-upload-status')]).toEqual([200, 'active']);
		}
		const last = await send(
			account,
			command('upload,finalize', 2 * granularity),
			bytes.subarray(2 * granularity),
			url,
		);
		expect(last.headers.get('x-goog-upload-status')).toBe('final');
		expect(await last.text()).toMatch(/^CAIS/);

		const whole = await startSession(account, bytes.length);
		const once = await send(account, command('upload, finalize', 0), bytes, whole.url);
		const uploadToken = await once.text();
		const { body } = await call<CreateReply>(account, 'POST', '/v1/mediaItems:batchCreate', {
			newMediaItems: [{ simpleMediaItem: { uploadToken } }],
		});
		const id = body.newMediaItemResults[0]?.mediaItem?.id ?? '';
		expect(sha256(await account.original(id))).toBe(sha256(bytes));
	});

	it('continues after a broken connection at the received offset', async () => {
		const account = await emulatedAccount();
		const bytes = await largePhoto(1_500_000);
		const { url } = await startSession(account, bytes.length);
		await account.fault({ method: 'uploads.data', kind: 'reset-during' });
		await expect(send(account, command('upload, finalize', 0), bytes, url)).rejects.toThrow();
		const query = await send(account, command('query'), undefined, url);
		const received = Number(query.headers.get('x-goog-upload-size-received'));
		expect(received).toBe(2 * 262144);
		const rest = await send(
			account,
			command('upload, finalize', received),
			bytes.subarray(received),
			url,
		);
		expect(await rest.text()).toMatch(/^CAIS/);
		const [data] = (await account.requests()).filter(({ method }) => method === 'uploads.data');
		expect(data).toMatchObject({ status: 0, hadBearer: true, requestBytes: 750_000 });
	});

	it('rejects wrong offsets, unaligned chunks, wrong totals and unknown sessions', async () => {
		const account = await emulatedAccount();
		const bytes = await largePhoto(600_000);
		const { url } = await startSession(account, bytes.length);
		expect((await send(account, command('upload', 1), bytes.subarray(0, 262144), url)).status).toBe(
			412,
		);
		await account.switches({ offsetMismatch: 409 });
		expect((await send(account, command('upload', 1), bytes.subarray(0, 262144), url)).status).toBe(
			409,
		);
		expect((await send(account, command('upload', 0), bytes.subarray(0, 1000), url)).status).toBe(
			400,
		);
		expect(
			(await send(account, command('upload, finalize', 0), bytes.subarray(9), url)).status,
		).toBe(400);
		const unknown = `${library}/v1/uploads?upload_id=nothing&upload_protocol=resumable`;
		expect((await send(account, command('query'), undefined, unknown)).status).toBe(404);
		await send(account, command('cancel'), undefined, url);
		const cancelled = await send(account, command('query'), undefined, url);
		expect(cancelled.headers.get('x-goog-upload-status')).toBe('cancelled');
	});

	it('answers a query on a final session with the token, or without it if switched off', async () => {
		const account = await emulatedAccount();
		const bytes = await photo();
		const { url } = await startSession(account, bytes.length);
		await account.fault({ method: 'uploads.data', kind: 'reset-after' });
		await expect(send(account, command('upload, finalize', 0), bytes, url)).rejects.toThrow();
		const query = await send(account, command('query'), undefined, url);
		expect(query.headers.get('x-goog-upload-status')).toBe('final');
		expect(await query.text()).toMatch(/^CAIS/);
		await account.switches({ queryOnFinalReturnsToken: false });
		expect(await (await send(account, command('query'), undefined, url)).text()).toBe('');
	});

	it('rejects photos above 200 MB and videos above 20 GB', async () => {
		const account = await emulatedAccount();
		const photoStatus = (size: number) => startSession(account, size);
		expect((await photoStatus(200 * 1024 ** 2 + 1)).reply.status).toBe(413);
		expect((await photoStatus(200 * 1024 ** 2)).reply.status).toBe(200);
		expect((await startSession(account, 20 * 1024 ** 3 + 1, 'video/mp4')).reply.status).toBe(413);
	});
});
