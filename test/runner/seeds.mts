const DAY = 24 * 60 * 60 * 1000;

/**
 * The seeds that random tests take (see test/support/rings.ts), as environment variables: in
 * the gate 150 of them, from a first one that rotates by date, and in the full run the first 1,000. `SEEDS` and
 * `SEED_BASE` in the environment have precedence.
 */
export function seedsOfToday(isFull: boolean, environment = process.env): { SEEDS: string; SEED_BASE: string } {
	const today = Math.floor(Date.now() / DAY);
	return {
		SEEDS: environment.SEEDS ?? (isFull ? '1000' : '150'),
		SEED_BASE: environment.SEED_BASE ?? (isFull ? '1' : String((today % 1000) * 1000)),
	};
}
