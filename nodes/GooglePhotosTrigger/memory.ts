import type { IDataObject } from 'n8n-workflow';
import type { Watched } from './watched';

/**
 * What a trigger remembers from one poll to the next, in the static data of its node. n8n is sure to store it
 * only when items are handed on, and may go back to what it stored last: so everything in it may be old, and
 * only costs requests then, except for the known ids, which change when items are handed on.
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
	/** of an album: how many items it said it had when it was last read */
	count?: number;
	/** of an album: a number that was not what could be read; it is believed the second time */
	doubt?: number;
	/** of an album of several pages: where its last page begins */
	tail?: string;
}

/** A reading of the whole list, which may take more than one poll. */
export interface Walk {
	/** when it began, in milliseconds since 1970 */
	begun: number;
	/** the first one: what it meets was there before, and is not new */
	silent: boolean;
	/** the page with which it goes on; none is the first */
	token?: string;
	/** of an album: how many items it said it had when the reading began */
	count?: number;
}

/**
 * What is remembered of what is watched now.
 *
 * @returns undefined if there is nothing, or if it is of something else: another album, credential or client
 */
export function recalled(staticData: IDataObject, { source }: Watched): Memory | undefined {
	const memory = staticData.memory as unknown as Memory | undefined;
	return memory?.source === source ? { ...memory } : undefined;
}

/** Keeps what is to be remembered; to be called only just before the poll ends. */
export function keep(staticData: IDataObject, memory: Memory): void {
	staticData.memory = memory as unknown as IDataObject;
}
