/** The outputs of Upload and Create From Upload Tokens by Simplify; the default one is in upload.test.ts. */
import { createHash } from 'node:crypto';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, itemWith, pictureItems, upload } from '../support/files';
import { jpeg } from '../support/pictures';
import { seedPictures } from '../support/seed';

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

test.each(['upload', 'createFromTokens'])('%s: without Simplify, all fields and the media item that Google sent; verified, the one that it sent last', async (operation) => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const content = await jpeg(1);
	const files = [await itemWith(engine, content, 'beach.jpg')];
	const bytes = await engine.run({ resource: 'mediaItem', operation: 'uploadBytes' }, { items: files });
	const items = operation === 'upload' ? files : bytes.map(({ json }) => ({ json }));
	const form = {
		...upload({ ...album('title', 'Holiday'), description: 'At the sea', simplify: false, options: { verify: true } }),
		operation,
		uploadToken: '={{ $json.uploadToken }}',
	};
	const [{ json }] = await engine.run(form, { items });
	const { mediaItems, albums } = await account.library();
	expect(json).toEqual({
		id: mediaItems[0].id,
		productUrl: `https://photos.google.com/lr/photo/${mediaItems[0].id}`,
		filename: operation === 'upload' ? 'beach.jpg' : expect.any(String),
		mimeType: 'image/jpeg',
		description: 'At the sea',
		creationTime: mediaItems[0].creationTime,
		width: 32,
		height: 24,
		albumId: albums[0].id,
		albumTitle: 'Holiday',
		albumUrl: `https://photos.google.com/lr/album/${albums[0].id}`,
		alreadyInLibrary: null,
		verified: true,
		...(operation === 'upload' && {
			sourceField: 'data',
			sourceFileName: 'beach.jpg',
			sourceSize: content.length,
			sha256: sha256(content),
		}),
		mediaItem: expect.objectContaining({
			id: mediaItems[0].id,
			baseUrl: expect.any(String),
			mediaMetadata: expect.objectContaining({ width: '32' }),
		}),
	});
});

test('Simplify can be an expression; a value that is no boolean is refused before anything is sent', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = (await pictureItems(engine, 2)).map((item, number) => ({ ...item, json: { simple: ['yes', 'FALSE'][number] } }));
	const form = upload({ simplify: '={{ $json.simple }}' });
	expect(errorText(await errorOf(engine.run(form, { items })))).toMatch(/'Simplify' is neither true nor false: "yes" \[item 0\]/);
	expect(await account.requests()).toEqual([]);
	const [refused, all] = await engine.run(form, { items, node: { onError: 'continueRegularOutput' } });
	expect(refused.json.error).toMatch(/neither true nor false/);
	expect(all.json).toMatchObject({ sourceField: 'data', mediaItem: { id: all.json.id } });
});

test("an agent's tool answers with the simplified output", async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const { ids } = await seedPictures(account, 1);
	const get = { resource: 'mediaItem', operation: 'get', simplify: false, mediaItem: { __rl: true, mode: 'id', value: ids[0] } };
	const [{ json: { baseUrl } }] = await engine.run(get);
	const form = upload({ files: 'url', url: `${baseUrl}=w20`, ...album('title', 'Found') });
	const [{ json }] = await engine.runAsTool(form);
	expect(Object.keys(json)).toEqual([
		'id',
		'productUrl',
		'filename',
		'mimeType',
		'albumId',
		'albumTitle',
		'alreadyInLibrary',
		'verified',
		'sourceFileName',
		'sha256',
	]);
	expect(json).toMatchObject({ mimeType: 'image/jpeg', albumTitle: 'Found' });
});
