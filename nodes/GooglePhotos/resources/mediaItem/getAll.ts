import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { MAX_MEDIA_ITEM_PAGE, simplifiedMediaItem } from '../../api/mediaItem';
import type { MediaItem } from '../../api/mediaItem';
import type { Handler } from '../../execution/declarative';
import { ALBUM_MUST_EXIST, albumLocator } from '../../properties/albumLocator';
import { returnAllAndLimit, simplify } from '../../properties/listFields';
import { searchContext } from '../../search/dates';
import { filterFields, sortField } from '../../search/filterFields';
import { searchOf } from '../../search/filters';
import type { FilterValues, SortValue } from '../../search/filters';
import { ALBUM_ID, declarativeOperation } from '../declarativeOperation';
import { getMany } from '../getMany';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const listed = getMany<MediaItem>({
	list: 'mediaItems',
	largestPage: MAX_MEDIA_ITEM_PAGE,
	present: (item, simple) => (simple ? simplifiedMediaItem(item) : { ...item }),
	inParts: "album by album, or with 'Date Ranges'",
});

const pagination = declarativeOperation(listed);

const filtered: Handler = async (context, requestData, subject, ...more) => {
	const filters = context.getNodeParameter('filters', {}) as FilterValues;
	const sort = context.getNodeParameter('sort', {}) as SortValue;
	const search = searchOf(filters, sort, searchContext(context, subject));
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
			name: 'Album',
			value: 'album',
			description: 'The photos and videos of an album, in the order of the album',
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
		{
			name: 'Whole Library of This App',
			value: 'library',
			description: 'All photos and videos uploaded by this app, newest capture date first',
			routing: {
				request: { method: 'GET', url: '/v1/mediaItems' },
				operations: { pagination },
			},
		},
	],
};

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many media items',
		description: 'Retrieve a list of the photos and videos uploaded by this app',
	},
	fields: [
		from,
		albumLocator(
			{
				required: true,
				displayOptions: { show: { ...shown.show, from: ['album'] } },
			},
			ALBUM_MUST_EXIST,
		),
		...filterFields({ show: { ...shown.show, from: ['filters'] } }),
		...returnAllAndLimit(shown),
		simplify(shown),
		sortField({ show: { ...shown.show, from: ['filters'] } }),
	],
};
