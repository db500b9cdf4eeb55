import type { IDataObject } from 'n8n-workflow';
import type { CreatedItem } from './createQueue';
import type { NewMediaItem } from './types';
import type { Verification } from './verifyUploads';

/**
 * Fields of the simplified output, in its order: the most useful ones, at most 10 as n8n asks for, and the last three
 * only where an option of the user adds them.
 * https://docs.n8n.io/integrations/creating-nodes/build/reference/ux-guidelines/#simplifying-output-fields
 */
const SIMPLIFIED = [
	'id',
	'productUrl',
	'filename',
	'mimeType',
	'albumId',
	'albumTitle',
	'alreadyInLibrary',
	'verified',
	'sourceFileName',
	'sha256',
	'videoStatus',
	'captureDate',
	'captureDateReason',
];

/**
 * The output that Simplify asks for.
 *
 * @param all all fields
 * @returns the simplified fields, or all of them and the media item as Google sent it last
 */
export function simplifiedOrRaw<S extends NewMediaItem>(
	{ file: { source }, mediaItem }: CreatedItem<S>,
	finding: Verification,
	all: IDataObject,
): IDataObject {
	if (source.rawOutput) return { ...all, mediaItem: { ...(finding.mediaItem ?? mediaItem) } };
	return Object.fromEntries(SIMPLIFIED.flatMap((key) => (key in all ? [[key, all[key]]] : [])));
}
