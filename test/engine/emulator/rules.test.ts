import {
	call,
	create,
	createOne,
	emulatedAccount,
	makeAlbum,
	refusal,
	uploadRaw,
	type ErrorReply,
} from './client';
import { photo } from './media';

const scope = (name: string) => `https://www.googleapis.com/auth/photoslibrary.${name}`;

describe('request parsing', () => {
	it("rejects unknown names, wrong types and unknown enum values in Google's wording", async () => {
		const account = await emulatedAccount();
		const refused = async (path: string, body?: unknown) =>
			await refusal(account, body === undefined ? 'GET' : 'POST', path, body);
		const invalid = '400 INVALID_ARGUMENT';
		expect(await refused('/v1/albums', { album: { title: 'x', colour: 1 } })).toBe(
			`${invalid} Invalid JSON payload received. Unknown name "colour" at 'album': Cannot find field.`,
		);
		expect(await refused('/v1/albums', { title: 'x' })).toBe(
			`${invalid} Invalid JSON payload received. Unknown name "title": Cannot find field.`,
		);
		expect(await refused('/v1/albums', { album: { title: 7 } })).toBe(
			`${invalid} Invalid value at 'album.title' (TYPE_STRING), 7`,
		);
		expect(
			await refused('/v1/mediaItems:search', {
				filters: { mediaTypeFilter: { mediaTypes: ['AUDIO'] } },
			}),
		).toContain("Invalid value at 'filters.media_type_filter.media_types[0]'");
		expect(await refused('/v1/albums?limit=5')).toBe(
			`${invalid} Invalid JSON payload received. Unknown name "limit": Cannot bind query parameter. Field 'limit' could not be found in request message.`,
		);
		expect(await refused('/v1/albums?pageSize=many')).toContain(
			"Invalid value at 'page_size' (TYPE_INT32)",
		);
		expect(await refused('/v1/albums', '{"album"')).toContain('Invalid JSON payload received.');
		expect(await refused('/v1/mediaItems?fields=nothing')).toContain(
			'Invalid field selection nothing',
		);
	});

	it('accepts standard parameters, snake case and encoded verbs, and omits defaults', async () => {
		const account = await emulatedAccount();
		const { body: album } = await call<{ id: string }>(
			account,
			'POST',
			'/v1/albums?prettyPrint=false&quotaUser=x&%24.xgafv=2&alt=json',
			{ album: { title: 'x' } },
		);
		const { body } = await call(account, 'POST', `/v1/albums/${album.id}%3AaddEnrichment`, {
			new_enrichment_item: { text_enrichment: { text: 'Hello' } },
			album_position: { position: 'FIRST_IN_ALBUM' },
		});
		expect(body).toEqual({ enrichmentItem: { id: expect.any(String) } });
		expect((await call(account, 'GET', '/v1/mediaItems')).body).toEqual({});
	});
});

describe('permissions', () => {
	it("requires a valid token with one of the method's scopes", async () => {
		const account = await emulatedAccount({ scopes: [scope('appendonly')] });
		const denied = '403 PERMISSION_DENIED Request had insufficient authentication scopes.';
		expect(await refusal(account, 'GET', '/v1/albums')).toBe(denied);
		const albumId = await makeAlbum(account);
		expect(
			await refusal(account, 'PATCH', `/v1/albums/${albumId}?updateMask=title`, { title: 'y' }),
		).toBe(denied);
		expect(await refusal(account, 'POST', `/v1/albums/${albumId}:batchRemoveMediaItems`, {})).toBe(
			denied,
		);
		await account.expireAccess();
		expect(await refusal(account, 'GET', '/v1/albums')).toMatch(
			/^401 UNAUTHENTICATED Request had invalid authentication/,
		);
	});

	it('answers 403 to the removed sharing methods', async () => {
		const account = await emulatedAccount();
		for (const [method, path] of [
			['POST', `/v1/albums/${await makeAlbum(account)}:share`],
			['GET', '/v1/sharedAlbums'],
			['POST', '/v1/sharedAlbums:join'],
		] as const)
			expect(await refusal(account, method, path)).toMatch(
				/^403 PERMISSION_DENIED Request had insufficient/,
			);
	});

	it('hides data of other clients and users', async () => {
		const mine = await emulatedAccount();
		const other = await emulatedAccount({ user: mine.user });
		const item = await createOne(mine, await photo());
		expect(await refusal(other, 'GET', `/v1/mediaItems/${item.id}`)).toBe(
			'400 INVALID_ARGUMENT Invalid media item ID.',
		);
		await other.switches({ unknownIdStatus: 404 });
		expect(await refusal(other, 'GET', `/v1/mediaItems/${item.id}`)).toBe(
			'404 NOT_FOUND Requested entity was not found.',
		);
		const foreign = await mine.albumNotMine('Made in the app');
		expect((await call(mine, 'GET', '/v1/albums')).body).toEqual({});
		expect(
			await refusal(mine, 'POST', '/v1/mediaItems:batchCreate', {
				albumId: foreign,
				newMediaItems: [{}],
			}),
		).toBe('400 INVALID_ARGUMENT No permission to add media items to this album.');
		expect(await refusal(mine, 'POST', '/v1/mediaItems:search', { albumId: foreign })).toBe(
			'400 INVALID_ARGUMENT Invalid album ID.',
		);
	});
});

describe('limits', () => {
	it('limits titles, descriptions, file names and batches', async () => {
		const account = await emulatedAccount();
		const { id } = await createOne(account, await photo());
		const long = (length: number) => 'é'.repeat(length);
		expect(
			(await call(account, 'POST', '/v1/albums', { album: { title: long(500) } })).status,
		).toBe(200);
		expect(await refusal(account, 'POST', '/v1/albums', { album: { title: long(501) } })).toContain(
			'500 characters',
		);
		const describe = async (length: number) =>
			(
				await call(account, 'PATCH', `/v1/mediaItems/${id}?updateMask=description`, {
					description: long(length),
				})
			).status;
		expect([await describe(1000), await describe(1001)]).toEqual([200, 400]);
		expect(
			await refusal(account, 'PATCH', `/v1/mediaItems/${id}?updateMask=filename`, {}),
		).toContain('filename');
		const many = 'Request must have less than 50 items.';
		const newMediaItems = Array(51).fill({ simpleMediaItem: { uploadToken: 'CAIS' } });
		expect(
			await refusal(account, 'POST', '/v1/mediaItems:batchCreate', { newMediaItems }),
		).toContain(many);
		const ids = Array.from({ length: 51 }, (_none, index) => `mediaItemIds=${index}`).join('&');
		expect(await refusal(account, 'GET', `/v1/mediaItems:batchGet?${ids}`)).toContain(many);
	});

	it('allows one write at a time, but concurrent reads', async () => {
		const account = await emulatedAccount({ switches: { latencyMs: 1000 } });
		const writes = await Promise.all(
			['a', 'b', 'c'].map(
				async (title) =>
					await call<ErrorReply>(account, 'POST', '/v1/albums', { album: { title } }),
			),
		);
		expect(writes.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
		expect(writes.find(({ status }) => status === 429)?.body.error).toMatchObject({
			status: 'RESOURCE_EXHAUSTED',
			message:
				"Quota exceeded for quota 'concurrent write request' of service 'photoslibrary.googleapis.com'.",
		});
		const reads = await Promise.all(
			[1, 2, 3].map(async () => await call(account, 'GET', '/v1/albums')),
		);
		expect(reads.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect((await account.counts()).maxParallel).toEqual({ reads: 3, writes: 3, uploads: 0 });
	});

	it('counts requests including uploads for a day until midnight Pacific', async () => {
		const account = await emulatedAccount({
			accessTokenTtl: 200_000,
			switches: { dayQuota: 2, retryAfter: 7 },
		});
		await uploadRaw(account, await photo());
		await call(account, 'GET', '/v1/albums');
		const { status, headers, body } = await call<ErrorReply>(account, 'GET', '/v1/albums');
		expect([status, headers.get('retry-after')]).toEqual([429, '7']);
		expect(body.error.message).toContain("limit 'All requests per day'");
		await account.advance(24 * 3600);
		expect((await call(account, 'GET', '/v1/albums')).status).toBe(200);
	});

	it('reports full storage and full albums', async () => {
		const account = await emulatedAccount({ switches: { albumItems: 1 } });
		const albumId = await makeAlbum(account);
		const [one, two] = [{ bytes: await photo() }, { bytes: await photo() }];
		expect((await create(account, [one], { albumId })).status).toBe(200);
		expect((await create(account, [two], { albumId })).status).toBe(400);
		expect((await create(account, [one], { albumId })).status).toBe(200);
		await account.switches({ storageFull: true });
		expect(JSON.stringify((await create(account, [two])).body)).toContain('remaining storage');
	});

	it('reports a disabled API and users without Google Photos', async () => {
		const account = await emulatedAccount({ switches: { serviceDisabled: true } });
		const { body } = await call<ErrorReply>(account, 'GET', '/v1/albums');
		expect(body.error.details?.[0]).toMatchObject({ reason: 'SERVICE_DISABLED' });
		await account.switches({ serviceDisabled: false, noPhotosAccount: 'FAILED_PRECONDITION' });
		expect(await refusal(account, 'GET', '/v1/albums')).toMatch(/^400 FAILED_PRECONDITION/);
	});
});
