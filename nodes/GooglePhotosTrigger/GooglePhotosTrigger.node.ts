import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { CREDENTIAL } from '../GooglePhotos/http/credential';
import { ALBUM_MUST_EXIST, albumLocator } from '../GooglePhotos/properties/albumLocator';
import { simplify } from '../GooglePhotos/properties/listFields';
import { searchAlbums } from '../GooglePhotos/properties/listSearch';
import { poll } from './poll';

const NEW_MEDIA_ITEM = { show: { event: ['newMediaItem'] } };

export class GooglePhotosTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Google Photos Trigger',
		name: 'googlePhotosTrigger',
		icon: { light: 'file:../../icons/googlePhotos.svg', dark: 'file:../../icons/googlePhotos.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["event"] === "newAlbum" ? "New Album" : "New Media Item"}}',
		description: 'Starts the workflow when this app uploads a photo or video to Google Photos, or creates an album',
		defaults: { name: 'Google Photos Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: [
			{
				displayName:
					'Only uploads and albums of this app start the workflow, from this or any other workflow: photos from a phone or a browser never do. Each poll takes at least one of the 10,000 requests a day that Google grants your Google Cloud project.',
				name: 'appNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				default: 'newMediaItem',
				options: [
					{
						name: 'New Album',
						value: 'newAlbum',
						description: 'When this app creates an album',
					},
					{
						name: 'New Media Item',
						value: 'newMediaItem',
						description: 'When this app uploads a photo or video',
					},
				],
			},
			{
				displayName: 'From',
				name: 'from',
				type: 'options',
				noDataExpression: true,
				default: 'library',
				displayOptions: NEW_MEDIA_ITEM,
				options: [
					{
						name: 'Album',
						value: 'album',
						description: 'Photos and videos added to an album',
					},
					{
						name: 'Whole Library of This App',
						value: 'library',
						description: 'All photos and videos uploaded by this app, in an album or not',
					},
				],
			},
			albumLocator(
				{ required: true, displayOptions: { show: { ...NEW_MEDIA_ITEM.show, from: ['album'] } } },
				ALBUM_MUST_EXIST,
			),
			simplify(NEW_MEDIA_ITEM),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Full Check Every (Hours)',
						name: 'fullCheckEvery',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 24,
						description:
							'How often to read the whole list. Google lists photos by capture date, so those taken before the newest ones are found only then. Takes one request for every 100 photos or 50 albums.',
					},
				],
			},
		],
	};

	methods = { listSearch: { searchAlbums } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
