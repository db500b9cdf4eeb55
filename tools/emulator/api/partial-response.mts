import { invalid } from '../http/google-error.mts';
import { schemaOf, type MessageSchema } from './schemas.mts';

/** A parsed selection: field → selection within it; an empty selection keeps everything. */
interface Selection {
	[field: string]: Selection;
}

/**
 * Keeps the part of a reply that the `fields` parameter selects: `nextPageToken,mediaItems(id,baseUrl)`, `a/b`, `*`.
 * @throws GoogleError INVALID_ARGUMENT for a field that is not in the schema of the reply
 * @see https://developers.google.com/discovery/v1/performance#partial
 */
export function selectFields(reply: object, fields: string, schemaName: string): unknown {
	const selection = parse(fields);
	check(selection, schemaOf(schemaName));
	return select(reply, selection);
}

function parse(fields: string): Selection {
	const tokens = fields.match(/[^,()/\s]+|[,()/]/g) ?? [];
	let next = 0;
	const bad = () =>
		invalid(`Request contains an invalid argument. Invalid field selection ${fields}`);
	function list(): Selection {
		const selection: Selection = {};
		do {
			const name = tokens[next++];
			if (name === undefined || /^[,()/]$/.test(name)) throw bad();
			selection[name] = { ...selection[name], ...below() };
		} while (tokens[next] === ',' && ++next);
		return selection;
	}
	function below(): Selection {
		if (tokens[next] === '/') {
			const name = tokens[++next];
			if (name === undefined || /^[,()/]$/.test(name)) throw bad();
			next++;
			return { [name]: below() };
		}
		if (tokens[next] !== '(') return {};
		next++;
		const inner = list();
		if (tokens[next++] !== ')') throw bad();
		return inner;
	}
	const selection = list();
	if (next < tokens.length) throw bad();
	return selection;
}

function check(selection: Selection, schema: MessageSchema): void {
	for (const [name, inner] of Object.entries(selection)) {
		if (name === '*') continue;
		const field = schema[name];
		if (!field)
			throw invalid(`Request contains an invalid argument. Invalid field selection ${name}`);
		const message = field.$ref ?? field.items?.$ref;
		if (message) check(inner, schemaOf(message));
	}
}

function select(value: unknown, selection: Selection): unknown {
	if (Object.keys(selection).length === 0 || typeof value !== 'object' || value === null)
		return value;
	if (Array.isArray(value)) return value.map((part) => select(part, selection));
	const chosen: Record<string, unknown> = {};
	for (const [name, part] of Object.entries(value)) {
		const inner = selection[name] ?? selection['*'];
		if (inner) chosen[name] = select(part, inner);
	}
	return chosen;
}
