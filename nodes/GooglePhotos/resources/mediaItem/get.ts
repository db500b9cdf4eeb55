import { simplify } from '../../fields/limit';
import { mediaItemLocator } from '../../fields/mediaItem';
import type { MediaItem } from '../../model/mediaItem';
import { simplifiedMediaItem } from '../../model/mediaItem';
import { oneRequest } from '../../request/declarative';
import type { Respond } from '../../request/declarative';
import { declarative, MEDIA_ITEM_ID } from '../entrance';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const respond: Respond = async (context, requestData, subject) => {
	const items = await oneRequest(context, requestData, subject);
	if (context.getNodeParameter('simplify', true) !== true) return items;
	return items.map(({ json }) => ({ json: simplifiedMediaItem(json as unknown as MediaItem) }));
};

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/get */
export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a media item',
		description: 'Get what Google knows of a photo or video that this app uploaded',
		routing: {
			request: { method: 'GET', url: `/v1/mediaItems/${MEDIA_ITEM_ID}` },
			operations: { pagination: declarative(respond) },
		},
	},
	fields: [
		mediaItemLocator({ displayOptions: shownFor('mediaItem', 'get') }),
		simplify(shownFor('mediaItem', 'get')),
	],
};
