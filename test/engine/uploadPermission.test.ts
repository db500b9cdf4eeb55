import type { IDataObject } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, itemWith, upload } from '../support/files';
import { jpeg } from '../support/pictures';

const APPEND = 'https://www.googleapis.com/auth/photoslibrary.appendonly';
const READ = 'https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata';

const good = async (engine: Engine, number: number) => await itemWith(engine, await jpeg(number), `${number}.jpg`);

describe('permissions and sign-in', () => {
	test('a missing scope is reported before anything is sent', async () => {
		const account = await newAccount({ scopes: [READ] });
		const engine = await Engine.for(account);
		const form = upload(album('id', 'A'.repeat(76)));
		const error = await errorOf(engine.run(form, { items: [await good(engine, 1)] }));
		expect(errorText(error)).toMatch(/lacks a permission/);
		expect(errorText(error)).toMatch(/appendonly/);
		expect(errorText(error)).toMatch(/sign in with Google again/);
		expect(await account.requests()).toEqual([]);
	});

	test('an album title that is too long is reported before anything is sent', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const form = upload(album('title', 'x'.repeat(501)));
		const error = await errorOf(engine.run(form, { items: [await good(engine, 1)] }));
		expect(errorText(error)).toMatch(/title is longer than 500.*\[item 0\]/);
		expect(await account.requests()).toEqual([]);
	});

	test('a wrong Client Secret is reported as such', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		await account.expireAccess();
		const error = await errorOf(
			engine.run(upload(), {
				items: [await good(engine, 1)],
				credential: (data) => (data.clientSecret = 'wrong'),
			}),
		);
		expect(errorText(error)).toMatch(/does not know the Client ID or the Client Secret/);
	});

	test('appendonly alone is enough to upload, also into an album by id', async () => {
		const account = await newAccount();
		const withAll = await Engine.for(account);
		const { json } = (await withAll.run({ resource: 'album', operation: 'create', title: 'Mine' }))[0];
		const engine = await Engine.for(await account.freshTokens([APPEND]));
		const [output] = await engine.run(upload(album('id', json.id as string)), { items: [await good(engine, 1)] });
		expect(output.json.albumId).toBe(json.id);
	});

	test('an expired token is refreshed during an upload, also with streamed bytes', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		await account.expireAccess();
		const items = [await good(engine, 1), await good(engine, 2), await good(engine, 3)];
		expect(await engine.run(upload(), { items })).toHaveLength(3);
		expect((engine.stored.oauthTokenData as IDataObject).access_token).not.toBe(account.accessToken);
		expect((await account.library()).mediaItems).toHaveLength(3);
	});

	test.each(['filesystem', 'default'] as const)(
		'a revoked sign-in ends the execution with one error for each item, without a request each (%s)',
		async (mode) => {
			const account = await newAccount();
			const engine = await Engine.for(account, mode);
			await account.revoke();
			const items = await Promise.all(Array.from({ length: 30 }, async (_, index) => await good(engine, index)));
			const outputs = await engine.run(upload(), { items, node: { onError: 'continueRegularOutput' } });
			expect(outputs).toHaveLength(30);
			outputs.forEach(({ json }, index) => {
				expect(json.error).toMatch(/no longer accepts the sign-in/);
				expect(json.error).toContain(`[item ${index}]`);
			});
			expect((await account.counts()).byMethod.uploads).toBeLessThanOrEqual(5);
		},
	);

	test('the error of a revoked sign-in says what to do', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		await account.revoke();
		const error = await errorOf(engine.run(upload(), { items: [await good(engine, 1)] }));
		expect(errorText(error)).toMatch(/sign in with Google again/);
		expect(errorText(error)).toMatch(/7 days/);
		expect(errorText(error)).toMatch(/No file of this run is in the library\. Running it again/);
	});
});

test("no error contains a token, a secret or a file's content", async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = [await itemWith(engine, Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]), 'broken.jpg')];
	const broken = await errorOf(engine.run(upload(), { items }));
	await account.revoke();
	const revoked = await errorOf(engine.run(upload(), { items: [await good(engine, 1)] }));
	for (const error of [broken, revoked]) {
		const all = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error.stack);
		for (const secret of [account.accessToken, account.refreshToken, account.clientSecret]) {
			expect(all).not.toContain(secret);
		}
		expect((error as { cause?: unknown }).cause).toBeUndefined();
	}
});
