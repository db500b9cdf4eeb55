import type { IBinaryData } from 'n8n-workflow';
import { firstBytes, openFile, sizeOfFile } from '../model/file';
import type { Content } from '../model/file';
import { refusal } from '../request/explain';
import type { Subject } from '../request/explain';
import type { Run } from '../request/run';

/**
 * Reads something of a file in n8n's store.
 *
 * @throws NodeOperationError if n8n has the file no more: that is no fault of the network's, which passes
 */
async function fromStore<T>(run: Run, subject: Subject, read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw refusal(
			run.caller.getNode(),
			'n8n could not open the file',
			`It may have been removed from n8n's binary data in the meantime. n8n says: ${error.message}`,
			{ ...subject, parameter: 'Files' },
		);
	}
}

/** @returns bytes */
export async function storedSize(run: Run, file: IBinaryData, subject: Subject): Promise<number> {
	return await fromStore(run, subject, async () => await sizeOfFile(run.caller.helpers, file));
}

/** @returns the first bytes, as many as there are up to some thousand */
export async function storedHead(run: Run, file: IBinaryData, subject: Subject): Promise<Buffer> {
	return await fromStore(run, subject, async () => await firstBytes(run.caller.helpers, file));
}

/** Opens a file from its beginning; `closeFile` lets go of it. */
export async function openStored(run: Run, file: IBinaryData, subject: Subject): Promise<Content> {
	return await fromStore(run, subject, async () => await openFile(run.caller.helpers, file));
}
