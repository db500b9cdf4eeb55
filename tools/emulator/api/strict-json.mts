import { GoogleError, invalid } from '../http/google-error.mts';
import { schemaOf, type FieldSchema } from './schemas.mts';

interface Violation {
	field: string;
	description: string;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Parses a JSON request as Google's front end does: strictly by its schema, field names in camel or snake case.
 * @param at path of the message in the request (`album`), '' for the request itself
 * @returns the message with camel case names, without null fields
 * @throws GoogleError INVALID_ARGUMENT in Google's wording
 * @see https://protobuf.dev/programming-guides/json/
 */
export function parseMessage(json: string, schemaName: string, at = ''): Record<string, unknown> {
	let value: unknown;
	try {
		value = json.trim() === '' ? {} : JSON.parse(json);
	} catch {
		throw invalid(`Invalid JSON payload received. Unexpected token.\n${json.slice(0, 40)}\n^`);
	}
	const violations: Violation[] = [];
	const message = readMessage(value, schemaName, at, violations);
	if (violations.length > 0) throw badRequest(violations);
	return message as Record<string, unknown>;
}

/**
 * Parses query parameters by their schemas.
 * @throws GoogleError INVALID_ARGUMENT in Google's wording
 */
export function parseParameters(
	query: URLSearchParams,
	known: Readonly<Record<string, FieldSchema>>,
	standard: ReadonlySet<string>,
): Record<string, unknown> {
	const violations: Violation[] = [];
	const parameters: Record<string, unknown> = {};
	for (const given of new Set(query.keys())) {
		if (standard.has(given)) continue;
		const name = Object.keys(known).find((key) => key === given || snake(key) === given);
		const schema = name === undefined ? undefined : known[name];
		if (name === undefined || !schema) {
			violations.push({
				field: '',
				description: `Invalid JSON payload received. Unknown name "${given}": Cannot bind query parameter. Field '${given}' could not be found in request message.`,
			});
			continue;
		}
		const values = query.getAll(given);
		const value = schema.type === 'array' ? values : values.at(-1);
		const typed = schema.type === 'boolean' ? { true: true, false: false }[String(value)] : value;
		parameters[name] = readField(typed ?? value, schema, snake(name), violations);
	}
	if (violations.length > 0) throw badRequest(violations);
	return parameters;
}

function readMessage(value: unknown, name: string, at: string, violations: Violation[]): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		const type = `type.googleapis.com/google.photos.library.v1.${name}`;
		violations.push(invalidValue(at, type, value));
		return undefined;
	}
	const schema = schemaOf(name);
	const message: Record<string, unknown> = {};
	for (const [given, part] of Object.entries(value)) {
		const field = Object.keys(schema).find((key) => key === given || snake(key) === given);
		const fieldSchema = field === undefined ? undefined : schema[field];
		if (field === undefined || !fieldSchema) {
			const where = at === '' ? '' : ` at '${at}'`;
			const description = `Invalid JSON payload received. Unknown name "${given}"${where}: Cannot find field.`;
			violations.push({ field: at, description });
		} else if (part !== null) {
			const path = at === '' ? snake(field) : `${at}.${snake(field)}`;
			message[field] = readField(part, fieldSchema, path, violations);
		}
	}
	return message;
}

function readField(
	value: unknown,
	schema: FieldSchema,
	at: string,
	violations: Violation[],
): unknown {
	if (schema.$ref) return readMessage(value, schema.$ref, at, violations);
	if (schema.type === 'array') {
		const { items = {} } = schema;
		// proto3 JSON accepts a single value for a list of one.
		const values = Array.isArray(value) ? value : [value];
		return values.map((part, index) => readField(part, items, `${at}[${index}]`, violations));
	}
	const [type, read] = scalar(value, schema, at);
	if (read === undefined) violations.push(invalidValue(at, type, value));
	return read;
}

/** @returns the name of the type, and the value if it has that type */
function scalar(value: unknown, schema: FieldSchema, at: string): [string, unknown] {
	if (schema.enum) {
		const named = typeof value === 'number' ? schema.enum[value] : value;
		const type =
			at
				.split('.')
				.at(-1)
				?.replace(/\[\d+\]$/, '') ?? at;
		return [
			`type.googleapis.com/google.photos.library.v1.${type}`,
			schema.enum.includes(String(named)) ? named : undefined,
		];
	}
	switch (schema.type) {
		case 'boolean':
			return ['TYPE_BOOL', typeof value === 'boolean' ? value : undefined];
		case 'integer': {
			const number = asNumber(value);
			const fits = Number.isInteger(number) && Math.abs(number) <= 2 ** 31;
			return ['TYPE_INT32', fits ? number : undefined];
		}
		case 'number': {
			const number = asNumber(value);
			return ['TYPE_DOUBLE', Number.isFinite(number) ? number : undefined];
		}
		default:
			if (schema.format === 'int64')
				return ['TYPE_INT64', Number.isInteger(asNumber(value)) ? String(value) : undefined];
			return ['TYPE_STRING', typeof value === 'string' ? value : undefined];
	}
}

function asNumber(value: unknown): number {
	return typeof value === 'number' || (typeof value === 'string' && value !== '')
		? Number(value)
		: NaN;
}

function invalidValue(at: string, type: string, value: unknown): Violation {
	const shown =
		typeof value === 'object' ? 'Starting an object on a scalar field' : JSON.stringify(value);
	return { field: at, description: `Invalid value at '${at}' (${type}), ${shown}` };
}

function badRequest(violations: Violation[]): GoogleError {
	return invalid(violations.map(({ description }) => description).join('\n'), [
		{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations },
	]);
}
