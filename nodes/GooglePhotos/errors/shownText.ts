/**
 * Texts of the user or of a server as errors show them. A file name or a title can contain characters that are not
 * visible but change how the text around them is displayed.
 */

const LINE_BREAK = /\s*[\n-\r\u0085\u2028\u2029]\s*|\t/g;

/**
 * Control characters, bidirectional controls, other characters without a glyph, and lone surrogates. Joiners and
 * variation selectors are not among them: emoji and several scripts need them.
 */
const INVISIBLE = /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Makes a text safe to show: line breaks become spaces, and each invisible character becomes a replacement character,
 * so that it neither reorders the text nor hides that two names differ.
 */
export function shownText(text: string): string {
	return text.replace(LINE_BREAK, ' ').replace(INVISIBLE, '\uFFFD');
}

/** Maximum number of characters that an error quotes of a value: more would not make it clearer. */
const MAX_SHOWN = 100;

/** The beginning of a value that is too long to be quoted whole. */
export function shortenedText(text: string): string {
	const characters = [...text];
	return characters.length > MAX_SHOWN ? `${characters.slice(0, MAX_SHOWN).join('')}…` : text;
}
