import { createHash } from 'node:crypto';

/** How many characters of a token's hash tell it from the others of a listing. */
const HASH_LENGTH = 12;

function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex').slice(0, HASH_LENGTH);
}

/** The page tokens that a listing had, as short hashes: Google's tokens are hundreds of characters long. */
export class SeenTokens {
	private readonly hashes: Set<string>;

	/** @param text what `toString` gave, to go on with a listing */
	constructor(text = '') {
		this.hashes = new Set(text.split(',').filter(Boolean));
	}

	get size(): number {
		return this.hashes.size;
	}

	has(token: string): boolean {
		return this.hashes.has(hashOf(token));
	}

	add(token: string): void {
		this.hashes.add(hashOf(token));
	}

	toString(): string {
		return [...this.hashes].join(',');
	}
}
