import {
	call,
	create,
	createOne,
	emulatedAccount,
	makeAlbum,
	refusal,
	uploadRaw,
	type MediaItem,
} from './client';
import { photo } from './media';

type Account = Awaited<ReturnType<typeof emulatedAccount>>;

async function idsOf(account: Account, albumId: string): Promise<string[]> {
	const ids: string[] = [];
	let pageToken: string | undefined;
	do {
		const { body } = await call<{ mediaItems?: Array<MediaItem | null>; nextPageToken?: string }>(
			account,
			'POST',
			'/v1/mediaItems:search',
			{ albumId, pageToken },
		);
		ids.push(...(body.mediaItems ?? []).flatMap((item) => item?.id ?? []));
		pageToken = body.nextPageToken;
	} while (pageToken);
	return ids;
}

describe('albums', () => {
	it('adds and removes items all or none', async () => {
		const account = await emulatedAccount();
		const albumId = await makeAlbum(account);
		const { id } = await createOne(account, await photo());
		const bad = '400 INVALID_ARGUMENT Request contains an invalid media item id.';
		const add = `/v1/albums/${albumId}:batchAddMediaItems`;
		expect(await refusal(account, 'POST', add, { mediaItemIds: [id, 'nothing'] })).toBe(bad);
		expect(await idsOf(account, albumId)).toEqual([]);
		expect((await call(account, 'POST', add, { mediaItemIds: [id] })).body).toEqual({});
		expect((await call(account, 'POST', add, { mediaItemIds: [id] })).status).toBe(200);
		await account.switches({ addExistingItem: 'error' });
		expect((await call(account, 'POST', add, { mediaItemIds: [id] })).status).toBe(400);
		const remove = `/v1/albums/${albumId}:batchRemoveMediaItems`;
		expect(await refusal(account, 'POST', remove, { mediaItemIds: [id, 'nothing'] })).toBe(bad);
		expect(await idsOf(account, albumId)).toEqual([id]);
		expect((await call(account, 'POST', remove, { mediaItemIds: [id] })).body).toEqual({});
		expect(await idsOf(account, albumId)).toEqual([]);
	});

	it('inserts new items at the requested position in their order', async () => {
		const account = await emulatedAccount();
		const albumId = await makeAlbum(account);
		const placed = async (count: number, albumPosition?: object) => {
			const files = await Promise.all(
				Array.from({ length: count }, async () => ({ bytes: await photo() })),
			);
			const { body } = await create(account, files, { albumId, albumPosition });
			return body.newMediaItemResults.map(({ mediaItem }) => mediaItem?.id ?? '');
		};
		const [a, b] = await placed(2);
		const [c, d] = await placed(2, { position: 'FIRST_IN_ALBUM' });
		const [e, f] = await placed(2, { position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: a });
		expect(await idsOf(account, albumId)).toEqual([c, d, a, e, f, b]);
		const newMediaItems = [
			{ simpleMediaItem: { uploadToken: await uploadRaw(account, await photo()) } },
		];
		for (const albumPosition of [
			{ position: 'AFTER_MEDIA_ITEM' },
			{ position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: 'nothing' },
			{ position: 'FIRST_IN_ALBUM', relativeMediaItemId: a },
		])
			expect(
				await refusal(account, 'POST', '/v1/mediaItems:batchCreate', {
					albumId,
					albumPosition,
					newMediaItems,
				}),
			).toContain('album position');
		expect(
			await refusal(account, 'POST', '/v1/mediaItems:batchCreate', {
				albumPosition: { position: 'FIRST_IN_ALBUM' },
				newMediaItems,
			}),
		).toContain('album id');
	});
});

describe('listings', () => {
	it('return all items under every paging switch', async () => {
		const account = await emulatedAccount({ switches: 'hostile' });
		const albumId = await makeAlbum(account);
		const files = await Promise.all(
			Array.from({ length: 30 }, async () => ({ bytes: await photo() })),
		);
		const { body } = await create(account, files, { albumId });
		const made = body.newMediaItemResults.map(({ mediaItem }) => mediaItem?.id);
		const seen = await idsOf(account, albumId);
		expect(seen.length).toBeGreaterThan(30);
		expect([...new Set(seen)]).toEqual(made);
	});

	it('clamp or reject large page sizes, and reject page tokens of other queries', async () => {
		const account = await emulatedAccount();
		await createOne(account, await photo());
		await createOne(account, await photo());
		const { body } = await call<{ nextPageToken: string }>(
			account,
			'GET',
			'/v1/mediaItems?pageSize=1',
		);
		const other = await refusal(account, 'POST', '/v1/mediaItems:search', {
			pageToken: body.nextPageToken,
		});
		expect(other).toContain('Invalid page token');
		expect((await call(account, 'GET', '/v1/mediaItems?pageSize=101')).status).toBe(200);
		await account.switches({ pageSizeAboveMax: '400' });
		expect((await call(account, 'GET', '/v1/mediaItems?pageSize=101')).status).toBe(400);
	});

	it("filter by date, type and the user's marks, in the requested order", async () => {
		const account = await emulatedAccount();
		const ids: string[] = [];
		for (const taken of ['2020:12:24 18:00:00', '2021:12:24 18:00:00', '2022:07:01 08:00:00'])
			ids.push((await createOne(account, await photo({ taken }))).id);
		const undated = await createOne(account, await photo());
		const found = async (request: object) => {
			const { body } = await call<{ mediaItems?: MediaItem[] }>(
				account,
				'POST',
				'/v1/mediaItems:search',
				request,
			);
			return (body.mediaItems ?? []).map(({ id }) => id);
		};
		const [first, second, third] = ids;
		expect(await found({})).toEqual([undated.id, third, second, first]);
		expect(await found({ filters: { dateFilter: { dates: [{ month: 12, day: 24 }] } } })).toEqual([
			second,
			first,
		]);
		const ranges = [{ startDate: { year: 2021 }, endDate: { year: 2022 } }];
		const dateFilter = { ranges };
		expect(
			await found({ filters: { dateFilter }, orderBy: 'MediaMetadata.creation_time' }),
		).toEqual([second, third]);
		expect(await found({ filters: { mediaTypeFilter: { mediaTypes: ['VIDEO'] } } })).toEqual([]);
		await account.editAsUser(third ?? '', { favorite: true, categories: ['PETS'] });
		await account.editAsUser(first ?? '', { archived: true });
		expect(
			await found({ filters: { featureFilter: { includedFeatures: ['FAVORITES'] } } }),
		).toEqual([third]);
		expect(
			await found({ filters: { contentFilter: { includedContentCategories: ['PETS'] } } }),
		).toEqual([third]);
		expect(await found({})).not.toContain(first);
		expect(await found({ filters: { includeArchivedMedia: true } })).toContain(first);
		for (const request of [
			{ albumId: await makeAlbum(account), filters: {} },
			{ orderBy: 'MediaMetadata.creation_time' },
			{ filters: { dateFilter: { dates: [{ year: 2020, day: 1 }] } } },
			{
				filters: {
					dateFilter: {
						ranges: [{ startDate: { year: 2020 }, endDate: { year: 2021, month: 2 } }],
					},
				},
			},
			{ filters: { mediaTypeFilter: { mediaTypes: ['VIDEO', 'PHOTO'] } } },
		])
			expect(await refusal(account, 'POST', '/v1/mediaItems:search', request)).toMatch(
				/^400 INVALID_ARGUMENT/,
			);
	});
});
