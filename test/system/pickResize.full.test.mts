/** The example that resizes picked photos, which needs GraphicsMagick, in each supported n8n. */
import sharp from 'sharp';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { ExampleServer } from '../support/exampleServer.mts';

const MINUTE = 60_000;

describe.each(supportedN8n)('n8n $line', ({ environment }) => {
	let server: ExampleServer;
	let account: Awaited<ReturnType<ExampleServer['n8n']['connect']>>;

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			account = await n8n.connect();
			return { 'pick-resize-album': { credentials: { googlePhotosLibraryOAuth2Api: account.id } } };
		}, environment);
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	const smallCopies = async () => {
		const { albums, mediaItems } = await account.library();
		const { id = '' } = albums.find(({ title }) => title === 'Small copies') ?? {};
		return mediaItems.filter(({ albumIds }) => albumIds.includes(id));
	};
	const deletions = async () => (await account.counts()).byMethod['sessions.delete'] ?? 0;

	test('pick-resize-album: uploads smaller copies into the album, continues after failures, and deletes the session', async () => {
		const large = await sharp(server.pictures[0]).resize(2400).jpeg().toBuffer();
		const ids = [await account.addFromElsewhere(large, 'large.jpg')];
		for (const picture of server.pictures.slice(1, 3)) ids.push(await account.addFromElsewhere(picture, `p${ids.length}.jpg`));
		expect(await server.picking('pick-resize-album', account, ids)).toBeUndefined();
		expect(await deletions()).toBe(1);
		const copies = await smallCopies();
		expect(copies).toHaveLength(3);
		const sizes = await Promise.all(copies.map(async ({ id }) => await sharp(Buffer.from(await account.original(id))).metadata()));
		expect(Math.max(...sizes.flatMap(({ width, height }) => [width, height]))).toBe(1600);

		expect(await server.picking('pick-resize-album', account, [])).toBeUndefined();
		expect(await deletions()).toBe(1);

		const more = await account.addFromElsewhere(await sharp(large).resize(900).jpeg().toBuffer(), 'more.jpg');
		await account.fault({ method: 'bytes', kind: 'status', status: 404, body: 'gone', times: 1 });
		expect(await server.picking('pick-resize-album', account, [ids[0] as string, more])).toMatch(/./);
		await account.clearFaults();
		expect(await deletions()).toBe(1);
		expect((await smallCopies()).length).toBeGreaterThanOrEqual(3);
	}, 15 * MINUTE);
});
