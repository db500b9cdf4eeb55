import { asItIs, failureOf } from '../request/explain';
import type { Subject } from '../request/explain';
import { pageParameters, pagesOf } from '../request/pages';
import type { Page } from '../request/pages';
import type { Run } from '../request/run';
import { callApi } from '../request/send';

const LARGEST_PAGE = 100;

/** Looking further would cost more calls than sending halves. */
const MOST_PAGES = 30;

/** Which media items an album has, as far as that is known: nothing until it is read. */
export class AlbumContents {
	private readonly members = new Set<string>();
	private reading?: Promise<void>;
	/** read to the end */
	private whole = false;

	constructor(
		private readonly run: Run,
		private readonly albumId: string,
		private readonly subject: Subject,
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
		await withoutPermissionNothing(this.reading);
	}

	private async readPages(): Promise<void> {
		const { run, albumId, subject } = this;
		const fetchPage = async (pageToken: string | undefined) =>
			await callApi<Page>(run.caller, run.settings, {
				verb: 'POST',
				path: '/v1/mediaItems:search',
				body: { albumId, ...pageParameters(LARGEST_PAGE, pageToken) },
				subject,
			});
		let pages = 0;
		for await (const { entries, nextPageToken } of pagesOf('mediaItems', fetchPage)) {
			for (const { id } of entries) this.members.add(id);
			this.whole = nextPageToken === undefined;
			if (++pages === MOST_PAGES) return;
		}
	}
}

/** @returns undefined if the permission to read was not granted, since what would be read is a help only */
export async function withoutPermissionNothing<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (failureOf(error)?.kind === 'missingScope') return undefined;
		throw asItIs(error);
	}
}
