import type { IDataObject, IExecutePaginationFunctions } from 'n8n-workflow';
import { simplifiedMediaItem } from '../../api/mediaItem';
import type { MediaItem } from '../../api/mediaItem';
import { inputError } from '../../errors/nodeError';
import type { ErrorContext } from '../../errors/wording';
import { singleRequest } from '../../execution/declarative';
import type { Handler, Writes } from '../../execution/declarative';
import { simplify } from '../../properties/listFields';
import { mediaItemLocator } from '../../properties/mediaItemLocator';
import { inputErrorFor, parseBoolean } from '../../properties/parseValues';
import { descriptionField, validateDescription } from '../../properties/titleAndDescription';
import { declarativeOperation, MEDIA_ITEM_ID } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

const shown = shownFor('mediaItem', 'update');

const respond: Handler = async (context, requestData, subject) => {
	const simple = parseBoolean(context.getNodeParameter('simplify', true), 'Simplify', inputErrorFor(context.getNode(), { item: subject.item }));
	const given = context.getNodeParameter('description', '');
	if (given === undefined || given === null) throw noDescription(context, subject);
	const description = validateDescription(context.getNode(), given, { item: subject.item });
	requestData.options.body = { ...(requestData.options.body as IDataObject), description };
	const items = await singleRequest(context, requestData, subject);
	if (!simple) return items;
	return items.map(({ json }) => ({ json: simplifiedMediaItem(json as unknown as MediaItem) }));
};

/** An expression that yields nothing, for example due to a misspelled name, must not remove descriptions. */
function noDescription(context: IExecutePaginationFunctions, { item }: ErrorContext): Error {
	return inputError(
		context.getNode(),
		"The expression in 'Description' returns nothing",
		'Check the expression. To remove the current description, leave the field empty.',
		{ item, parameter: 'Description' },
	);
}

const writes: Writes = { done: 'updated', nameOf: ({ id }) => `"${id}"` };

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/patch */
export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update media item description',
		description:
			'Change the description of a photo or video uploaded by this app. Google lets apps change nothing else.',
		routing: {
			request: {
				method: 'PATCH',
				url: `/v1/mediaItems/${MEDIA_ITEM_ID}`,
				qs: { updateMask: 'description' },
			},
			operations: { pagination: declarativeOperation(respond, undefined, writes) },
		},
	},
	fields: [
		mediaItemLocator({ displayOptions: shown }),
		descriptionField({
			description:
				'The new description, up to 1,000 characters. Google asks apps to set only descriptions written by a person.',
			hint: 'If empty, the current description is removed',
			displayOptions: shown,
		}),
		simplify(shown),
	],
};
