import type { IBinaryData } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { typeByName } from '../files/extensions';
import { isTooLong, MAX_FILE_NAME, shortened } from '../files/fileNames';
import { fileType, sizeProblem } from '../files/fileType';
import type { FileKind, FileType } from '../files/fileType';
import { isBase64 } from '../files/inputFile';
import { isEmptyField } from '../properties/albumLocator';
import { parseAlbumPosition } from '../properties/position';
import type { PositionValues } from '../properties/position';
import { parseText, validateDescription } from '../properties/texts';
import { storedHead, storedSize } from './storedFile';
import { errorContextOf } from './types';
import type { NewMediaItem, Source } from './types';

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
export async function validateFile(
	context: OperationContext,
	position: number,
	{ field, file }: { field?: string; file: IBinaryData },
	wishes: MediaItemFields,
): Promise<Source | Unsupported> {
	const fileName = wishes.fileName ?? (file.fileName && shortened(file.fileName));
	const source = { ...wishes, item: context.indexOf(position), field, file, fileName };
	const subject: ErrorContext = { ...errorContextOf(source), parameter: 'Files' };
	if (!file.id) requireBase64(context, file, subject);
	const size = await storedSize(context, file, subject);
	requireSize(context, 'unknown', size, subject);
	const telling = typeByName(fileName) ? fileName : file.fileName;
	const type = fileType({ mimeType: file.mimeType, fileName: telling }, await storedHead(context, file, subject));
	requireSize(context, type.kind, size, subject);
	if (type.kind === 'other') return unsupported(context, type, subject);
	return { ...source, mimeType: type.mimeType, size };
}

/** @throws NodeOperationError if a file in memory is not in the form in which n8n keeps bytes: others are rubbish */
function requireBase64(context: OperationContext, { data }: IBinaryData, subject: ErrorContext): void {
	if (isBase64(data)) return;
	throw inputError(
		context.n8n.getNode(),
		'The file does not hold its bytes as Base64',
		'The node that made it wrote something else into its "data". In a Code node make files with this.helpers.prepareBinaryData(buffer, fileName).',
		subject,
	);
}

/**
 * @param size bytes
 * @throws NodeOperationError if Google takes no file of that size
 */
export function requireSize(context: OperationContext, kind: FileKind, size: number, subject: ErrorContext): void {
	const problem = sizeProblem(kind, size);
	const node = context.n8n.getNode();
	if (problem === 'empty') {
		throw inputError(node, 'The file is empty', 'It has 0 bytes. Check the node that made it.', subject);
	}
	if (problem === 'tooLarge') {
		throw inputError(
			node,
			'The file is too large for Google Photos',
			`Google takes photos up to 200 MB and videos up to 20 GB; this one has ${Math.ceil(size / 1e6).toLocaleString('en')} MB.`,
			subject,
		);
	}
}

export function unsupported(context: OperationContext, { mimeType }: FileType, subject: ErrorContext): Unsupported {
	return {
		unsupported: inputError(
			context.n8n.getNode(),
			'The file is neither a photo nor a video',
			`Google Photos takes photos and videos only; this file is ${mimeType}. Remove it from the item, or set Unsupported Files to Skip.`,
			subject,
		),
	};
}

/** What the form says of the media items of an input item, apart from the files themselves. */
export type MediaItemFields = Pick<NewMediaItem, 'description' | 'fileName' | 'albumPosition'>;

/**
 * The description, file name and position in the album that go with the files of an item.
 *
 * @param fileCount how many files the item has
 * @throws NodeOperationError if Google would not take them, or File Name is to name several files
 */
export function parseMediaItemFields(context: OperationContext, position: number, fileCount: number): MediaItemFields {
	return {
		description: descriptionFor(context, position) || undefined,
		fileName: fileNameFor(context, position, fileCount),
		albumPosition: albumPositionFor(context, position),
	};
}

function descriptionFor(context: OperationContext, position: number): string {
	const description = context.parameter('description', position, '');
	return validateDescription(context.n8n.getNode(), description, { item: context.indexOf(position) });
}

function fileNameFor(context: OperationContext, position: number, fileCount: number): string | undefined {
	const about = { item: context.indexOf(position), parameter: 'File Name' };
	const node = context.n8n.getNode();
	const fileName = parseText(node, context.parameter<unknown>('fileName', position, ''), about);
	if (fileName && fileCount > 1) {
		throw inputError(
			node,
			`The item has ${fileCount} files, but File Name can name only one`,
			'Leave File Name empty to keep the names of the files, or split the item first.',
			about,
		);
	}
	if (!isTooLong(fileName)) return fileName || undefined;
	throw inputError(node, `The file name is longer than ${MAX_FILE_NAME} characters`, 'Enter a shorter one.', about);
}

/** The option Position in Album, as n8n keeps a fixed collection. */
interface PositionOption {
	albumPosition?: { place?: PositionValues };
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate: no position without an album */
function albumPositionFor(context: OperationContext, position: number): NewMediaItem['albumPosition'] {
	const place = context.parameter<PositionOption>('options', position, {}).albumPosition?.place;
	if (!place) return undefined;
	const about = { item: context.indexOf(position) };
	const wanted = parseAlbumPosition(context.n8n.getNode(), place, about);
	if (wanted.position === 'LAST_IN_ALBUM') return undefined;
	if (!isEmptyField(context.n8n.getNode(), context.parameter<unknown>('album', position, ''))) return wanted;
	throw inputError(
		context.n8n.getNode(),
		'A position is given, but no album',
		'Choose the album that the position is in, or remove the option Position in Album.',
		{ ...about, parameter: 'Position in Album' },
	);
}
