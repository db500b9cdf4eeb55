import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Account } from '../accounts/account.mts';
import { creationTime } from '../library/library.mts';
import type { ItemRecord } from '../library/records.mts';
import { inspectFile } from '../media/inspect.mts';

/** All that the user has in Google Photos, from this app or not, newest first: what can be picked. */
export function wholeLibrary({ library, elsewhere }: Account): ItemRecord[] {
	return [...library.newestFirst(), ...elsewhere.newestFirst()].sort(
		(a, b) => creationTime(b) - creationTime(a),
	);
}

export function itemAnywhere({ library, elsewhere }: Account, id: string): ItemRecord | undefined {
	return library.item(id) ?? elsewhere.item(id);
}

/**
 * Puts a photo or video into the user's library as another app would.
 * @returns the item, or why Google would not take the file.
 */
export async function addFromElsewhere(
	account: Account,
	bytes: Buffer,
	filename: string,
): Promise<ItemRecord | string> {
	const { elsewhere } = account;
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const file = elsewhere.fileOf(sha256);
	await writeFile(file, bytes);
	const facts = await inspectFile(file, bytes.length);
	if (typeof facts === 'string') return facts;
	const uploadedAt = account.now();
	account.changed();
	return elsewhere.addItem({ sha256, size: bytes.length, filename, description: '', uploadedAt, facts });
}
