/** Preloaded by command.ts: long waits of `npm run live` end after 10 milliseconds. */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const wait = timers.setTimeout;
timers.setTimeout = async (milliseconds, ...more) => await wait(Math.min(milliseconds ?? 0, 10), ...more);
syncBuiltinESMExports();
