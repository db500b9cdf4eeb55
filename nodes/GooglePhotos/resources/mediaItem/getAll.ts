import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { albumLocator } from '../../fields/album';
import { returnAllAndLimit, simplify } from '../../fields/limit';
import type { MediaItem } from '../../model/mediaItem';
import { simplifiedMediaItem } from '../../model/mediaItem';
import { listRequest } from '../../request/listOperation';
import type { Respond } from '../../request/declarative';
import { searchContext } from '../../search/context';
import { filterFields } from '../../search/filterFields';
import { searchOf } from '../../search/filters';
import type { FilterValues } from '../../search/filters';
import { ALBUM_ID, declarative } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/** The most that Google gives in one page of media items. */
const LARGEST_PAGE = 100;

const listed = listRequest<MediaItem>({
	list: 'mediaItems',
	largestPage: LARGEST_PAGE,
	present: (item, simple) => (simple ? simplifiedMediaItem(item) : { ...item }),
});

const pagination = declarative(listed);

const filtered: Respond = async (context, requestData, subject, ...more) => {
	const filters = context.getNodeParameter('filters', {}) as FilterValues;
	const search = searchOf(filters, searchContext(context, subject));
	requestData.options.body = { ...(requestData.options.body as IDataObject), ...search };
	return await listed(context, requestData, subject, ...more);
};

const shown = shownFor('mediaItem', 'getAll');

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/list and …/mediaItems/search */
const from: INodeProperties = {
	displayName: 'From',
	name: 'from',
	type: 'options',
	noDataExpression: true,
	default: 'library',
	displayOptions: shown,
	options: [
		{
			name: 'Whole Library of This App',
			value: 'library',
			description: 'All photos and videos that this app uploaded, newest capture date first',
			routing: {
				request: { method: 'GET', url: '/v1/mediaItems' },
				operations: { pagination },
			},
		},
		{
			name: 'Album',
			value: 'album',
			description: 'The photos and videos of an album, in its order',
			routing: {
				request: { method: 'POST', url: '/v1/mediaItems:search', body: { albumId: ALBUM_ID } },
				operations: { pagination },
			},
		},
		{
			name: 'Filters',
			value: 'filters',
			description: 'By capture date, category, media type or favorites. Cannot be combined with an album.',
			routing: {
				request: { method: 'POST', url: '/v1/mediaItems:search' },
				operations: { pagination: declarative(filtered) },
			},
		},
	],
};

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many media items',
		description: 'Retrieve a list of the photos and videos that this app uploaded',
	},
	fields: [
		from,
		albumLocator(
			{
				required: true,
				displayOptions: { show: { ...shown.show, from: ['album'] } },
			},
			'An album of this title must exist; of several, the first that Google lists is taken',
		),
		...filterFields({ show: { ...shown.show, from: ['filters'] } }),
		...returnAllAndLimit(shown),
		simplify(shown),
	],
};
