/** Longer ones make no better error. */
const LONGEST = 100;

/**
 * What a user gave, as errors show it, which agents read too: of a link only the host, since its path, query or
 * sign-in may be a secret, such as that of a shared album.
 */
export function shownText(text: string): string {
	const isLink = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
	if (isLink) return URL.canParse(text) ? new URL(text).host : 'a link';
	return [...text].length > LONGEST ? `${[...text].slice(0, LONGEST).join('')}…` : text;
}
