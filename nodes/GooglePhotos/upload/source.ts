import type { IBinaryData } from 'n8n-workflow';
import { checkedDescription } from '../fields/description';
import type { KnownAlbum } from '../fields/knownAlbums';
import { filesOf, firstBytes } from '../model/file';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Run } from '../request/run';
import { claimedKind, kindOfContent, sizeProblem } from './kind';
import { storedSize } from './storedFile';

/** A file of an input item, checked, ready to be sent. */
export interface Source {
	/** index of the input item */
	item: number;
	/** the field that holds it */
	field: string;
	file: IBinaryData;
	mimeType: string;
	fileName?: string;
	/** bytes */
	size: number;
	description?: string;
	album?: KnownAlbum;
}

/** What an error of this file names. */
export function subjectOf({ item, field, fileName }: Pick<Source, 'item' | 'field' | 'fileName'>): Subject {
	return { item, what: fileName ? `file "${fileName}" in field "${field}"` : `the file in field "${field}"` };
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate */
const LONGEST_FILE_NAME = 255;

/** The files of an item that the form asks for. */
export function chosenFiles(run: Run, position: number): Array<[field: string, file: IBinaryData]> {
	const item = run.items[position];
	if (run.parameter('files', position, 'all') === 'all') return filesOf(item, run.filesInJson);
	const about = { item: run.indexOf(position), parameter: 'Input Data Field Name' };
	const names = run.parameter<unknown>('binaryPropertyName', position, 'data');
	// an expression may give the file itself instead of the name of its field
	if (typeof names === 'object' && names !== null && 'mimeType' in names) return [['data', names as IBinaryData]];
	const files = new Map(filesOf(item, run.filesInJson));
	return String(names)
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean)
		.map((name) => {
			const file = files.get(name) ?? files.get(name.replace(/^_files\./, ''));
			if (file) return [name, file];
			throw refusal(
				run.caller.getNode(),
				`There is no file in the field "${name}"`,
				files.size ? `The item has files in: ${[...files.keys()].join(', ')}.` : 'The item has no files.',
				about,
			);
		});
}

/** The texts that go with the files of an item. */
export function textsFor(
	run: Run,
	position: number,
	fileCount: number,
): { description?: string; fileName?: string } {
	const node = run.caller.getNode();
	const item = run.indexOf(position);
	const description = checkedDescription(node, run.parameter('description', position, ''), { item });
	const fileName = String(run.parameter('fileName', position, '') ?? '');
	if (fileName && fileCount > 1) {
		throw refusal(
			node,
			`The item has ${fileCount} files, but File Name can name only one`,
			'Leave File Name empty to keep the names of the files, or split the item first.',
			{ item, parameter: 'File Name' },
		);
	}
	return { description: description || undefined, fileName: fileName || undefined };
}

/**
 * Checks a file as far as that can be done at home.
 *
 * @returns the file; or why it is not supported, if it surely is neither a photo nor a video, which is for
 *   Unsupported Files to decide on
 * @throws NodeOperationError if the file is empty, too large or has a name that Google does not take
 */
export async function checkedFile(
	run: Run,
	position: number,
	[field, file]: [string, IBinaryData],
	texts: { description?: string; fileName?: string },
): Promise<Source | { unsupported: Error }> {
	const node = run.caller.getNode();
	const fileName = texts.fileName ?? file.fileName;
	const source = { item: run.indexOf(position), field, file, fileName };
	const subject: Subject = { ...subjectOf(source), parameter: 'Files' };
	const size = await storedSize(run, file, subject);
	const mimeType = file.mimeType ?? '';
	let kind = claimedKind({ mimeType, fileName });
	const problem = sizeProblem(kind, size);
	if (problem === 'empty') {
		throw refusal(node, 'The file is empty', 'It has 0 bytes. Check the node that made it.', subject);
	}
	if (problem === 'tooLarge') {
		throw refusal(
			node,
			'The file is too large for Google Photos',
			`Google takes photos up to 200 MB and videos up to 20 GB; this one has ${Math.ceil(size / 1e6).toLocaleString('en')} MB.`,
			subject,
		);
	}
	if (fileName && [...fileName].length > LONGEST_FILE_NAME) {
		throw refusal(
			node,
			`The file name is longer than ${LONGEST_FILE_NAME} characters`,
			'Give a shorter one under File Name.',
			{ ...subject, parameter: 'File Name' },
		);
	}
	if (kind === 'unknown') kind = kindOfContent(await firstBytes(run.caller.helpers, file));
	if (kind === 'other') {
		const unsupported = refusal(
			node,
			'The file is neither a photo nor a video',
			`Google Photos takes photos and videos only; this file is ${mimeType || 'of an unknown type'}. Remove it from the item, or set Unsupported Files to Skip.`,
			subject,
		);
		return { unsupported };
	}
	return { ...source, mimeType, size, description: texts.description };
}
