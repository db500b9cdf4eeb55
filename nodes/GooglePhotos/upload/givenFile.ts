import type { IBinaryData } from 'n8n-workflow';
import { inputFile } from '../model/inputFile';

/** Whether an expression has given a file of n8n's, or what n8n shows of one, instead of the name of its field. */
export function isFileValue(value: unknown): value is object {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return 'mimeType' in value || ('data' in value && 'fileName' in value) || ('id' in value && 'fileName' in value);
}

/**
 * Finds the file that an expression such as `{{ $binary.data }}` gives. n8n shows expressions a file without its
 * bytes, so one that n8n keeps in memory is looked for among the item's own by all that is shown of it.
 *
 * @param files those of the item
 * @returns the file, with its field if it is one of the item's; several if they cannot be told apart
 */
export function fileOf(
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

/** Whether everything in a value without bytes is the same in a file. */
function isShown(value: object, file: IBinaryData): boolean {
	const shown = inputFile({ ...value, data: file.data }) as IBinaryData;
	const keys = Object.keys(value) as Array<keyof IBinaryData>;
	return !file.id && keys.length > 0 && keys.every((key) => key === 'data' || shown[key] === file[key]);
}
