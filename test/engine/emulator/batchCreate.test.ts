import { call, create, createOne, emulatedAccount, type MediaItem } from './client';
import { photo, video } from './media';

describe('batchCreate', () => {
	it('creates one item for equal bytes under the first name; a twin in the same batch has code 6', async () => {
		const account = await emulatedAccount();
		const bytes = await photo();
		const first = await createOne(account, bytes, 'first.jpg');
		expect(await createOne(account, bytes, 'second.jpg')).toMatchObject({
			id: first.id,
			filename: 'first.jpg',
		});
		const twin = await photo();
		const { status, body } = await create(account, [{ bytes: twin }, { bytes: twin }]);
		expect(status).toBe(200);
		expect(body.newMediaItemResults.map((result) => result.status.code)).toEqual([undefined, 6]);
		await account.switches({ mixedStatus: 207 });
		const other = await photo();
		expect((await create(account, [{ bytes: other }, { bytes: other }])).status).toBe(207);
	});

	it('rejects files that are not pictures individually', async () => {
		const account = await emulatedAccount();
		const broken = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 1)]);
		const { body } = await create(account, [
			{ bytes: Buffer.from('Dear diary') },
			{ bytes: await photo() },
			{ bytes: broken },
		]);
		expect(body.newMediaItemResults.map(({ status }) => status)).toEqual([
			{ code: 3, message: 'Failed: There was an error while trying to create this media item.' },
			{ message: 'Success' },
			{ code: 3, message: 'BAD_IMAGE: There was an error while trying to create this media item.' },
		]);
	});

	it('creates videos, which are processed for a while', async () => {
		const account = await emulatedAccount({ switches: { videoProcessingSeconds: 60 } });
		const made = await createOne(account, video, 'clip.mp4');
		expect(made.mediaMetadata).toMatchObject({
			creationTime: '2023-08-09T10:11:12Z',
			width: '64',
			height: '36',
			video: { status: 'PROCESSING' },
		});
		await account.advance(61);
		const { body } = await call<MediaItem>(account, 'GET', `/v1/mediaItems/${made.id}`);
		expect(body.mediaMetadata.video).toEqual({ fps: 10, status: 'READY' });
	});
});
