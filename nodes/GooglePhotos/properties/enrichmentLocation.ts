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

/**
 * The fields of a location. Degrees are text, so that an empty field is not read as 0.
 *
 * @param prefix prefix of the field names
 * @param label prefix of the display names
 */
export function locationFields(prefix: string, label: string, displayOptions: IDisplayOptions): INodeProperties[] {
	const names = namesOf(prefix);
	const required = { type: 'string', default: '', required: true, displayOptions } as const;
	return [
		{
			displayName: `${label} Name`,
			name: names.name,
			placeholder: 'e.g. Eiffel Tower',
			description: 'The name of the place, as it is shown in the album',
			...required,
		},
		{
			displayName: `${label} Latitude`,
			name: names.latitude,
			placeholder: 'e.g. 48.8584',
			description: 'Degrees north of the equator, from -90 to 90; south is negative',
			...required,
		},
		{
			displayName: `${label} Longitude`,
			name: names.longitude,
			placeholder: 'e.g. 2.2945',
			description: 'Degrees east of Greenwich, from -180 to 180; west is negative',
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
		throw inputError(node, 'The place has no name', 'Enter a name, which the album then shows.', subject);
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
