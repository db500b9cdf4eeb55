const DAY = 24 * 60 * 60 * 1000;

/**
 * The seeds for random tests (see test/support/rings.ts) as environment variables: 150 from a first seed that changes
 * daily, or with `--full` the first 1,000. `SEEDS` and `SEED_BASE` in the environment take precedence.
 */
export function seedsOfToday(isFull: boolean, environment = process.env): { SEEDS: string; SEED_BASE: string } {
	const today = Math.floor(Date.now() / DAY);
	return {
		SEEDS: environment.SEEDS ?? (isFull ? '1000' : '150'),
		SEED_BASE: environment.SEED_BASE ?? (isFull ? '1' : String((today % 1000) * 1000)),
	};
}
