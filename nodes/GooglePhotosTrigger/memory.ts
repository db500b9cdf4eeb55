/**
 * What a trigger remembers from one poll to the next, in the static data of its workflow; see storage. n8n is sure
 * to store it only when items are handed on, and may go back to what it stored last: so everything in it may be
 * old, and only costs requests then, except for the known ids, which change when items are handed on.
 */
export interface Memory {
	/** what was watched */
	source: string;
	/** which sign-in of the credential it was read with */
	signIn: string;
	/** the ids that were seen; see Known */
	known: string;
	/** when the last whole reading that came to its end began, in milliseconds since 1970 */
	checkedAt: number;
	/** a whole reading that goes on at the next poll */
	walk?: Walk;
	/** after a new sign-in: a reading that looks for a known id, to know the account by, which goes on at the next poll */
	identifying?: { signIn: string; walk: Walk };
	/** the list was empty when it was last read */
	empty?: true;
	/** the album, if it was found by its title */
	album?: TitledAlbum;
	/** of an album of several pages: how many items Google said it had when it was last read as a whole */
	count?: number;
	/** of such an album: a number that was larger than what could be read; the next one is believed */
	doubt?: number;
	/** of such an album: before this (milliseconds since 1970) another number alone is no reason to read the whole album */
	recountAt?: number;
	/** of such an album: where its last page begins */
	tail?: string;
}

/** An album that is watched by its title. */
export interface TitledAlbum {
	id: string;
	/** as it is compared; see comparableTitle */
	title: string;
	/** when it was last seen to have that title, in milliseconds since 1970 */
	checkedAt: number;
}

/** A reading of the whole list, which may take more than one poll. */
export interface Walk {
	/** when it began, in milliseconds since 1970 */
	begun: number;
	/** the first one: what it meets was there before, and is not new */
	silent: boolean;
	/** the page with which it goes on; none is the first */
	token?: string;
	/** the tokens of the pages that it has passed; see Known */
	passed?: string;
	/** of an album: how many items it said it had when the reading began */
	count?: number;
	/** of an album: how many pages were read, and how many items were new */
	pages?: number;
	found?: number;
}
