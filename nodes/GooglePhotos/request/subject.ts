import type { Unsure } from './unsure';

/** What a request was about, so that its error can name it. */
export interface Subject extends Unsure {
	/** index of the input item */
	item?: number;
	/** for people: `file "beach.jpg"`, `album "Holiday"` */
	what?: string;
	/** of a file, where it came from */
	file?: { field?: string; fileName?: string };
	/** display name of the parameter to look at */
	parameter?: string;
	/** what to do about it, where the usual advice does not fit */
	advice?: string;
	/** whether it was left, since what ended another request would have ended it as well */
	notSent?: boolean;
}

/** `The album is full: album "Holiday" [item 3]` */
export function naming(message: string, { what, item, notSent }: Subject): string {
	return `${notSent ? 'Not sent: ' : ''}${message}${what ? `: ${what}` : ''}${item === undefined ? '' : ` [item ${item}]`}`;
}

/** Behind the advice of an error. */
export function parameterOf({ parameter }: Subject): string {
	return parameter ? ` Parameter: "${parameter}".` : '';
}
