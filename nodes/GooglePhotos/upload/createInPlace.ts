import { failureOf } from '../request/explain';
import type { Run } from '../request/run';
import type { Batch } from './batch';
import { positionBefore } from './before';
import type { Place } from './createCall';
import type { Group } from './placement';
import { callCreate } from './sharedCreate';

/**
 * Creates files that go to one place of an album. Where Google refuses a position that this run has worked out,
 * they go to where the user wants the first file: better at the wrong place than not there.
 *
 * @param how how the call is sent
 */
export async function createInPlace(
	run: Run,
	{ placement }: Batch,
	{ files, before, position, relativeToOwn }: Group,
	how: Pick<Place, 'maximumWait' | 'oneTry'> & { alone: boolean },
): ReturnType<typeof callCreate> {
	const { album } = placement;
	const { alone, ...place } = how;
	const found =
		before !== undefined && album
			? await placement.beginning(async () => await positionBefore(run, album, before))
			: undefined;
	if (before !== undefined && !found) {
		run.hint('Some files are at the end of the album instead of in input order: Google could not create them at first.');
	}
	const reply = await callCreate(run, files, { album, albumPosition: found ?? position, ...place }, alone);
	const workedOut = relativeToOwn || found !== undefined;
	if (!workedOut || !('error' in reply) || !refusesAPosition(reply.error)) return reply;
	placement.useAnchors(false);
	const [{ position: plain }] = placement.groups(files);
	const second = await callCreate(run, files, { album, albumPosition: plain, ...place }, alone);
	if ('results' in second) {
		run.hint('Some files are not in input order in the album: Google does not show one that it created before.');
	} else {
		placement.useAnchors(true);
	}
	return second;
}

/** Whether the position may be what Google refuses: no page says how it does that. */
function refusesAPosition(error: Error): boolean {
	const { kind } = failureOf(error) ?? {};
	return kind === 'invalid' || kind === 'notFound' || kind === 'unknownMediaItem';
}
