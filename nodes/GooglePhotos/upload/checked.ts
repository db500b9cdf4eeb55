import type { IBinaryData } from 'n8n-workflow';
import { firstBytes } from '../model/file';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Run } from '../request/run';
import { claimedKind, kindOfContent, sizeProblem } from './kind';
import type { FileKind } from './kind';
import { subjectOf } from './source';
import type { Source } from './source';
import { storedSize } from './storedFile';
import { LONGEST_FILE_NAME } from './texts';
import type { Wishes } from './texts';

/** A file that surely is neither a photo nor a video: what to do is for Unsupported Files to say. */
export interface Unsupported {
	unsupported: Error;
}

/**
 * Checks a file as far as that can be done at home.
 *
 * @param field the field that holds it; of a file that was fetched none does
 * @returns the file, or why it is not supported
 * @throws NodeOperationError if the file is empty, too large or has a name that Google does not take
 */
export async function checkedFile(
	run: Run,
	position: number,
	{ field, file }: { field?: string; file: IBinaryData },
	wishes: Wishes,
): Promise<Source | Unsupported> {
	const fileName = wishes.fileName ?? file.fileName;
	const source = { ...wishes, item: run.indexOf(position), field, file, fileName };
	const subject: Subject = { ...subjectOf(source), parameter: 'Files' };
	const size = await storedSize(run, file, subject);
	const mimeType = file.mimeType ?? '';
	let kind = claimedKind({ mimeType, fileName });
	requireSize(run, kind, size, subject);
	requireFileName(run, fileName, subject);
	if (kind === 'unknown') kind = kindOfContent(await firstBytes(run.caller.helpers, file));
	if (kind === 'other') return unsupported(run, mimeType, subject);
	return { ...source, mimeType, size };
}

/**
 * @param size bytes
 * @throws NodeOperationError if Google takes no file of that size
 */
export function requireSize(run: Run, kind: FileKind, size: number, subject: Subject): void {
	const problem = sizeProblem(kind, size);
	const node = run.caller.getNode();
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
}

function requireFileName(run: Run, fileName: string | undefined, subject: Subject): void {
	if (!fileName || [...fileName].length <= LONGEST_FILE_NAME) return;
	throw refusal(
		run.caller.getNode(),
		`The file name is longer than ${LONGEST_FILE_NAME} characters`,
		'Give a shorter one under File Name.',
		{ ...subject, parameter: 'File Name' },
	);
}

/** @param mimeType as the file or the server that has it says */
export function unsupported(run: Run, mimeType: string, subject: Subject): Unsupported {
	return {
		unsupported: refusal(
			run.caller.getNode(),
			'The file is neither a photo nor a video',
			`Google Photos takes photos and videos only; this file is ${mimeType || 'of an unknown type'}. Remove it from the item, or set Unsupported Files to Skip.`,
			subject,
		),
	};
}
