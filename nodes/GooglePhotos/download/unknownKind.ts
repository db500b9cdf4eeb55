import type { MediaKind } from '../model/mediaKind';
import { asItIs, failureOf } from '../request/explain';
import { isWrongKind } from './cameKind';

/** Whether an error of a fetch says that there is no such file of the media item, such as a video of a photo. */
export function isNotThere(error: Error): boolean {
	const kind = failureOf(error)?.kind;
	return kind === 'fileUnknown' || kind === 'invalid' || isWrongKind(error);
}

/**
 * Fetches the best file of a media item of which nothing tells whether it is a photo or a video: only a video has
 * one as a video, while for a video Google gives out a picture as well.
 *
 * @param fetch gets one of the two
 */
export async function fetchOfEitherKind<T>(fetch: (kind: MediaKind) => Promise<T>): Promise<T> {
	try {
		return await fetch('video');
	} catch (error) {
		if (!isNotThere(error)) throw asItIs(error);
		return await fetch('photo');
	}
}
