import type { IBinaryData } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { fileNamesInJson, filesOf } from '../files/binaryData';
import { inputFile } from '../files/inputFile';
import { inputErrorFor, parseChoice } from '../properties/parseValues';
import { parseText } from '../properties/titleAndDescription';

/** Whether an expression returned a file of n8n, or n8n's view of one, instead of the name of its field. */
export function isFileValue(value: unknown): value is object {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return 'mimeType' in value || ('data' in value && 'fileName' in value) || ('id' in value && 'fileName' in value);
}

/**
 * Finds the file that an expression such as `{{ $binary.data }}` returns. n8n gives expressions a file without its
 * bytes, so a file that n8n keeps in memory is found among the item's files by all properties that are shown.
 *
 * @param files files of the item
 * @returns the file, with its field if it is one of the item's; several if they cannot be told apart
 */
export function matchFile(
	value: object,
	files: Array<[field: string, file: IBinaryData]>,
): Array<[field: string | undefined, file: IBinaryData]> {
	const whole = inputFile(value);
	const same = files.filter(([, file]) => (whole ? isSame(whole, file) : isShown(value, file)));
	if (whole) return [[same[0]?.[0], whole]];
	return same;
}

function isSame(one: IBinaryData, other: IBinaryData): boolean {
	return one.id ? one.id === other.id : !other.id && one.data === other.data;
}

/** Whether all properties of a value without bytes are the same in a file. */
function isShown(value: object, file: IBinaryData): boolean {
	const shown = inputFile({ ...value, data: file.data }) as IBinaryData;
	const keys = Object.keys(value) as Array<keyof IBinaryData>;
	return !file.id && keys.every((key) => shown[key] === file[key]);
}

/** A file that the parameters select, or its URL; or the error of a field without the expected file. */
export type SelectedFile = { field?: string; file: IBinaryData } | { url: string } | { error: Error };

/** Display name of the parameter `binaryPropertyName`. */
const FIELD_NAME = 'Input Data Field Name';

/**
 * Files of an item that the parameters select. A named field without a file gets an error of its own, so that the other
 * fields of the item are processed under Continue On Fail.
 *
 * @throws NodeOperationError if the URL or the name of a field is not text
 */
export function selectFiles(context: OperationContext, position: number): SelectedFile[] {
	const createError = inputErrorFor(context.node, { item: context.indexOf(position) });
	switch (parseChoice(context.parameter<unknown>('files', position, 'all'), ['all', 'named', 'url'], 'Files', createError)) {
		case 'url':
			return fileAtUrl(context, position);
		case 'named':
			return namedFiles(context, position);
		case 'all':
			return filesOf(context.items[position], context.filesInJson).map(([field, file]) => ({ field, file }));
	}
}

function fileAtUrl(context: OperationContext, position: number): SelectedFile[] {
	const about = { item: context.indexOf(position), parameter: 'URL' };
	const url = parseText(context.node, context.parameter<unknown>('url', position, ''), about).trim();
	return url === '' ? [] : [{ url }];
}

/** An expression may return one name or file, or a list of them, instead of comma-separated names. */
function namedFiles(context: OperationContext, position: number): SelectedFile[] {
	const given = context.parameter<unknown>('binaryPropertyName', position, 'data');
	const files = filesOf(context.items[position], context.filesInJson);
	const selected = (Array.isArray(given) ? (given as unknown[]) : [given]).flatMap((one) =>
		isFileValue(one) ? [givenFile(context, position, one, files)] : fieldsNamed(context, position, one, files),
	);
	// an expression that lists the fields of the item gives nothing for an item without files
	return selected.length > 0 || files.length === 0 ? selected : [{ error: noFieldName(context, position) }];
}

type Files = Array<[field: string, file: IBinaryData]>;

function fieldsNamed(context: OperationContext, position: number, names: unknown, files: Files): SelectedFile[] {
	const about = { item: context.indexOf(position), parameter: FIELD_NAME };
	const byField = new Map(files);
	return parseText(context.node, names, about)
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean)
		.map((field) => {
			const file = byField.get(field) ?? byField.get(field.replace(/^_files\./, ''));
			return file ? { field, file } : { error: noFile(context, position, field) };
		});
}

function givenFile(context: OperationContext, position: number, value: object, files: Files): SelectedFile {
	const [found, ...more] = matchFile(value, files);
	if (found && more.length === 0) return { field: found[0], file: found[1] };
	if (!found) return { error: noFile(context, position) };
	const fields = [found, ...more].map(([field]) => field).join(', ');
	return {
		error: inputError(
			context.node,
			'The expression returns a file that could be any of several',
			`Enter the name of its field instead: ${fields}.`,
			{ item: context.indexOf(position), parameter: FIELD_NAME },
		),
	};
}

function noFieldName(context: OperationContext, position: number): Error {
	return inputError(
		context.node,
		"'Input Data Field Name' is empty",
		"Enter the name of the field that contains the file, or set 'Files' to 'All Files of the Item'. If it is an expression, it returned nothing for this item.",
		{ item: context.indexOf(position), parameter: FIELD_NAME },
	);
}

/** @param field name of the field; undefined if the expression returned a file */
function noFile(context: OperationContext, position: number, field?: string): Error {
	const fields = filesOf(context.items[position], context.filesInJson).map(([field]) => field);
	const has = fields.length > 0 ? `Use one of the fields that have files: ${fields.join(', ')}.` : 'Check the nodes before: the item has no files.';
	const advice = `${has}${jsonFilesNote(context, position)}`;
	const subject = { item: context.indexOf(position), file: { field }, parameter: FIELD_NAME };
	return inputError(
		context.node,
		field === undefined ? 'The expression returns no file that the item has' : `There is no file in the field "${field}"`,
		advice,
		subject,
	);
}

/** Explains why files in the JSON of an item are not used; empty if there are none. */
export function jsonFilesNote(context: OperationContext, position: number): string {
	const fields = context.filesInJson ? [] : fileNamesInJson(context.items[position]);
	if (fields.length === 0) return '';
	return ` Those in its JSON (_files: ${fields.join(', ')}) are used only if the setting of the workflow keeps files combined with the JSON: they may come from another workflow.`;
}
