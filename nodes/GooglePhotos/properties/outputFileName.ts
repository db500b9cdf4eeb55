import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { splitMediaExtension } from '../files/extensions';
import { safeFileName } from '../files/fileNames';
import { parseText } from './titleAndDescription';

const FILE_NAME = 'File Name';

/** The option for the name of a downloaded file. */
export const fileNameOption: INodeProperties = {
	displayName: FILE_NAME,
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. holiday',
	description:
		'The name of the downloaded file. The extension is that of its format: a JPEG is named holiday.jpg, even if you enter holiday.png. Without this option, the file keeps its name from Google Photos.',
};

/**
 * The file name that the option gives, made safe: without a path, at most 255 bytes. Its extension may be wrong.
 *
 * @returns undefined if the option is not set
 * @throws NodeOperationError if it is neither text nor a number, or nothing of it can be a file name
 */
export function parseFileName(context: OperationContext, position: number): string | undefined {
	const options = context.parameter<IDataObject>('options', position, {});
	if (!('fileName' in options)) return undefined;
	const about = { item: context.indexOf(position), parameter: FILE_NAME };
	const name = safeFileName(parseText(context.node, options.fileName, about));
	if (/[^\s.]/.test(splitMediaExtension(name).stem)) return name;
	throw inputError(
		context.node,
		'No file name is set',
		"Enter a name such as holiday, or remove the option 'File Name' to keep the name from Google Photos. Dots, folders or an extension alone are not a name, and neither is an expression that returns nothing.",
		about,
	);
}

/** @throws NodeOperationError if several files of an input item are to have the same name */
export function requireOneFile(context: OperationContext, position: number, fileCount: number): void {
	if (fileCount <= 1) return;
	throw inputError(
		context.node,
		`There are ${fileCount} picked items to download, but 'File Name' can name only one`,
		"Remove the option 'File Name', or set 'Items' to 'Some by ID' with one ID for each input item. Without the option, the files keep their names.",
		{ item: context.indexOf(position), parameter: FILE_NAME },
	);
}
