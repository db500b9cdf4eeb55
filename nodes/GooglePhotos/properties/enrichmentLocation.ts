import type { IDisplayOptions, INode, INodeProperties } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import { quoteValue, readNumber } from './parseValues';
import { parseText } from './titleAndDescription';

/** https://developers.google.com/photos/library/reference/rest/v1/albums/addEnrichment#Location */
export interface Location {
	locationName: string;
	/** degrees */
	latlng: { latitude: number; longitude: number };
}

/** Names of the three location fields: `location` gives `locationName`, `locationLatitude`, `locationLongitude`. */
const namesOf = (prefix: string) => ({
	name: `${prefix}Name`,
	latitude: `${prefix}Latitude`,
	longitude: `${prefix}Longitude`,
});

/** Example values of a location. */
interface Example {
	name: string;
	latitude: string;
	longitude: string;
}

export const EIFFEL_TOWER: Example = { name: 'Eiffel Tower', latitude: '48.8584', longitude: '2.2945' };
export const BIG_BEN: Example = { name: 'Big Ben', latitude: '51.5007', longitude: '-0.1246' };

/**
 * The fields of a location. Degrees are text, so that an empty field is not read as 0.
 *
 * @param prefix prefix of the field names
 * @param label prefix of the display names
 * @param example values for the placeholders
 */
export function locationFields(prefix: string, label: string, example: Example, displayOptions: IDisplayOptions): INodeProperties[] {
	const names = namesOf(prefix);
	const required = { type: 'string', default: '', required: true, displayOptions } as const;
	return [
		{
			displayName: `${label} Name`,
			name: names.name,
			placeholder: `e.g. ${example.name}`,
			description: 'The name of the place, as shown in the album',
			...required,
		},
		{
			displayName: `${label} Latitude`,
			name: names.latitude,
			placeholder: `e.g. ${example.latitude}`,
			description: 'Degrees north of the equator, from -90 to 90. South is negative.',
			...required,
		},
		{
			displayName: `${label} Longitude`,
			name: names.longitude,
			placeholder: `e.g. ${example.longitude}`,
			description: 'Degrees east of Greenwich, from -180 to 180. West is negative.',
			...required,
		},
	];
}

/**
 * Reads the location fields in the form of the API.
 *
 * @param parameterOf reads a field
 * @throws NodeOperationError if the name is empty, or the degrees are not numbers or out of range
 */
export function parseLocation(
	node: INode,
	prefix: string,
	label: string,
	parameterOf: (name: string) => unknown,
	about: ErrorContext,
): Location {
	const names = namesOf(prefix);
	const subject = { ...about, parameter: `${label} Name` };
	const locationName = parseText(node, parameterOf(names.name), subject).trim();
	if (!locationName) {
		throw inputError(node, 'The place has no name', 'Enter a name to show in the album.', subject);
	}
	const degrees = (name: string, parameter: string, most: number) =>
		degreesOf(node, parameterOf(name), most, { ...about, parameter });
	return {
		locationName,
		latlng: {
			latitude: degrees(names.latitude, `${label} Latitude`, 90),
			longitude: degrees(names.longitude, `${label} Longitude`, 180),
		},
	};
}

/** @throws NodeOperationError if the value is not a number, or text with a number, from -most to most */
function degreesOf(node: INode, value: unknown, most: number, subject: ErrorContext): number {
	const degrees = readNumber(value);
	if (degrees !== undefined && Math.abs(degrees) <= most) return degrees;
	const text = quoteValue(parseText(node, value, subject).trim());
	throw inputError(
		node,
		`This is not a number of degrees from -${most} to ${most}`,
		`Enter decimal degrees with a point, such as ${most === 90 ? '48.8584' : '2.2945'}.`,
		{ ...subject, what: text ? `"${text}"` : undefined },
	);
}
