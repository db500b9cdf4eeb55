/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createOne, emulatedAccount, type MediaItem } from './client';
import type { MethodCall, Result } from './googleapisProcess.mts';
import { photo } from './media';

interface Album {
	id: string;
	title: string;
	mediaItemsCount?: string;
	coverPhotoMediaItemId?: string;
}

const processes: ChildProcess[] = [];
afterAll(() => processes.forEach((child) => child.kill()));

/** Google's own client with an expired access token. */
async function photosLibrary(api = 'photoslibrary') {
	const account = await emulatedAccount();
	await account.expireAccess();
	const { clientId, clientSecret, accessToken, refreshToken } = account;
	const credentials = JSON.stringify({ clientId, clientSecret, accessToken, refreshToken });
	const child = fork(join(__dirname, 'googleapisProcess.mts'), [credentials, api]);
	processes.push(child);
	const photos = async <T>(method: string, parameters: object): Promise<T> => {
		const gone = once(child, 'exit').then(() => [{ status: 0, message: 'The client has ended' }]);
		const first = Promise.race([once(child, 'message'), gone]) as Promise<[Result]>;
		child.send({ method, parameters } satisfies MethodCall);
		const [reply] = await first;
		if (!('data' in reply)) throw Object.assign(new Error(reply.message), { status: reply.status });
		return reply.data as T;
	};
	return { account, fresh: await account.freshTokens(), photos };
}

describe('the unmodified googleapis client', () => {
	it('creates, lists, gets and changes albums', async () => {
		const { photos, account } = await photosLibrary();
		const album = await photos<Album>('albums.create', {
			requestBody: { album: { title: 'Été à la mer' } },
		});
		expect(album.id).toMatch(/^A[\w-]{75}$/);
		expect(album).toMatchObject({
			title: 'Été à la mer',
			isWriteable: true,
			productUrl: `https://photos.google.com/lr/album/${album.id}`,
		});
		const got = await photos<Album>('albums.get', { albumId: album.id });
		expect(got).not.toHaveProperty('mediaItemsCount');
		const renamed = await photos<Album>('albums.patch', {
			id: album.id,
			updateMask: 'title',
			requestBody: { title: 'Winter' },
		});
		expect(renamed.title).toBe('Winter');
		const list = await photos<{ albums: Album[] }>('albums.list', { pageSize: 50 });
		expect(list.albums.map(({ title }) => title)).toEqual(['Winter']);
		expect((await account.counts()).byMethod).toMatchObject({ token: 1, 'albums.create': 1 });
	});

	it('finds media items by page, album and date', async () => {
		const { photos, fresh } = await photosLibrary();
		const ids: string[] = [];
		for (const year of [2021, 2022, 2023])
			ids.push((await createOne(fresh, await photo({ taken: `${year}:06:01 10:00:00` }))).id);
		const first = await photos<{
			mediaItems: MediaItem[];
			nextPageToken?: string;
		}>('mediaItems.list', { pageSize: 2 });
		const second = await photos<typeof first>('mediaItems.list', {
			pageSize: 2,
			pageToken: first.nextPageToken,
		});
		expect(second.nextPageToken).toBeUndefined();
		expect([...first.mediaItems, ...second.mediaItems].map(({ id }) => id)).toEqual(
			[...ids].reverse(),
		);

		const ofYear = await photos<{ mediaItems: MediaItem[] }>('mediaItems.search', {
			requestBody: { filters: { dateFilter: { dates: [{ year: 2022 }] } } },
		});
		expect(ofYear.mediaItems.map(({ id }) => id)).toEqual([ids[1]]);
		const names = await photos<object>('mediaItems.list', { fields: 'mediaItems(filename)' });
		expect(names).toEqual({ mediaItems: Array(3).fill({ filename: 'picture.jpg' }) });
	});

	it('adds items to an album, removes them, and changes a description', async () => {
		const { photos, fresh } = await photosLibrary();
		const album = await photos<Album>('albums.create', {
			requestBody: { album: { title: 'Trip' } },
		});
		const first = await createOne(fresh, await photo());
		const second = await createOne(fresh, await photo());
		const albumId = album.id;
		const mediaItemIds = [first.id, second.id];
		await photos('albums.batchAddMediaItems', { albumId, requestBody: { mediaItemIds } });
		const enriched = await photos<{ enrichmentItem: { id: string } }>('albums.addEnrichment', {
			albumId,
			requestBody: {
				newEnrichmentItem: { textEnrichment: { text: 'Day one' } },
				albumPosition: { position: 'AFTER_MEDIA_ITEM', relativeMediaItemId: first.id },
			},
		});
		const [inside] = (await fresh.library()).albums;
		expect(inside?.entries).toEqual([
			{ mediaItemId: first.id },
			{
				enrichmentId: enriched.enrichmentItem.id,
				enrichment: { textEnrichment: { text: 'Day one' } },
			},
			{ mediaItemId: second.id },
		]);
		await photos('albums.batchRemoveMediaItems', {
			albumId,
			requestBody: { mediaItemIds: [first.id] },
		});
		const got = await photos<Album>('albums.get', { albumId });
		expect(got).toMatchObject({ mediaItemsCount: '1', coverPhotoMediaItemId: second.id });
		const patched = await photos<MediaItem>('mediaItems.patch', {
			id: second.id,
			updateMask: 'description',
			requestBody: { description: 'The harbour' },
		});
		expect(patched.description).toBe('The harbour');
		const both = await photos<{ mediaItemResults: object[] }>('mediaItems.batchGet', {
			mediaItemIds: [second.id, 'nothing'],
		});
		expect(both.mediaItemResults).toMatchObject([
			{ mediaItem: { description: 'The harbour' } },
			{ status: { code: 3, message: 'Invalid media item ID.' } },
		]);
	});

	it('uses the Picker through its discovery document', async () => {
		const { photos, account } = await photosLibrary('photospicker');
		const session = await photos<{ id: string; pickerUri: string }>('sessions.create', {
			requestBody: { pickingConfig: { maxItemCount: '3' } },
		});
		const { id: sessionId } = session;
		await expect(photos('mediaItems.list', { sessionId })).rejects.toMatchObject({ status: 400 });
		const item = await account.addFromElsewhere(await photo(), 'from the phone.jpg');
		await account.pick(sessionId, [item]);
		expect(await photos('sessions.get', { sessionId })).toMatchObject({ mediaItemsSet: true });
		expect(await photos('mediaItems.list', { sessionId, fields: 'mediaItems/mediaFile/filename' })).toEqual({
			mediaItems: [{ mediaFile: { filename: 'from the phone.jpg' } }],
		});
		expect(await photos('sessions.delete', { sessionId })).toEqual({});
		await expect(photos('sessions.get', { sessionId })).rejects.toMatchObject({ status: 404 });
	});

	it('parses error replies', async () => {
		const { photos } = await photosLibrary();
		await expect(photos('mediaItems.get', { mediaItemId: 'nothing' })).rejects.toMatchObject({
			status: 400,
			message: 'Invalid media item ID.',
		});
	});
});
