import type { IDataObject } from 'n8n-workflow';

/**
 * What a field of one of Google's resources holds. `int64` comes as text or as a number, and is kept as text;
 * `number` may come as text as well.
 */
type FieldType = 'text' | 'number' | 'int64' | 'boolean';

/** The fields of a resource that this node reads. */
export interface Shape {
	[field: string]: FieldType | Shape;
}

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list in a value: Google leaves it out where it is empty. @returns undefined if something else is in its place */
export function listIn(value: unknown): unknown[] | undefined {
	if (value === undefined || value === null) return [];
	return Array.isArray(value) ? (value as unknown[]) : undefined;
}

/**
 * A resource as this node may read it: every field of the shape is either of its kind or not there, whatever came.
 * Fields that the shape does not name stay as they came.
 *
 * @param json one value of a reply
 * @returns undefined if it is no object
 */
export function readShape(json: unknown, shape: Shape): IDataObject | undefined {
	if (!isObject(json)) return undefined;
	const read: IDataObject = { ...json };
	for (const [field, kind] of Object.entries(shape)) {
		const value = typeof kind === 'string' ? ofKind(json[field], kind) : readShape(json[field], kind);
		if (value === undefined) delete read[field];
		else read[field] = value;
	}
	return read;
}

/** The same of a resource that is nothing without its id. */
export function readResource<T extends { id: string }>(json: unknown, shape: Shape): T | undefined {
	const read = readShape(json, { ...shape, id: 'text' });
	return read?.id ? (read as unknown as T) : undefined;
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
