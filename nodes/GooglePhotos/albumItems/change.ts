/** What can be done with media items and an album. */
export interface Change {
	/** Google's method */
	method: 'batchAddMediaItems' | 'batchRemoveMediaItems';
	/** the key of the output that says it was done, and the word for it in errors */
	done: 'added' | 'removed';
	preposition: 'to' | 'from';
	/** whether the album then has the media item */
	makesMember: boolean;
}

/** https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems */
export const ADD: Change = {
	method: 'batchAddMediaItems',
	done: 'added',
	preposition: 'to',
	makesMember: true,
};

/** https://developers.google.com/photos/library/reference/rest/v1/albums/batchRemoveMediaItems */
export const REMOVE: Change = {
	method: 'batchRemoveMediaItems',
	done: 'removed',
	preposition: 'from',
	makesMember: false,
};
