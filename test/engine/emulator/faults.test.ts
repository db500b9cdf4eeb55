import { call, create, createOne, emulatedAccount, makeAlbum } from './client';
import { photo } from './media';

describe('faults', () => {
	it('affect the number of calls of their method that was planned', async () => {
		const account = await emulatedAccount();
		await account.fault({ method: 'albums.list', kind: 'status', status: 503, skip: 1, times: 2 });
		const statuses = [];
		for (let index = 0; index < 4; index++)
			statuses.push((await call(account, 'GET', '/v1/albums')).status);
		expect(statuses).toEqual([200, 503, 503, 200]);
	});

	it('drop the reply of a call that is carried out, and fail single items', async () => {
		const account = await emulatedAccount();
		await account.fault({ method: 'albums.create', kind: 'reset-after' });
		await expect(makeAlbum(account, 'Made all the same')).rejects.toThrow();
		expect((await account.library()).albums.map(({ title }) => title)).toEqual([
			'Made all the same',
		]);
		await account.fault({
			method: 'mediaItems.batchCreate',
			kind: 'item-status',
			code: 13,
			message: 'Internal error',
			index: 1,
		});
		const { body } = await create(account, [{ bytes: await photo() }, { bytes: await photo() }]);
		expect(body.newMediaItemResults.map(({ status }) => status)).toEqual([
			{ message: 'Success' },
			{ code: 13, message: 'Internal error' },
		]);
	});

	it('can report success for an item that can never be read', async () => {
		const account = await emulatedAccount({ switches: { verifyMissing: true } });
		const { id } = await createOne(account, await photo());
		expect((await call(account, 'GET', `/v1/mediaItems/${id}`)).status).toBe(400);
	});
});
