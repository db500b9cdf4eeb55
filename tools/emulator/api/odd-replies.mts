import type { Account } from '../accounts/account.mts';
import { GoogleError } from '../http/google-error.mts';

/**
 * If switched on, every call for several media items fails if it contains a certain one.
 * @throws GoogleError INTERNAL
 * @see https://github.com/gilesknap/gphotos-sync/issues/33
 */
export function checkMembers({ switches: { failingItem } }: Account, parameters: object, body: object): void {
	if (failingItem === '') return;
	const request = { ...parameters, ...body } as {
		mediaItemIds?: string | string[];
		newMediaItems?: Array<{ simpleMediaItem?: { fileName?: string } }>;
	};
	const ids = [request.mediaItemIds ?? []].flat();
	const names = (request.newMediaItems ?? []).map(({ simpleMediaItem }) => simpleMediaItem?.fileName);
	if (ids.includes(failingItem) || names.includes(failingItem))
		throw new GoogleError('INTERNAL', 'Internal error encountered.');
}

const lists = ['albums', 'mediaItems'];
const results = ['mediaItemResults', 'newMediaItemResults'];

/** If switched on, lists contain a null entry, and the status of successful results is null. */
export function withNulls({ switches: { nullEntries } }: Account, reply: object): object {
	if (!nullEntries) return reply;
	return Object.fromEntries(
		Object.entries(reply).map(([name, value]) => {
			if (lists.includes(name)) return [name, [null, ...(value as object[])]];
			if (results.includes(name)) return [name, (value as object[]).map(withoutStatus)];
			return [name, value];
		}),
	);
}

function withoutStatus(result: object): object {
	return 'mediaItem' in result ? { ...result, status: null } : result;
}
