import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Account } from '../accounts/account.mts';
import { inspectFile } from '../media/inspect.mts';
import type { ItemRecord } from './records.mts';

/**
 * Adds a photo or video to a library of the account without an API request: to `library` as this app's own upload, to
 * `elsewhere` as another app's.
 * @returns the item, or why Google would reject the file
 */
export async function addFile(
	account: Account,
	into: 'library' | 'elsewhere',
	bytes: Buffer,
	filename: string,
): Promise<ItemRecord | string> {
	const library = account[into];
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const file = library.fileOf(sha256);
	await writeFile(file, bytes);
	const facts = await inspectFile(file, bytes.length);
	if (typeof facts === 'string') return facts;
	const uploadedAt = account.now();
	account.changed();
	return library.addItem({ sha256, size: bytes.length, filename, description: '', uploadedAt, facts });
}
