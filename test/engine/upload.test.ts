/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { jpeg } from '../support/pictures';

const UPLOAD = { resource: 'mediaItem', operation: 'upload' };

test('a picture becomes a media item in an album that is made for it', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const content = await jpeg(1);
	const items = await engine.run(
		{ ...UPLOAD, album: { __rl: true, mode: 'title', value: 'Holiday' }, description: 'At the sea' },
		{ items: [{ json: {}, binary: { data: await engine.file(content, 'beach.jpg', 'image/jpeg') } }] },
	);
	expect(items).toHaveLength(1);
	expect(items[0].json).toMatchObject({ filename: 'beach.jpg', albumTitle: 'Holiday', description: 'At the sea' });
	const { mediaItems, albums } = await account.library();
	expect(mediaItems).toHaveLength(1);
	expect(albums).toHaveLength(1);
});
