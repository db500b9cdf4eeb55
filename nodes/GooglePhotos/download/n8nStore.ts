import { OperationalError, UserError } from 'n8n-workflow';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import { quotable } from '../request/refusalBody';
import type { Run } from '../request/run';

/** Codes of Node's for what goes wrong with a disk, or with a file too large to be kept in memory; and of databases. */
const ofTheStore =
	/^(EACCES|EDQUOT|EEXIST|EFBIG|EIO|EISDIR|EMFILE|ENFILE|ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ERR_BUFFER_TOO_LARGE|ERR_FS_FILE_TOO_LARGE|ERR_OUT_OF_RANGE|ERR_STRING_TOO_LONG|SQLITE_[A-Z_]+)$/;

/** The body that is to be stored. */
interface Body {
	/** whether all of it has been read */
	ended: () => boolean;
	/** makes the error of one that broke off */
	brokenOff: () => Error;
}

/**
 * Has n8n keep a file, and tells a store that fails, which no repetition mends, from a connection that does.
 *
 * @throws `brokenOff` for the connection, NodeOperationError for the store
 */
export async function keptBy<T>(run: Run, subject: Subject, body: Body, keep: () => Promise<T>): Promise<T> {
	try {
		return await keep();
	} catch (error) {
		if (!isOfTheStore(error) && !body.ended()) throw body.brokenOff();
		throw refusal(
			run.caller.getNode(),
			'n8n could not store the file',
			`Check the free space on the disk of n8n's binary data, and that n8n keeps binary data on a disk if files are large. n8n says: ${quotable(String(error.message))}`,
			subject,
		);
	}
}

function isOfTheStore(error: Error): boolean {
	const { code, path } = error as { code?: unknown; path?: unknown };
	// the file system's name their path, the database's their driver's error, the object store's its reply
	const marks = typeof path === 'string' || 'driverError' in error || '$metadata' in error;
	// n8n's own, such as a file too large for its database
	const own = error instanceof UserError || error instanceof OperationalError || error instanceof RangeError;
	return marks || own || ofTheStore.test(String(code));
}
