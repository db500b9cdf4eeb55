import type { Check } from '../check.mts';
import { albums } from './albums.mts';
import { bytes } from './bytes.mts';
import { creating } from './creating.mts';
import { listing } from './listing.mts';
import { picker } from './picker.mts';
import { uploads } from './uploads.mts';
import { video } from './videos.mts';

/** In the order in which they are asked: what a fresh upload looks like first, what changes the album last. */
export const allChecks: Check[] = [...creating, ...listing, ...bytes, ...uploads, ...albums, ...picker, ...video];
