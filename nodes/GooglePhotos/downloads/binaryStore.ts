import { OperationalError, UserError } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { quotable } from '../errors/googleError';
import { inputError, isUserFacing, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';

/** Error codes of Node.js for disk failures and for files too large to be kept in memory, and of databases. */
const storeCodes =
	/^(EACCES|EDQUOT|EEXIST|EFBIG|EIO|EISDIR|EMFILE|ENFILE|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ERR_BUFFER_TOO_LARGE|ERR_FS_FILE_TOO_LARGE|ERR_OUT_OF_RANGE|ERR_STRING_TOO_LONG|SQLITE_[A-Z_]+)$/;

/**
 * Stores the body of a response in n8n, and distinguishes failures of the store, which no retry fixes, from failures of
 * the connection.
 *
 * @param connectionError the error to throw if the body broke off; undefined if it did not
 * @throws the error of `connectionError`, NodeOperationError for the store
 */
export async function storeFile<T>(
	context: OperationContext,
	subject: ErrorContext,
	connectionError: (error: Error) => Error | undefined,
	store: () => Promise<T>,
): Promise<T> {
	try {
		return await store();
	} catch (error) {
		const ofConnection = isOfStore(error) ? undefined : connectionError(error);
		if (ofConnection) throw rethrow(ofConnection);
		if (isUserFacing(error)) throw rethrow(error);
		throw inputError(
			context.node,
			'n8n could not store the file',
			`Check the free disk space for n8n's binary data. For large files, n8n must keep binary data on a disk. n8n says: ${quotable(String(error.message))}`,
			subject,
		);
	}
}

function isOfStore(error: Error): boolean {
	const { code, path } = error as { code?: unknown; path?: unknown };
	// errors of the file system have a path, of databases the driver's error, of the object store its response
	const hasMark = typeof path === 'string' || 'driverError' in error || '$metadata' in error;
	// n8n's own errors, such as a file too large for its database
	const isOfN8n = error instanceof UserError || error instanceof OperationalError || error instanceof RangeError;
	return hasMark || isOfN8n || storeCodes.test(String(code));
}

/** Whether a body is still compressed: n8n decompresses the common encodings, and then removes this header. */
export function isCompressed(headers: IDataObject): boolean {
	const encoding = String(headers['content-encoding'] ?? '').trim().toLowerCase();
	return encoding !== '' && encoding !== 'identity';
}
