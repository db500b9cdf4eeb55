import type { IBinaryData } from 'n8n-workflow';
import { isBase64 } from '../model/inputFile';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Run } from '../request/run';
import { typeByName } from './extensions';
import { fileType, sizeProblem } from './kind';
import type { FileKind, FileType } from './kind';
import { shortened } from './longName';
import { subjectOf } from './source';
import type { Source } from './source';
import { storedHead, storedSize } from './storedFile';
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
 * @throws NodeOperationError if the file is empty, too large or not readable
 */
export async function checkedFile(
	run: Run,
	position: number,
	{ field, file }: { field?: string; file: IBinaryData },
	wishes: Wishes,
): Promise<Source | Unsupported> {
	const fileName = wishes.fileName ?? (file.fileName && shortened(file.fileName));
	const source = { ...wishes, item: run.indexOf(position), field, file, fileName };
	const subject: Subject = { ...subjectOf(source), parameter: 'Files' };
	if (!file.id) requireBase64(run, file, subject);
	const size = await storedSize(run, file, subject);
	requireSize(run, 'unknown', size, subject);
	const telling = typeByName(fileName) ? fileName : file.fileName;
	const type = fileType({ mimeType: file.mimeType, fileName: telling }, await storedHead(run, file, subject));
	requireSize(run, type.kind, size, subject);
	if (type.kind === 'other') return unsupported(run, type, subject);
	return { ...source, mimeType: type.mimeType, size };
}

/** @throws NodeOperationError if a file in memory is not in the form in which n8n keeps bytes: others are rubbish */
function requireBase64(run: Run, { data }: IBinaryData, subject: Subject): void {
	if (isBase64(data)) return;
	throw refusal(
		run.caller.getNode(),
		'The file does not hold its bytes as Base64',
		'The node that made it wrote something else into its "data". In a Code node make files with this.helpers.prepareBinaryData(buffer, fileName).',
		subject,
	);
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

export function unsupported(run: Run, { mimeType }: FileType, subject: Subject): Unsupported {
	return {
		unsupported: refusal(
			run.caller.getNode(),
			'The file is neither a photo nor a video',
			`Google Photos takes photos and videos only; this file is ${mimeType}. Remove it from the item, or set Unsupported Files to Skip.`,
			subject,
		),
	};
}
