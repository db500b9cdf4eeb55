import { createHash } from 'node:crypto';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { itemWith, upload } from '../support/files';
import { video } from '../support/pictures';

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

describe('large files', () => {
	test('above 50 MiB: uses a session and one request with all bytes', async () => {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const content = await video(50 * 1024 * 1024 + 1);
		const [{ json }] = await engine.run(upload(), {
			items: [await itemWith(engine, content, 'long.mp4', 'video/mp4')],
		});
		expect(json).toMatchObject({ filename: 'long.mp4', sha256: sha256(content) });
		const requests = await account.requests();
		expect(requests.map(({ method }) => method)).toEqual([
			'uploads.start',
			'uploads.data',
			'mediaItems.batchCreate',
		]);
		expect((await account.library()).mediaItems[0].sha256).toBe(sha256(content));
	});
});
