import { callApi } from '../api/client';
import { MAX_MEDIA_ITEM_PAGE } from '../api/mediaItem';
import { failureOf, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';
import { pageParameters, pagesOf } from '../http/paging';
import type { Page } from '../http/paging';

/** Looking further would cost more calls than sending halves. */
const MAX_PAGES = 30;

/** Which media items an album has, as far as that is known: nothing until it is read. */
export class AlbumMembership {
	private readonly members = new Set<string>();
	private reading?: Promise<void>;
	/** read to the end */
	private whole = false;

	constructor(
		private readonly context: OperationContext,
		private readonly albumId: string,
		private readonly subject: ErrorContext,
	) {}

	/** @returns undefined if it is not known */
	has(id: string): boolean | undefined {
		if (this.members.has(id)) return true;
		return this.whole ? false : undefined;
	}

	/** Keeps up with a change that was made. */
	changed(ids: string[], isMember: boolean): void {
		for (const id of ids) {
			if (isMember) this.members.add(id);
			else this.members.delete(id);
		}
	}

	/**
	 * Reads the album, once: all of a usual one, the first thousands of a large one, nothing without the permission.
	 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search
	 *
	 * @throws NodeApiError made by `explain`
	 */
	async read(): Promise<void> {
		this.reading ??= this.readPages();
		await ifReadable(this.reading);
	}

	private async readPages(): Promise<void> {
		const { context, albumId, subject } = this;
		const fetchPage = async (pageToken: string | undefined) =>
			await callApi<Page>(context, {
				verb: 'POST',
				path: '/v1/mediaItems:search',
				body: { albumId, ...pageParameters(MAX_MEDIA_ITEM_PAGE, pageToken) },
				subject,
			});
		let pages = 0;
		for await (const { entries, nextPageToken } of pagesOf('mediaItems', fetchPage)) {
			for (const { id } of entries) this.members.add(id);
			this.whole = nextPageToken === undefined;
			if (++pages === MAX_PAGES) return;
		}
	}
}

/** @returns undefined if the permission to read was not granted, since what would be read is a help only */
export async function ifReadable<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (failureOf(error)?.kind === 'missingScope') return undefined;
		throw rethrow(error);
	}
}
