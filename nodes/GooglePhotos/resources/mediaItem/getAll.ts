import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { MAX_MEDIA_ITEM_PAGE, simplifiedMediaItem } from '../../api/mediaItem';
import type { MediaItem } from '../../api/mediaItem';
import type { Handler } from '../../execution/declarative';
import { albumLocator } from '../../properties/albumLocator';
import { returnAllAndLimit, simplify } from '../../properties/listFields';
import { searchContext } from '../../search/dates';
import { filterFields } from '../../search/filterFields';
import { searchOf } from '../../search/filters';
import type { FilterValues } from '../../search/filters';
import { ALBUM_ID, declarativeOperation } from '../declarativeOperation';
import { getMany } from '../getMany';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const listed = getMany<MediaItem>({
	list: 'mediaItems',
	largestPage: MAX_MEDIA_ITEM_PAGE,
	present: (item, simple) => (simple ? simplifiedMediaItem(item) : { ...item }),
});

const pagination = declarativeOperation(listed);

const filtered: Handler = async (context, requestData, subject, ...more) => {
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
				operations: { pagination: declarativeOperation(filtered) },
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
