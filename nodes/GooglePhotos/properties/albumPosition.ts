import type { IDisplayOptions, INode, INodeProperties } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { isUsableId } from './albumLocator';
import { requireOneId } from './ids';
import { mediaItemLocator, parseMediaItemId } from './mediaItemLocator';
import { inputErrorFor, optionValue, parseChoice } from './parseValues';
import { parseText } from './titleAndDescription';

/** https://developers.google.com/photos/library/reference/rest/v1/AlbumPosition */
export type AlbumPosition =
	| { position: 'FIRST_IN_ALBUM' | 'LAST_IN_ALBUM' }
	| { position: 'AFTER_MEDIA_ITEM'; relativeMediaItemId: string }
	| { position: 'AFTER_ENRICHMENT_ITEM'; relativeEnrichmentItemId: string };

/**
 * The fields for a position in an album, for the parameters of an operation or the values of a fixed collection.
 *
 * @param displayOptions where the fields are shown; empty in a fixed collection
 */
export function positionFields({ show, hide }: IDisplayOptions = {}): INodeProperties[] {
	const shownFor = (position: AlbumPosition['position']): IDisplayOptions => ({
		show: { ...show, position: [position] },
		...(hide && { hide }),
	});
	return [
		{
			displayName: 'Position',
			name: 'position',
			type: 'options',
			default: 'LAST_IN_ALBUM',
			description: 'Where in the album to insert it. It cannot be moved later.',
			options: [
				{ name: 'After a Media Item', value: 'AFTER_MEDIA_ITEM' },
				{
					name: 'After a Text, Location or Map',
					value: 'AFTER_ENRICHMENT_ITEM',
					description: 'By the ID returned when it was added: Google does not list them',
				},
				{ name: 'End of Album', value: 'LAST_IN_ALBUM' },
				{ name: 'Start of Album', value: 'FIRST_IN_ALBUM' },
			],
			...(show && { displayOptions: { show, ...(hide && { hide }) } }),
		},
		mediaItemLocator({
			displayName: 'After Media Item',
			name: 'relativeMediaItem',
			// with an expression for the position, n8n would require this field for every position
			required: false,
			description: 'A photo or video that is in the album',
			displayOptions: shownFor('AFTER_MEDIA_ITEM'),
		}),
		{
			displayName: 'After Enrichment ID',
			name: 'relativeEnrichmentItemId',
			type: 'string',
			default: '',
			placeholder: 'e.g. AbCdEfGh...',
			description: 'The ID returned when the text, location or map was added',
			displayOptions: shownFor('AFTER_ENRICHMENT_ITEM'),
		},
	];
}

const POSITIONS = ['FIRST_IN_ALBUM', 'LAST_IN_ALBUM', 'AFTER_MEDIA_ITEM', 'AFTER_ENRICHMENT_ITEM'] as const;

/** The values of the position fields. */
export interface PositionValues {
	position?: unknown;
	relativeMediaItem?: unknown;
	relativeEnrichmentItemId?: unknown;
}

/**
 * Reads the position fields in the form of the API.
 *
 * @throws NodeOperationError if the position is unknown, or the ID that it is relative to is missing or invalid
 */
export function parseAlbumPosition(node: INode, values: PositionValues, about: ErrorContext): AlbumPosition {
	const given = optionValue(values, 'position', 'LAST_IN_ALBUM');
	const position = parseChoice(given, POSITIONS, 'Position', inputErrorFor(node, about));
	switch (position) {
		case 'FIRST_IN_ALBUM':
		case 'LAST_IN_ALBUM':
			return { position };
		case 'AFTER_MEDIA_ITEM': {
			const parameter = 'After Media Item';
			return { position, relativeMediaItemId: parseMediaItemId(node, values.relativeMediaItem, about, parameter) };
		}
		case 'AFTER_ENRICHMENT_ITEM': {
			const parameter = 'After Enrichment ID';
			const id = parseText(node, values.relativeEnrichmentItemId, { ...about, parameter }).trim();
			requireOneId(node, id, { ...about, parameter });
			if (id && isUsableId(id)) return { position, relativeEnrichmentItemId: id };
			throw inputError(
				node,
				'The text, location or map to insert after is missing',
				'Enter the ID that was returned when it was added.',
				{ ...about, parameter },
			);
		}
	}
}
