/** What is not known of something that failed, since no reply of Google's says it. */
export interface Unsure {
	/** whether Google may have done it */
	mayBeDone?: boolean;
	/** whether doing it twice comes to the same as doing it once */
	repeatable?: boolean;
	/** whether the file may be in the library: Google did not answer a request that carried it */
	mayBeInLibrary?: boolean;
}

/** How that is said: the end of the message, and the first sentences of the advice. */
const TEXTS = {
	none: { ending: '', first: '' },
	done: {
		ending: ', but it may have been carried out',
		first: 'It may have been carried out all the same: look before you run it again. ',
	},
	doneOnce: {
		ending: ', but it may have been carried out',
		first: 'It may have been carried out all the same; to run it again does no harm. ',
	},
	library: {
		ending: ', but the file may be in the library',
		first: 'Google did not say what became of a request that carried the file: it may be in the library all the same. To run it again makes no second copy. ',
	},
};

/** @returns the end of an error's message and the first sentences of its advice; empty texts where all is known */
export function textsOfUnsure({ mayBeDone, repeatable, mayBeInLibrary }: Unsure): { ending: string; first: string } {
	if (mayBeInLibrary) return TEXTS.library;
	if (!mayBeDone) return TEXTS.none;
	return repeatable ? TEXTS.doneOnce : TEXTS.done;
}
