import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { sizeOfFile } from '../model/file';
import type { Content } from '../model/file';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { StrangeReplyError } from '../request/failure';
import type { Run } from '../request/run';
import { fileNameFor } from './fileName';

/** What the API says of a media item's file. */
export interface DescribedFile {
	filename?: string;
	/** of the file as it was uploaded, for replies that name no type */
	mimeType?: string;
}

/**
 * Stores a reply's body as a file of n8n's: whole, or not at all. Its name follows the type of what came.
 * What a broken try has written n8n removes itself; n8n 1.x does so with the execution's other files.
 *
 * @throws StrangeReplyError if the reply is a page instead of a file, or empty; an Error if the body broke off;
 *   NodeOperationError if n8n could not keep it
 */
export async function storeFile(
	run: Run,
	{ body, headers }: IN8nHttpFullResponse,
	described: DescribedFile,
	subject: Subject,
): Promise<IBinaryData> {
	const { helpers } = run.caller;
	const type = typeOf(headers['content-type']);
	if (/^text\/|^application\/(json|xml|xhtml)/.test(type)) {
		throw new StrangeReplyError('The reply is a text or web page, not a file');
	}
	const length = headers['content-length'];
	const expected = length === undefined ? undefined : Number(length);
	if (expected === 0) throw nothing();
	const mimeType = type || described.mimeType;
	const name = fileNameFor(described.filename || 'file', mimeType ?? '');
	const file = await stored(run, subject, async () => {
		// n8n takes a slash for a folder; Google does not
		const kept = await helpers.prepareBinaryData(body as Content, name.replace(/[/\\]/g, '_'), mimeType);
		return { ...kept, fileName: name };
	});
	const size = await sizeOfFile(helpers, file);
	if (size === 0) throw nothing();
	if (expected !== undefined && size !== expected) throw brokenOff();
	return file;
}

/** A type that says nothing is none. */
function typeOf(header: unknown): string {
	const type = String(header ?? '').split(';')[0].trim().toLowerCase();
	return type.endsWith('/octet-stream') ? '' : type;
}

function nothing(): Error {
	return new StrangeReplyError('The reply is empty');
}

function brokenOff(): Error {
	return new Error('The file broke off before its end');
}

/** Codes of Node's for what goes wrong with a disk, or with a file too large to be kept in memory. */
const ofTheStore =
	/^(EACCES|EDQUOT|EEXIST|EFBIG|EIO|EMFILE|ENFILE|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ERR_BUFFER_TOO_LARGE|ERR_FS_FILE_TOO_LARGE|ERR_OUT_OF_RANGE|ERR_STRING_TOO_LONG)$/;

/** Tells a store that fails, which no repetition mends, from a network that does. */
async function stored<T>(run: Run, subject: Subject, store: () => Promise<T>): Promise<T> {
	try {
		return await store();
	} catch (error) {
		const { code, message } = error as { code?: unknown; message: string };
		if (!(error instanceof RangeError) && !ofTheStore.test(String(code))) throw brokenOff();
		throw refusal(
			run.caller.getNode(),
			'n8n could not store the file',
			`Check the free space on the disk of n8n's binary data, and that n8n keeps binary data on a disk if files are large. n8n says: ${message}`,
			subject,
		);
	}
}
