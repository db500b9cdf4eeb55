/**
 * Removes everything that may identify the account or project: addresses, long numbers (project numbers have twelve
 * digits), and what looks like an id or token. Google's error messages contain the first two.
 */
export function redacted(text: string): string {
	return text
		.replaceAll(/\b[a-z][a-z+.-]*:\/\/\S+/gi, '(address)')
		.replaceAll(/\S+@\S+/g, '(address)')
		.replaceAll(/\b[\w-]+(\.[\w-]+)+(:\d+)?\/\S+/g, '(address)')
		.replaceAll(/[\w-]{30,}/g, '…')
		.replaceAll(/\d{10,}/g, '…')
		.replaceAll(/(^|\s)(\/[\w.@-]+){2,}/g, '$1(path)');
}

/** The messages of an error and its causes: for a failed `fetch` only the cause says what failed. */
export function messageOfError(error: unknown): string {
	const words: string[] = [];
	for (let cause = error; cause instanceof Error && words.length < 5; cause = cause.cause) {
		const [inner] = cause instanceof AggregateError ? (cause.errors as Error[]) : [];
		words.push(cause.message || inner?.message || cause.name);
	}
	return [...new Set(words)].join(': ') || String(error);
}
