/** @returns text without its percent-encoding; as it is where it has none that can be read, such as `50%` */
export function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
