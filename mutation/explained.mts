import type { Explanation } from './results.mts';

/** Why changes that no unit test notices may stay unnoticed. The first that fits is taken. */
export const explanations: Explanation[] = [];
