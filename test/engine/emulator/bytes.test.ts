import ExifReader from 'exifreader';
import sharp from 'sharp';
import { call, createOne, emulatedAccount, type MediaItem } from './client';
import { photo, video } from './media';

type Account = Awaited<ReturnType<typeof emulatedAccount>>;

async function baseUrlOf(account: Account, id: string): Promise<string> {
	return (await call<MediaItem>(account, 'GET', `/v1/mediaItems/${id}`)).body.baseUrl;
}

async function fetched(url: string, headers: Record<string, string> = {}) {
	const reply = await fetch(url, { headers, redirect: 'manual' });
	const bytes = Buffer.from(await reply.arrayBuffer());
	return {
		status: reply.status,
		type: reply.headers.get('content-type'),
		headers: reply.headers,
		bytes,
	};
}

describe('replies with bytes', () => {
	it('have no Content-Length, or a pause after the first half, if switched on or planned', async () => {
		const account = await emulatedAccount();
		const item = await createOne(account, await photo());
		const baseUrl = await baseUrlOf(account, item.id);
		const { headers, bytes: whole } = await fetched(`${baseUrl}=d`);
		expect(headers.get('content-length')).toBe(String(whole.length));
		await account.switches({ bytesChunked: true });
		const { headers: chunked, bytes } = await fetched(`${baseUrl}=d`);
		expect(chunked.get('content-length')).toBeNull();
		expect(bytes).toEqual(whole);
		await account.fault({ method: 'bytes', kind: 'truncate' });
		await expect(fetched(`${baseUrl}=d`)).rejects.toThrow();
		await account.fault({ method: 'bytes', kind: 'pause', seconds: 0.1 });
		expect((await fetched(`${baseUrl}=d`)).bytes).toEqual(whole);
	});
});

describe('base URLs of photos', () => {
	it('resize the picture', async () => {
		const account = await emulatedAccount();
		const item = await createOne(account, await photo({ width: 400, height: 200 }));
		const baseUrl = await baseUrlOf(account, item.id);
		const sizes = {
			'=w100-h100': [100, 50],
			'=w100': [100, 50],
			'=h100': [200, 100],
			'=w80-h80-c': [80, 80],
			'=w9000-h9000': [400, 200],
		};
		for (const [suffix, [width, height]] of Object.entries(sizes)) {
			const { bytes, type } = await fetched(baseUrl + suffix);
			expect(type).toBe('image/jpeg');
			expect(await sharp(bytes).metadata()).toMatchObject({ width, height });
		}
		for (const suffix of ['', '=w0', '=w16384', '=x7', '=w10-h10-z']) {
			const { status, type } = await fetched(baseUrl + suffix);
			expect([suffix, status, type]).toEqual([suffix, 400, 'text/html; charset=UTF-8']);
		}
	});

	it('apply the EXIF orientation in resized pictures and dimensions', async () => {
		const account = await emulatedAccount();
		const bytes = await photo({ width: 90, height: 60, orientation: 6 });
		const item = await createOne(account, bytes);
		expect(item.mediaMetadata).toMatchObject({ width: '60', height: '90' });
		const { bytes: small } = await fetched(`${await baseUrlOf(account, item.id)}=w40-h30`);
		expect(await sharp(small).metadata()).toMatchObject({ width: 20, height: 30 });
	});

	it('download without the location, but with all other metadata', async () => {
		const account = await emulatedAccount();
		const original = await photo({ taken: '2024:05:17 12:34:56', location: true });
		expect(ExifReader.load(original, { expanded: true }).gps?.Latitude).toBeCloseTo(51.509, 2);
		const item = await createOne(account, original, 'Köln "1".jpg');
		const { bytes, headers } = await fetched(`${await baseUrlOf(account, item.id)}=d`);
		const tags = ExifReader.load(bytes, { expanded: true });
		expect(tags.gps ?? {}).toEqual({});
		expect(tags.exif?.GPSLatitude).toBeUndefined();
		expect(tags.exif?.DateTimeOriginal?.description).toBe('2024:05:17 12:34:56');
		expect(headers.get('content-disposition')).toBe(
			'attachment;filename="K_ln _1_.jpg";filename*=UTF-8\'\'K%C3%B6ln%20%221%22.jpg',
		);
		const [pixels, before] = await Promise.all([
			sharp(bytes).raw().toBuffer(),
			sharp(original).raw().toBuffer(),
		]);
		expect(pixels.equals(before)).toBe(true);
	});

	it('support ranges, and answer HEAD with the size', async () => {
		const account = await emulatedAccount();
		const original = await photo();
		const item = await createOne(account, original);
		const url = `${await baseUrlOf(account, item.id)}=d`;
		const { status, bytes } = await fetched(url, { range: 'bytes=10-19' });
		expect(status).toBe(206);
		expect(bytes.equals(original.subarray(10, 20))).toBe(true);
		const head = await fetch(url, { method: 'HEAD' });
		expect(head.headers.get('content-length')).toBe(String(original.length));
	});

	it('expire after an hour, and need the token if switched on', async () => {
		const account = await emulatedAccount({ accessTokenTtl: 100_000 });
		const item = await createOne(account, await photo());
		const url = `${await baseUrlOf(account, item.id)}=d`;
		await account.switches({ baseUrlNeedsBearer: true });
		expect((await fetched(url)).status).toBe(403);
		const authorization = `Bearer ${account.accessToken}`;
		expect((await fetched(url, { authorization })).status).toBe(200);
		await account.advance(3601);
		expect(await fetched(url, { authorization })).toMatchObject({
			status: 403,
			type: 'text/html; charset=UTF-8',
		});
		expect((await account.counts()).total).toBe(3);
	});

	it('are truncated by a fault, and rejected after the daily quota', async () => {
		const account = await emulatedAccount();
		const item = await createOne(account, await photo());
		const url = `${await baseUrlOf(account, item.id)}=d`;
		await account.fault({ method: 'bytes', kind: 'truncate' });
		await expect(fetched(url)).rejects.toThrow();
		await account.switches({ bytesDayQuota: 0 });
		expect((await fetched(url)).status).toBe(429);
	});
});

describe('base URLs of videos', () => {
	it('return the video once it is processed, if switched on through a redirect', async () => {
		const account = await emulatedAccount({ switches: { videoProcessingSeconds: 60 } });
		const item = await createOne(account, video, 'clip.mp4');
		const baseUrl = await baseUrlOf(account, item.id);
		expect((await fetched(`${baseUrl}=dv`)).status).toBe(404);
		await account.advance(61);
		const { bytes, type } = await fetched(`${baseUrl}=dv`);
		expect([type, bytes.equals(video)]).toEqual(['video/mp4', true]);
		await account.switches({ videoRedirect: true });
		const { status, headers } = await fetched(`${baseUrl}=dv`);
		expect(status).toBe(302);
		const location = headers.get('location') ?? '';
		expect(new URL(location).hostname).toBe('video-downloads.googleusercontent.com');
		const ranged = await fetched(location, { range: 'bytes=100-' });
		expect([ranged.status, ranged.bytes.equals(video)]).toEqual([200, true]);
	});

	it('return a thumbnail of any size', async () => {
		const account = await emulatedAccount();
		const item = await createOne(account, video, 'clip.mp4');
		const { bytes } = await fetched(`${await baseUrlOf(account, item.id)}=w32-h32`);
		expect(await sharp(bytes).metadata()).toMatchObject({ width: 32, height: 18 });
	});
});
