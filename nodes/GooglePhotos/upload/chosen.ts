import type { IBinaryData } from 'n8n-workflow';
import { filesOf } from '../model/file';
import { refusal } from '../request/explain';
import type { Run } from '../request/run';

/** A file that the form asks for, or where it is; or why there is none where it should be. */
export type Chosen = { field: string; file: IBinaryData } | { url: string } | { error: Error };

/**
 * The files of an item that the form asks for. A named field without a file is an outcome of its own, so that
 * the other fields of the item go through under Continue On Fail.
 */
export function chosenFiles(run: Run, position: number): Chosen[] {
	switch (run.parameter<string>('files', position, 'all')) {
		case 'url':
			return fileAtUrl(run, position);
		case 'named':
			return namedFiles(run, position);
		default:
			return filesOf(run.items[position], run.filesInJson).map(([field, file]) => ({ field, file }));
	}
}

function fileAtUrl(run: Run, position: number): Chosen[] {
	const url = String(run.parameter<unknown>('url', position, '') ?? '').trim();
	return url === '' ? [] : [{ url }];
}

function namedFiles(run: Run, position: number): Chosen[] {
	const names = run.parameter<unknown>('binaryPropertyName', position, 'data');
	// an expression may give the file itself instead of the name of its field
	if (typeof names === 'object' && names !== null && 'mimeType' in names) {
		return [{ field: 'data', file: names as IBinaryData }];
	}
	const files = new Map(filesOf(run.items[position], run.filesInJson));
	return String(names)
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean)
		.map((field) => {
			const file = files.get(field) ?? files.get(field.replace(/^_files\./, ''));
			return file ? { field, file } : { error: noFileIn(run, position, field, [...files.keys()]) };
		});
}

function noFileIn(run: Run, position: number, field: string, others: string[]): Error {
	return refusal(
		run.caller.getNode(),
		`There is no file in the field "${field}"`,
		others.length > 0 ? `The item has files in: ${others.join(', ')}.` : 'The item has no files.',
		{ item: run.indexOf(position), file: { field }, parameter: 'Input Data Field Name' },
	);
}
