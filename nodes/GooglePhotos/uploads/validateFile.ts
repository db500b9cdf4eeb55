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
import { parseAlbumPosition } from '../properties/albumPosition';
import type { PositionValues } from '../properties/albumPosition';
import { inputErrorFor, parseBoolean } from '../properties/parseValues';
import { parseText, validateDescription } from '../properties/titleAndDescription';
import { storedHead, storedSize } from './fileReader';
import { errorContextOf } from './types';
import type { NewMediaItem, Source } from './types';

/** A file that is certainly neither a photo nor a video. The option Unsupported Files decides what happens to it. */
export interface Unsupported {
	unsupported: Error;
}

/**
 * Checks a file as far as possible before anything is sent.
 *
 * @param field field that holds the file; undefined for a file from a URL
 * @returns the file, or the error of an unsupported file
 * @throws NodeOperationError if the file is empty, too large or not readable
 */
export async function validateFile(
	context: OperationContext,
	position: number,
	{ field, file }: { field?: string; file: IBinaryData },
	fields: FileFields,
): Promise<Source | Unsupported> {
	const fileName = fields.fileName ?? (file.fileName && shortened(file.fileName));
	const source = { ...fields, item: context.indexOf(position), field, file, fileName };
	const subject: ErrorContext = { ...errorContextOf(source), parameter: 'Files' };
	if (!file.id) requireBase64(context, file, subject);
	const size = await storedSize(context, file, subject);
	requireSize(context, 'unknown', size, subject);
	const namedType = typeByName(fileName) ? fileName : file.fileName;
	const type = fileType({ mimeType: file.mimeType, fileName: namedType }, await storedHead(context, file, subject));
	requireSize(context, type.kind, size, subject);
	if (type.kind === 'other') return unsupported(context, type, subject);
	return { ...source, mimeType: type.mimeType, size };
}

/** @throws NodeOperationError if a file in memory is not Base64, n8n's own format: it would decode to garbage */
function requireBase64(context: OperationContext, { data }: IBinaryData, subject: ErrorContext): void {
	if (isBase64(data)) return;
	throw inputError(
		context.node,
		'The data of the file is not Base64',
		'Create files in a Code node with this.helpers.prepareBinaryData(buffer, fileName). The node that created this file wrote something else into its "data".',
		subject,
	);
}

/**
 * @param size bytes
 * @throws NodeOperationError if Google does not accept a file of that size
 */
export function requireSize(context: OperationContext, kind: FileKind, size: number, subject: ErrorContext): void {
	const problem = sizeProblem(kind, size);
	const { node } = context;
	if (problem === 'empty') {
		throw inputError(node, 'The file is empty', 'Check the node that created the file. It has 0 bytes.', subject);
	}
	if (problem === 'tooLarge') {
		throw inputError(
			node,
			'The file is too large for Google Photos',
			`Use a smaller file. Google accepts photos of up to 200 MB and videos of up to 20 GB; this one has ${Math.ceil(size / 1e6).toLocaleString('en')} MB.`,
			subject,
		);
	}
}

export function unsupported(context: OperationContext, { mimeType }: FileType, subject: ErrorContext): Unsupported {
	return {
		unsupported: inputError(
			context.node,
			'The file is neither a photo nor a video',
			`Remove it from the item, or set 'Unsupported Files' to 'Skip'. Google Photos accepts only photos and videos; this file is ${mimeType}.`,
			subject,
		),
	};
}

/** Parameters for the files of an input item. */
export type FileFields = MediaItemFields & Pick<Source, 'captureDate'>;

/** Parameters for the media items of an input item, apart from the files themselves. */
export type MediaItemFields = Pick<NewMediaItem, 'description' | 'fileName' | 'albumPosition' | 'rawOutput'>;

/**
 * Description, file name, album position and form of the output for the files of an item.
 *
 * @param fileCount number of files of the item
 * @throws NodeOperationError if Google would reject a value, or File Name is set for several files
 */
export function parseMediaItemFields(context: OperationContext, position: number, fileCount: number): MediaItemFields {
	return {
		description: descriptionFor(context, position) || undefined,
		fileName: fileNameFor(context, position, fileCount),
		albumPosition: albumPositionFor(context, position),
		...(!isSimplified(context, position) && { rawOutput: true }),
	};
}

function isSimplified(context: OperationContext, position: number): boolean {
	const createError = inputErrorFor(context.node, { item: context.indexOf(position) });
	return parseBoolean(context.parameter<unknown>('simplify', position, true), 'Simplify', createError);
}

function descriptionFor(context: OperationContext, position: number): string {
	const description = context.parameter('description', position, '');
	return validateDescription(context.node, description, { item: context.indexOf(position) });
}

function fileNameFor(context: OperationContext, position: number, fileCount: number): string | undefined {
	const about = { item: context.indexOf(position), parameter: 'File Name' };
	const { node } = context;
	const fileName = parseText(node, context.parameter<unknown>('fileName', position, ''), about);
	if (fileName && fileCount > 1) {
		throw inputError(
			node,
			`The item has ${fileCount} files, but 'File Name' can name only one`,
			"Leave 'File Name' empty to keep the names of the files, or split the item first.",
			about,
		);
	}
	if (!isTooLong(fileName)) return fileName || undefined;
	throw inputError(node, `The file name is longer than ${MAX_FILE_NAME} characters`, 'Enter a shorter one.', about);
}

/** The option Position in Album, as n8n stores a fixed collection. */
interface PositionOption {
	albumPosition?: { place?: PositionValues };
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate: a position needs an album */
function albumPositionFor(context: OperationContext, position: number): NewMediaItem['albumPosition'] {
	const place = context.parameter<PositionOption>('options', position, {}).albumPosition?.place;
	if (!place) return undefined;
	const about = { item: context.indexOf(position) };
	const wanted = parseAlbumPosition(context.node, place, about);
	if (wanted.position === 'LAST_IN_ALBUM') return undefined;
	if (!isEmptyField(context.node, context.parameter<unknown>('album', position, ''))) return wanted;
	throw inputError(
		context.node,
		'A position is set, but no album',
		"Choose the album, or remove the option 'Position in Album'.",
		{ ...about, parameter: 'Position in Album' },
	);
}
