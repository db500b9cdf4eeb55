/** Rules for texts in English, as far as a program can check them. */

const SMALL_WORDS = /^(an?|and|as|at|by|for|from|if|in|of|on|or|the|to|with)$/;

/** Whether the words of a name begin with capitals, except articles, conjunctions and short prepositions within it. */
export function isTitleCase(name: string): boolean {
	const words = name.split(/[\s/]+/).map((word) => word.replace(/[^\p{L}\d]/gu, '')).filter(Boolean);
	return words.every((word, index) => {
		const isInside = index > 0 && index < words.length - 1;
		return /^[\p{Lu}\d]/u.test(word) || (isInside && SMALL_WORDS.test(word));
	});
}

/** Names that have capitals in every text. */
const PROPER_NAMES = new RegExp(
	[
		'HTTP Request node|Wait node|Sort node|Code node|Crypto node|If node|NODE_EXTRA_CA_CERTS|N8N_\\w+|Content-Encoding',
		'Google( Cloud( console)?| Photos( Picker API| Picker)?| Picker API| Drive)?|Drive|mediaItem',
		'Photos Library API|Pacific Time|Greenwich',
		'Client (ID|Secret)|OAuth|API|IDs?|URLs?|UUIDs?|HTTP|DNS|UTC|ISO \\d+|DateTime|Unix|MB|GB|KiB|JSON|JPEG|PNG|WebP|MP4|C2PA|AI|Base64|I',
		'READY|FAILED|PROCESSING',
	]
		.map((name) => `\\b(${name})\\b`)
		.join('|'),
	'g',
);

/** What stands in single quotes: names of fields, options and operations. */
export function quotedIn(text: string): string[] {
	return [...text.matchAll(/(?<![A-Za-z])'([^']+)'(?![A-Za-z])/g)].map(([, name]) => name as string);
}

/** Words with a capital within a sentence, except proper names and names in quotes. The first word has to have one. */
export function capitalsIn(text: string): string[] {
	const plain = text
		.replace(/(?<![A-Za-z])'[^']+'(?![A-Za-z])/g, (_quoted, at: number) => (at === 0 ? 'Name' : 'name'))
		.replace(/"[^"]*"/g, 'text')
		.replace(/\b[\w.]+\([^)]*\)/g, 'code')
		.replace(/\{\{.*?\}\}/g, 'expression')
		.replace(/\b\d{4}-\d\d-\d\dT[\d:+]+/g, 'time')
		.replace(/\b[\w.-]+\.(com|org)\S*/g, 'address')
		.replace(PROPER_NAMES, (...found: unknown[]) => (found.at(-2) === 0 ? 'Name' : 'name'));
	const first = /^([\p{Lu}\d…]|n8n )/u.test(plain) ? [] : [`"${plain.slice(0, 20)}" does not begin with a capital`];
	const within = plain.replace(/(^|[.?!]\s+)\p{Lu}/gu, '$1x');
	return [...first, ...within.split(/[^\p{L}\d_-]+/u).filter((word) => /\p{Lu}/u.test(word))];
}

/** Whether a text is one sentence: no end of a sentence within it. */
export function isOneSentence(text: string): boolean {
	return !/[.?!] +['"]?[\p{Lu}\d]/u.test(text.replace(/e\.g\. /g, ''));
}

/** Phrases that are no English, or no plain English. */
export const translated =
	/\b(surely|as good as|came out well|everything of it|be had back|look before|knows? no such|what is left|gave out|gives out|hand(ed)? on|all the same|in the place of|begins? anew|flows?|made ready)\b|\bsuch (album|session|media item)\b/i;
