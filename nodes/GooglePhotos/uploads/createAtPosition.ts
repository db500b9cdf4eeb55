import { failureOf } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { positionBefore } from './albumOrder';
import type { Batch, OrderedGroup } from './albumOrder';
import type { CreateTarget } from './createCall';
import { sendCreate } from './createCoalescer';

/**
 * Creates files at one position of an album. If Google rejects a position that this execution computed, they go to the
 * position that the user chose for the first file: the wrong position is better than a missing file.
 *
 * @param how how long the call is retried, and whether it carries files of other executions
 */
export async function createInPlace(
	context: OperationContext,
	{ placement }: Batch,
	{ files, before, position, relativeToOwn }: OrderedGroup,
	how: Pick<CreateTarget, 'maximumWait' | 'oneTry'> & { alone: boolean },
): ReturnType<typeof sendCreate> {
	const { album } = placement;
	const { alone, ...place } = how;
	const found =
		before !== undefined && album
			? await placement.beginning(async () => await positionBefore(context, album, before))
			: undefined;
	if (before !== undefined && !found) {
		context.hint('Some files are at the end of the album instead of in input order: Google could not create them at first.');
	}
	const reply = await sendCreate(context, files, { album, albumPosition: found ?? position, ...place }, alone);
	const workedOut = relativeToOwn || found !== undefined;
	if (!workedOut || !('error' in reply) || !refusesAPosition(reply.error)) return reply;
	placement.useAnchors(false);
	const [{ position: plain }] = placement.groups(files);
	const second = await sendCreate(context, files, { album, albumPosition: plain, ...place }, alone);
	if ('results' in second) {
		context.hint('Some files are not in input order in the album: Google does not show one that it created before.');
	} else {
		placement.useAnchors(true);
	}
	return second;
}

/** Whether the position may be the cause of the rejection. Google does not document how it rejects a position. */
function refusesAPosition(error: Error): boolean {
	const { kind } = failureOf(error) ?? {};
	return kind === 'invalid' || kind === 'notFound' || kind === 'unknownMediaItem';
}
