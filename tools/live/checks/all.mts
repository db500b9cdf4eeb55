import type { Check } from '../check.mts';
import { albums } from './albums.mts';
import { bytes } from './bytes.mts';
import { captureDates } from './capture-dates.mts';
import { creating } from './creating.mts';
import { listing } from './listing.mts';
import { picker } from './picker.mts';
import { uploads } from './uploads.mts';
import { video } from './videos.mts';
import { writes } from './writes.mts';

/** In order of execution: first what a fresh upload looks like, last what changes the album and adds to it. */
export const allChecks: Check[] = [...creating, ...listing, ...bytes, ...uploads, ...albums, ...picker, ...writes, ...captureDates, ...video];
