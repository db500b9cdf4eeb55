import type { IDataObject, IDisplayOptions, IExecutePaginationFunctions, INodeProperties } from 'n8n-workflow';
import { inputError } from '../../errors/nodeError';
import type { ErrorContext } from '../../errors/wording';
import { singleRequest } from '../../execution/declarative';
import type { Handler, Writes } from '../../execution/declarative';
import { ALBUM_MUST_EXIST, albumLocator } from '../../properties/albumLocator';
import { parseAlbumPosition, positionFields } from '../../properties/albumPosition';
import { BIG_BEN, EIFFEL_TOWER, locationFields, parseLocation } from '../../properties/enrichmentLocation';
import { inputErrorFor, parseChoice, quoteValue as shortened } from '../../properties/parseValues';
import { parseText } from '../../properties/titleAndDescription';
import { ALBUM_ID, declarativeOperation } from '../declarativeOperation';
import type { PreSend } from '../declarativeOperation';
import { shownFor } from '../operation';
import type { Operation } from '../operation';

/**
 * The enrichment to add, in the format of the API.
 * https://developers.google.com/photos/library/reference/rest/v1/albums/addEnrichment#NewEnrichmentItem
 *
 * @throws NodeOperationError if a parameter of it is missing or invalid
 */
function newEnrichmentItem(context: IExecutePaginationFunctions, about: ErrorContext): object {
	const node = context.getNode();
	const parameterOf = (name: string): unknown => context.getNodeParameter(name, '');
	const place = (prefix: string, label: string) => parseLocation(node, prefix, label, parameterOf, about);
	const given = context.getNodeParameter('enrichmentType', 'text');
	switch (parseChoice(given, ['text', 'location', 'map'], 'Type', inputErrorFor(node, about))) {
		case 'location':
			return { locationEnrichment: { location: place('location', 'Location') } };
		case 'map':
			return { mapEnrichment: { origin: place('origin', 'Origin'), destination: place('destination', 'Destination') } };
		case 'text': {
			const subject = { ...about, parameter: 'Text' };
			const text = parseText(node, parameterOf('text'), subject);
			if (text.trim()) return { textEnrichment: { text } };
			throw inputError(node, 'There is no text to add', 'Enter a text.', subject);
		}
	}
}

const prepare: PreSend = (context, options, about) => {
	const position = {
		position: context.getNodeParameter('position', 'LAST_IN_ALBUM'),
		relativeMediaItem: context.getNodeParameter('relativeMediaItem', ''),
		relativeEnrichmentItemId: context.getNodeParameter('relativeEnrichmentItemId', ''),
	};
	options.body = {
		newEnrichmentItem: newEnrichmentItem(context, about),
		albumPosition: parseAlbumPosition(context.getNode(), position, about),
	};
};

const respond: Handler = async (context, ...request) => {
	const [{ json }] = await singleRequest(context, ...request);
	const { id } = json.enrichmentItem as IDataObject;
	return [{ json: { id, type: context.getNodeParameter('enrichmentType', 'text') as string } }];
};

/** Names a text by its content, a location or map by its type and ID. */
const writes: Writes = {
	done: 'added',
	repeatable: false,
	nameOf: ({ id, type }, context) =>
		type === 'text' ? `text "${shortened(context.getNodeParameter('text', ''))}"` : `${type} "${id}"`,
};

const shown = shownFor('album', 'addEnrichment');
const shownForType = (type: string): IDisplayOptions => ({ show: { ...shown.show, enrichmentType: [type] } });

const type: INodeProperties = {
	displayName: 'Type',
	name: 'enrichmentType',
	type: 'options',
	// with an expression here, n8n would require the fields of all types
	noDataExpression: true,
	default: 'text',
	displayOptions: shown,
	options: [
		{ name: 'Location', value: 'location', description: 'A place with its name' },
		{ name: 'Map', value: 'map', description: 'A map with the route from one place to another' },
		{ name: 'Text', value: 'text', description: 'A text between the photos, such as a heading' },
	],
};

/** https://developers.google.com/photos/library/reference/rest/v1/albums/addEnrichment */
export const addEnrichment: Operation = {
	option: {
		name: 'Add Text, Location or Map',
		value: 'addEnrichment',
		action: 'Add text, location or map to album',
		description: 'Insert a text, a location or a map between the photos of an album created by this app',
		routing: {
			request: { method: 'POST', url: `/v1/albums/${ALBUM_ID}:addEnrichment` },
			operations: { pagination: declarativeOperation(respond, prepare, writes) },
		},
	},
	fields: [
		{
			displayName: 'Apps cannot list, change or delete a text, location or map after adding it. You can do so in Google Photos.',
			name: 'enrichmentNotice',
			type: 'notice',
			default: '',
			displayOptions: shown,
		},
		albumLocator(
			{ required: true, displayOptions: shown },
			ALBUM_MUST_EXIST,
		),
		type,
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. The second day',
			displayOptions: shownForType('text'),
		},
		...locationFields('location', 'Location', EIFFEL_TOWER, shownForType('location')),
		...locationFields('origin', 'Origin', EIFFEL_TOWER, shownForType('map')),
		...locationFields('destination', 'Destination', BIG_BEN, shownForType('map')),
		...positionFields(shown),
	],
};
