import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { CREDENTIAL } from './http/credential';
import { LIBRARY_API } from './http/hosts';
import { searchAlbums, searchMediaItems } from './properties/listSearch';
import { customOperations, operationProperties, paginate } from './resources';
import { hints } from './resources/hints';

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
			// a redirect would send the bearer token to another host
			disableFollowRedirect: true,
		},
		requestOperations: { pagination: paginate },
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
						description: 'Photos and videos from the whole library, picked by the account owner',
					},
				],
				default: 'mediaItem',
				// n8n calls the pagination function only if this is set; set here, it applies to every operation
				routing: { send: { paginate: true } },
			},
			...operationProperties,
		],
	};

	customOperations = customOperations;

	methods = { listSearch: { searchAlbums, searchMediaItems } };
}
