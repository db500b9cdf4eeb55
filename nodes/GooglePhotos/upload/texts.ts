import { isLeftEmpty } from '../fields/album';
import { checkedDescription } from '../fields/description';
import { albumPositionOf } from '../fields/position';
import type { PositionValues } from '../fields/position';
import { textOf } from '../fields/text';
import { refusal } from '../request/explain';
import type { Run } from '../request/run';
import { isTooLong, LONGEST_FILE_NAME } from './longName';
import type { NewMediaItem } from './source';

/** What the form says of the media items of an input item, apart from the files themselves. */
export type Wishes = Pick<NewMediaItem, 'description' | 'fileName' | 'albumPosition'>;

/**
 * The description, file name and position in the album that go with the files of an item.
 *
 * @param fileCount how many files the item has
 * @throws NodeOperationError if Google would not take them, or File Name is to name several files
 */
export function wishesFor(run: Run, position: number, fileCount: number): Wishes {
	return {
		description: descriptionFor(run, position) || undefined,
		fileName: fileNameFor(run, position, fileCount),
		albumPosition: albumPositionFor(run, position),
	};
}

function descriptionFor(run: Run, position: number): string {
	const description = run.parameter('description', position, '');
	return checkedDescription(run.caller.getNode(), description, { item: run.indexOf(position) });
}

function fileNameFor(run: Run, position: number, fileCount: number): string | undefined {
	const about = { item: run.indexOf(position), parameter: 'File Name' };
	const node = run.caller.getNode();
	const fileName = textOf(node, run.parameter<unknown>('fileName', position, ''), about);
	if (fileName && fileCount > 1) {
		throw refusal(
			node,
			`The item has ${fileCount} files, but File Name can name only one`,
			'Leave File Name empty to keep the names of the files, or split the item first.',
			about,
		);
	}
	if (!isTooLong(fileName)) return fileName || undefined;
	throw refusal(node, `The file name is longer than ${LONGEST_FILE_NAME} characters`, 'Enter a shorter one.', about);
}

/** The option Position in Album, as n8n keeps a fixed collection. */
interface PositionOption {
	albumPosition?: { place?: PositionValues };
}

/** https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate: no position without an album */
function albumPositionFor(run: Run, position: number): NewMediaItem['albumPosition'] {
	const place = run.parameter<PositionOption>('options', position, {}).albumPosition?.place;
	if (!place) return undefined;
	const about = { item: run.indexOf(position) };
	const wanted = albumPositionOf(run.caller.getNode(), place, about);
	if (wanted.position === 'LAST_IN_ALBUM') return undefined;
	if (!isLeftEmpty(run.caller.getNode(), run.parameter<unknown>('album', position, ''))) return wanted;
	throw refusal(
		run.caller.getNode(),
		'A position is given, but no album',
		'Choose the album that the position is in, or remove the option Position in Album.',
		{ ...about, parameter: 'Position in Album' },
	);
}
