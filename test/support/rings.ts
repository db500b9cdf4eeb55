/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */

/** Whether the full set of tests runs (`npm run test:full`), not only those for each change. */
export const inFull = process.env.TEST_RING === 'full';

/**
 * Number of seeds for random tests, and the first seed. Without `--full` the first seed changes daily; test/run.mts
 * prints both. `SEED_BASE=7 SEEDS=1` repeats one.
 */
export const seedCount = Number(process.env.SEEDS ?? 150);
export const seedBase = Number(process.env.SEED_BASE ?? 1);
