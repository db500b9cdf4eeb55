import type { IDataObject } from 'n8n-workflow';

/**
 * Type of a field of one of Google's resources. `int64` arrives as text or as a number, and is kept as text. `number`
 * can arrive as text too.
 */
type FieldType = 'text' | 'number' | 'int64' | 'boolean';

/** The fields of a resource that this node reads. */
export interface Shape {
	[field: string]: FieldType | Shape;
}

/** Whether a value is an object and not an array. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a list, which Google omits when it is empty. @returns undefined if the value is neither missing nor a list */
export function listIn(value: unknown): unknown[] | undefined {
	if (value === undefined || value === null) return [];
	return Array.isArray(value) ? (value as unknown[]) : undefined;
}

/**
 * Validates a resource: each field of the shape has its type or is removed. Fields that the shape does not name are
 * unchanged.
 *
 * @param json one value of a reply
 * @returns a copy; undefined if the value is not an object
 */
export function readShape(json: unknown, shape: Shape): IDataObject | undefined {
	if (!isObject(json)) return undefined;
	const read: IDataObject = { ...json };
	// runs for each of 100,000 media items: no copies, and nothing for fields that Google omits
	for (const field of Object.keys(shape)) {
		const given = json[field];
		if (given === undefined) continue;
		const kind = shape[field];
		const value = typeof kind === 'string' ? ofKind(given, kind) : readShape(given, kind);
		if (value === undefined) delete read[field];
		else read[field] = value;
	}
	return read;
}

/** Like `readShape`, for a resource that needs an id: a value without one gives undefined. */
export function readResource<T extends { id: string }>(json: unknown, shape: Shape): T | undefined {
	const read = readShape(json, shape);
	return typeof read?.id === 'string' && read.id !== '' ? (read as unknown as T) : undefined;
}

function ofKind(value: unknown, kind: FieldType): string | number | boolean | undefined {
	switch (kind) {
		case 'text':
			return typeof value === 'string' ? value : undefined;
		case 'boolean':
			return typeof value === 'boolean' ? value : undefined;
		case 'number':
			return numberIn(value);
		case 'int64':
			return numberIn(value) === undefined ? undefined : String(value);
	}
}

function numberIn(value: unknown): number | undefined {
	if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}
