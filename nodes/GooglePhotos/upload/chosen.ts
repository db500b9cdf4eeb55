import type { IBinaryData } from 'n8n-workflow';
import { choiceOf } from '../fields/choice';
import { refuseFor } from '../fields/refuse';
import { textOf } from '../fields/text';
import { fileNamesInJson, filesOf } from '../model/file';
import { refusal } from '../request/explain';
import type { Run } from '../request/run';
import { fileOf, isFileValue } from './givenFile';

/** A file that the form asks for, or where it is; or why there is none where it should be. */
export type Chosen = { field?: string; file: IBinaryData } | { url: string } | { error: Error };

/** Display name of the field below. */
const FIELD_NAME = 'Input Data Field Name';

/**
 * The files of an item that the form asks for. A named field without a file is an outcome of its own, so that
 * the other fields of the item go through under Continue On Fail.
 *
 * @throws NodeOperationError if the URL or the name of a field is no text
 */
export function chosenFiles(run: Run, position: number): Chosen[] {
	const refuse = refuseFor(run.caller.getNode(), { item: run.indexOf(position) });
	switch (choiceOf(run.parameter<unknown>('files', position, 'all'), ['all', 'named', 'url'], 'Files', refuse)) {
		case 'url':
			return fileAtUrl(run, position);
		case 'named':
			return namedFiles(run, position);
		case 'all':
			return filesOf(run.items[position], run.filesInJson).map(([field, file]) => ({ field, file }));
	}
}

function fileAtUrl(run: Run, position: number): Chosen[] {
	const about = { item: run.indexOf(position), parameter: 'URL' };
	const url = textOf(run.caller.getNode(), run.parameter<unknown>('url', position, ''), about).trim();
	return url === '' ? [] : [{ url }];
}

/** An expression may give one name or file, or a list of them, instead of names with commas between. */
function namedFiles(run: Run, position: number): Chosen[] {
	const given = run.parameter<unknown>('binaryPropertyName', position, 'data');
	const files = filesOf(run.items[position], run.filesInJson);
	return (Array.isArray(given) ? (given as unknown[]) : [given]).flatMap((one) =>
		isFileValue(one) ? [givenFile(run, position, one, files)] : fieldsNamed(run, position, one, files),
	);
}

type Files = Array<[field: string, file: IBinaryData]>;

function fieldsNamed(run: Run, position: number, names: unknown, files: Files): Chosen[] {
	const about = { item: run.indexOf(position), parameter: FIELD_NAME };
	const byField = new Map(files);
	return textOf(run.caller.getNode(), names, about)
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean)
		.map((field) => {
			const file = byField.get(field) ?? byField.get(field.replace(/^_files\./, ''));
			return file ? { field, file } : { error: noFile(run, position, field) };
		});
}

function givenFile(run: Run, position: number, value: object, files: Files): Chosen {
	const [found, ...more] = fileOf(value, files);
	if (found && more.length === 0) return { field: found[0], file: found[1] };
	if (!found) return { error: noFile(run, position) };
	const fields = [found, ...more].map(([field]) => field).join(', ');
	return {
		error: refusal(
			run.caller.getNode(),
			'The expression gives a file that could be any of several',
			`Enter the name of its field instead: ${fields}.`,
			{ item: run.indexOf(position), parameter: FIELD_NAME },
		),
	};
}

/** @param field its name; without one the file itself was given */
function noFile(run: Run, position: number, field?: string): Error {
	const fields = filesOf(run.items[position], run.filesInJson).map(([field]) => field);
	const has = fields.length > 0 ? `The item has files in: ${fields.join(', ')}.` : 'The item has no files.';
	const advice = `${has}${whyNotFromJson(run, position)}`;
	const subject = { item: run.indexOf(position), ...(field !== undefined && { file: { field } }), parameter: FIELD_NAME };
	return refusal(
		run.caller.getNode(),
		field === undefined ? 'The expression gives no file that n8n still has' : `There is no file in the field "${field}"`,
		advice,
		subject,
	);
}

/** Says why files that stand in the JSON of an item are not used; nothing if there are none. */
export function whyNotFromJson(run: Run, position: number): string {
	const fields = run.filesInJson ? [] : fileNamesInJson(run.items[position]);
	if (fields.length === 0) return '';
	return ` Those in its JSON (_files: ${fields.join(', ')}) are used only where the workflow's own setting keeps files combined with the JSON: they may come from a workflow that does.`;
}
