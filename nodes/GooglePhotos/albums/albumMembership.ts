import { albumItemPages } from '../api/libraryCalls';
import { failureOf, rethrow } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { OperationContext } from '../execution/context';

/** Maximum number of pages to read: more would cost more calls than bisecting the batch. */
const MAX_PAGES = 30;

/** The media items known to be in an album. Nothing is known before the album is read. */
export class AlbumMembership {
	private readonly members = new Set<string>();
	private reading?: Promise<void>;
	/** whether the album was read to the end */
	private whole = false;

	constructor(
		private readonly context: OperationContext,
		private readonly albumId: string,
		private readonly subject: ErrorContext,
	) {}

	/** @returns undefined if unknown */
	has(id: string): boolean | undefined {
		if (this.members.has(id)) return true;
		return this.whole ? false : undefined;
	}

	/** Records a completed edit. */
	changed(ids: string[], isMember: boolean): void {
		for (const id of ids) {
			if (isMember) this.members.add(id);
			else this.members.delete(id);
		}
	}

	/**
	 * Reads the album once: a usual one completely, a large one up to `MAX_PAGES`, nothing without the read permission.
	 * https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search
	 *
	 * @throws NodeApiError
	 */
	async read(): Promise<void> {
		this.reading ??= this.readPages();
		await ifReadable(this.reading);
	}

	private async readPages(): Promise<void> {
		const { context, albumId, subject } = this;
		let pages = 0;
		for await (const { entries, nextPageToken, cut } of albumItemPages(context, albumId, subject)) {
			for (const { id } of entries) this.members.add(id);
			this.whole = nextPageToken === undefined && !cut;
			if (++pages === MAX_PAGES) return;
		}
	}
}

/** @returns undefined if the permission to read was not granted: the data is optional */
export async function ifReadable<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (failureOf(error)?.kind === 'missingScope') return undefined;
		throw rethrow(error);
	}
}
