import { addEnrichment } from './album/addEnrichment';
import { addMediaItems } from './album/addMediaItems';
import { create as createAlbum } from './album/create';
import { get as getAlbum } from './album/get';
import { getAll as getAlbums } from './album/getAll';
import { getOrCreate as getOrCreateAlbum } from './album/getOrCreate';
import { removeMediaItems } from './album/removeMediaItems';
import { update as updateAlbum } from './album/update';
import { customOperationsOf, paginateFor } from './customOperations';
import { createFromTokens } from './mediaItem/createFromTokens';
import { download as downloadMediaItem } from './mediaItem/download';
import { get as getMediaItem } from './mediaItem/get';
import { getAll as getMediaItems } from './mediaItem/getAll';
import { update as updateMediaItem } from './mediaItem/update';
import { upload } from './mediaItem/upload';
import { uploadBytes } from './mediaItem/uploadBytes';
import { propertiesOf } from './operation';
import type { Resource } from './operation';
import { createSession } from './picker/createSession';
import { deleteSession } from './picker/deleteSession';
import { download as downloadPicked } from './picker/download';
import { getAll as getPicked } from './picker/getAll';
import { getSession } from './picker/getSession';
import { waitForSelection } from './picker/waitForSelection';

/** All operations of the node. The properties in the editor and the operations that n8n runs derive from this list. */
const resources: Resource[] = [
	{
		name: 'album',
		defaultOperation: 'getAll',
		operations: [
			addMediaItems,
			addEnrichment,
			createAlbum,
			getAlbum,
			getAlbums,
			getOrCreateAlbum,
			removeMediaItems,
			updateAlbum,
		],
	},
	{
		name: 'mediaItem',
		defaultOperation: 'upload',
		operations: [
			downloadMediaItem,
			getMediaItem,
			getMediaItems,
			updateMediaItem,
			upload,
			uploadBytes,
			createFromTokens,
		],
	},
	{
		name: 'picker',
		defaultOperation: 'createSession',
		operations: [
			createSession,
			deleteSession,
			downloadPicked,
			getPicked,
			getSession,
			waitForSelection,
		],
	},
];

export const operationProperties = resources.flatMap(propertiesOf);

export const customOperations = customOperationsOf(resources);

export const paginate = paginateFor(resources);
