/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */

/** Whether all of the tests run (`npm run test:full`), not only what the gate of each change takes. */
export const inFull = process.env.TEST_RING === 'full';

/**
 * How many seeds random tests take, and the first one. In the gate the first rotates by date, so that it sees others
 * each day; test/run.mts prints both. `SEED_BASE=7 SEEDS=1` repeats one.
 */
export const seedCount = Number(process.env.SEEDS ?? 150);
export const seedBase = Number(process.env.SEED_BASE ?? 1);
