import type { IBinaryData } from 'n8n-workflow';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { firstBytes, openFile, sizeOfFile } from '../files/binaryData';
import type { Content } from '../files/binaryData';

/**
 * Reads from a file in n8n's binary data store.
 *
 * @throws NodeOperationError if n8n no longer has the file: unlike a network failure, this is not transient
 */
async function fromStore<T>(context: OperationContext, subject: ErrorContext, read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw inputError(
			context.n8n.getNode(),
			'n8n could not open the file',
			`It may have been removed from n8n's binary data in the meantime. n8n says: ${error.message}`,
			{ ...subject, parameter: 'Files' },
		);
	}
}

/** @returns bytes */
export async function storedSize(context: OperationContext, file: IBinaryData, subject: ErrorContext): Promise<number> {
	return await fromStore(context, subject, async () => await sizeOfFile(context.n8n.helpers, file));
}

/** @returns the first bytes, up to a few thousand */
export async function storedHead(context: OperationContext, file: IBinaryData, subject: ErrorContext): Promise<Buffer> {
	return await fromStore(context, subject, async () => await firstBytes(context.n8n.helpers, file));
}

/** Opens a file at its beginning; `closeFile` closes it. */
export async function openStored(context: OperationContext, file: IBinaryData, subject: ErrorContext): Promise<Content> {
	return await fromStore(context, subject, async () => await openFile(context.n8n.helpers, file));
}
