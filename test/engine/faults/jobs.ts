import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EmulatedAccount } from '../../../tools/emulator/control-client.mts';
import type { Engine } from '../../support/engine';
import { album, pictureItems, upload } from '../../support/files';

/** The initial state of a job: an account with an album of two pictures. */
export interface Scene {
	account: EmulatedAccount;
	engine: Engine;
	albumId: string;
	/** in album order */
	ids: string[];
}

/** An operation, and the request of it that gets the fault. */
export interface Job {
	title: string;
	/** the emulator's name of the method */
	method: string;
	parameters: (scene: Scene) => IDataObject;
	items?: (scene: Scene) => Promise<INodeExecutionData[]>;
	/** number of calls of the method without faults */
	calls?: number;
	/** a second request would repeat the effect */
	notIdempotent?: true;
	/** after a lost request, the node checks whether it was carried out */
	checksOutcome?: true;
	/** its results expire after a minute */
	expires?: true;
	/** checks the state after the job */
	check: (scene: Scene, outputs: INodeExecutionData[]) => Promise<void> | void;
}

const mediaItem = (id: string) => ({ mediaItem: { __rl: true, mode: 'id', value: id } });
const ofAlbum = (operation: string, more: IDataObject = {}) => ({ resource: 'album', operation, ...more });
const ofMediaItem = (operation: string, more: IDataObject = {}) => ({ resource: 'mediaItem', operation, ...more });
const three = async ({ engine }: Scene) => (await pictureItems(engine, 5)).slice(2);

async function threeMore({ account }: Scene): Promise<void> {
	const { mediaItems, albums } = await account.library();
	expect(mediaItems).toHaveLength(5);
	expect(albums[0].entries).toHaveLength(5);
}

export const jobs: Job[] = [
	{
		title: 'Upload, the bytes',
		method: 'uploads',
		parameters: ({ albumId }) => upload(album('id', albumId)),
		items: three,
		calls: 3,
		check: threeMore,
	},
	{
		title: 'Upload, the media items',
		method: 'mediaItems.batchCreate',
		parameters: ({ albumId }) => upload(album('id', albumId)),
		items: three,
		check: threeMore,
	},
	{
		title: 'Album: Create',
		method: 'albums.create',
		parameters: () => ofAlbum('create', { title: 'New' }),
		notIdempotent: true,
		check: async ({ account }, [{ json }]) => {
			const made = (await account.library()).albums.filter(({ title }) => title === 'New');
			expect(made).toMatchObject([{ id: json.id }]);
		},
	},
	{
		title: 'Album: Get or Create, the list',
		method: 'albums.list',
		// One listing for the title, and one right before the creation.
		calls: 2,
		expires: true,
		parameters: () => ofAlbum('getOrCreate', { title: 'New' }),
		check: (_scene, outputs) => expect(outputs).toMatchObject([{ json: { title: 'New', created: true } }]),
	},
	{
		title: 'Album: Get or Create, the creation',
		method: 'albums.create',
		parameters: () => ofAlbum('getOrCreate', { title: 'New' }),
		checksOutcome: true,
		check: async ({ account }, [{ json }]) => {
			const made = (await account.library()).albums.filter(({ title }) => title === 'New');
			expect(made).toMatchObject([{ id: json.id }]);
			expect(json.created).toBe(true);
		},
	},
	{
		title: 'Album: Get',
		method: 'albums.get',
		parameters: ({ albumId }) => ofAlbum('get', album('id', albumId)),
		check: ({ albumId }, outputs) => expect(outputs).toMatchObject([{ json: { id: albumId } }]),
	},
	{
		title: 'Album: Get Many',
		method: 'albums.list',
		parameters: () => ofAlbum('getAll', { returnAll: true }),
		check: ({ albumId }, outputs) => expect(outputs).toMatchObject([{ json: { id: albumId } }]),
	},
	{
		title: 'Media Item: Get Many, library',
		method: 'mediaItems.list',
		parameters: () => ofMediaItem('getAll', { returnAll: true }),
		check: (_scene, outputs) => expect(outputs).toHaveLength(2),
	},
	{
		title: 'Media Item: Get Many, album',
		method: 'mediaItems.search',
		parameters: ({ albumId }) => ofMediaItem('getAll', { returnAll: true, from: 'album', ...album('id', albumId) }),
		check: ({ ids }, outputs) => expect(outputs.map(({ json }) => json.id)).toEqual(ids),
	},
	{
		title: 'Media Item: Download, the media item',
		method: 'mediaItems.batchGet',
		parameters: ({ ids }) => ofMediaItem('download', mediaItem(ids[0])),
		check: (_scene, [{ binary }]) => expect(binary?.data.mimeType).toBe('image/jpeg'),
	},
	{
		title: 'Media Item: Download, the bytes',
		method: 'bytes',
		parameters: ({ ids }) => ofMediaItem('download', mediaItem(ids[0])),
		check: (_scene, [{ binary }]) => expect(binary?.data.mimeType).toBe('image/jpeg'),
	},
	{
		title: 'Media Item: Get',
		method: 'mediaItems.batchGet',
		parameters: ({ ids }) => ofMediaItem('get', mediaItem(ids[0])),
		check: ({ ids }, outputs) => expect(outputs).toMatchObject([{ json: { id: ids[0] } }]),
	},
	{
		title: 'Media Item: Get Many, filters',
		method: 'mediaItems.search',
		parameters: () => ofMediaItem('getAll', { returnAll: true, from: 'filters', filters: { mediaType: 'PHOTO' } }),
		check: (_scene, outputs) => expect(outputs).toHaveLength(2),
	},
	{
		title: 'Media Item: Update',
		method: 'mediaItems.patch',
		parameters: ({ ids }) => ofMediaItem('update', { ...mediaItem(ids[0]), description: 'New' }),
		check: (_scene, outputs) => expect(outputs).toMatchObject([{ json: { description: 'New' } }]),
	},
	{
		title: 'Media Item: Upload Bytes Only',
		method: 'uploads',
		parameters: () => ofMediaItem('uploadBytes'),
		items: three,
		calls: 3,
		check: (_scene, outputs) => expect(outputs.map(({ json }) => typeof json.uploadToken)).toEqual(Array(3).fill('string')),
	},
	{
		title: 'Album: Update',
		method: 'albums.patch',
		parameters: ({ albumId }) => ofAlbum('update', { ...album('id', albumId), newTitle: 'Renamed' }),
		check: (_scene, outputs) => expect(outputs).toMatchObject([{ json: { title: 'Renamed' } }]),
	},
	{
		title: 'Album: Add Media Items',
		method: 'albums.batchAddMediaItems',
		parameters: ({ albumId, ids }) => ofAlbum('addMediaItems', { ...album('id', albumId), ...mediaItem(ids[0]) }),
		check: ({ ids }, outputs) => expect(outputs).toMatchObject([{ json: { mediaItemId: ids[0], added: true } }]),
	},
	{
		title: 'Album: Remove Media Items',
		method: 'albums.batchRemoveMediaItems',
		parameters: ({ albumId, ids }) => ofAlbum('removeMediaItems', { ...album('id', albumId), ...mediaItem(ids[0]) }),
		check: async ({ account, ids }, outputs) => {
			expect(outputs).toMatchObject([{ json: { mediaItemId: ids[0], removed: true } }]);
			expect((await account.library()).albums[0].entries).toEqual([{ mediaItemId: ids[1] }]);
		},
	},
	{
		title: 'Album: Add Text, Location or Map',
		method: 'albums.addEnrichment',
		parameters: ({ albumId }) => ofAlbum('addEnrichment', { ...album('id', albumId), text: 'First' }),
		notIdempotent: true,
		check: async ({ account }, [{ json }]) => {
			const { entries } = (await account.library()).albums[0];
			expect(entries.filter((entry) => 'enrichmentId' in entry)).toMatchObject([{ enrichmentId: json.id }]);
		},
	},
];
