import type { Google } from './google.mts';

export interface ListedItem {
	id: string;
	mimeType: string;
	baseUrl: string;
}

/** All media items, in pages of the maximum size. */
export async function list(google: Google): Promise<ListedItem[]> {
	const items: ListedItem[] = [];
	let pageToken = '';
	do {
		const query = new URLSearchParams({ pageSize: '100', ...(pageToken && { pageToken }) });
		const page = await google.call<{ mediaItems?: ListedItem[]; nextPageToken?: string }>(
			`/v1/mediaItems?${query.toString()}`,
		);
		items.push(...(page.mediaItems ?? []));
		pageToken = page.nextPageToken ?? '';
	} while (pageToken);
	return items;
}
