import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { CREDENTIAL } from '../GooglePhotos/http/credential';
import { albumLocator } from '../GooglePhotos/properties/albumLocator';
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
		subtitle: '={{$parameter["event"] === "newAlbum" ? "new album" : "new media item"}}',
		description: 'Starts the workflow when this app has uploaded a photo or video to Google Photos, or made an album',
		defaults: { name: 'Google Photos Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: [
			{
				displayName:
					'Only what this app uploads or makes starts the workflow, in this or any other workflow: photos from a phone or a browser never do. Each poll takes at least one of the 10,000 requests a day that Google grants your Google Cloud project.',
				name: 'appNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				default: 'newMediaItem',
				options: [
					{
						name: 'New Album',
						value: 'newAlbum',
						description: 'When this app has made an album',
					},
					{
						name: 'New Media Item',
						value: 'newMediaItem',
						description: 'When this app has uploaded a photo or video',
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
						name: 'Whole Library of This App',
						value: 'library',
						description: 'Photos and videos wherever they are',
					},
					{
						name: 'Album',
						value: 'album',
						description: 'Photos and videos that come into an album',
					},
				],
			},
			albumLocator(
				{ required: true, displayOptions: { show: { ...NEW_MEDIA_ITEM.show, from: ['album'] } } },
				'An album of this title must exist; of several, the first that Google lists is taken',
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
							'How often to read the whole list. Google lists photos by the date they were taken, so those that are older than the newest ones are found only then. Takes a request for every 100 photos or 50 albums.',
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
