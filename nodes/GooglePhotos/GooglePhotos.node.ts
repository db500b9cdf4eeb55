import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { searchAlbums, searchMediaItems } from './fields/listSearch';
import { CREDENTIAL } from './request/signIn';
import { LIBRARY_API } from './request/hosts';
import { albumProperties } from './resources/album';
import { customOperations, onePerItem } from './resources/customOperations';
import { hints } from './resources/hints';
import { mediaItemProperties } from './resources/mediaItem';
import { pickerProperties } from './resources/picker';

export class GooglePhotos implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Google Photos',
		name: 'googlePhotos',
		icon: { light: 'file:../../icons/googlePhotos.svg', dark: 'file:../../icons/googlePhotos.dark.svg' },
		group: ['input', 'output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Upload photos and videos to Google Photos, and organize, find and download them',
		defaults: { name: 'Google Photos' },
		usableAsTool: true,
		hints,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		requestDefaults: {
			baseURL: LIBRARY_API,
			headers: { Accept: 'application/json' },
			arrayFormat: 'repeat',
			// a redirect would carry the bearer token to another host
			disableFollowRedirect: true,
		},
		requestOperations: { pagination: onePerItem },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Album', value: 'album' },
					{ name: 'Media Item', value: 'mediaItem', description: 'A photo or video' },
					{
						name: 'Picker',
						value: 'picker',
						description: 'Photos and videos of the whole library, which the owner of the account picks by hand',
					},
				],
				default: 'mediaItem',
				// n8n calls the pagination function only where this is set; here it is for every operation
				routing: { send: { paginate: true } },
			},
			...albumProperties,
			...mediaItemProperties,
			...pickerProperties,
		],
	};

	customOperations = customOperations;

	methods = { listSearch: { searchAlbums, searchMediaItems } };
}
