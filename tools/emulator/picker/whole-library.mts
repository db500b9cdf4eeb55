import type { Account } from '../accounts/account.mts';
import { creationTime } from '../library/library.mts';
import type { ItemRecord } from '../library/records.mts';

/** All media items of the user, from this app and others, newest first: what can be picked. */
export function wholeLibrary({ library, elsewhere }: Account): ItemRecord[] {
	return [...library.newestFirst(), ...elsewhere.newestFirst()].sort(
		(a, b) => creationTime(b) - creationTime(a),
	);
}

export function itemAnywhere({ library, elsewhere }: Account, id: string): ItemRecord | undefined {
	return library.item(id) ?? elsewhere.item(id);
}
