import { Semaphore } from '../concurrency/semaphore';
import { stateByKey } from '../concurrency/stateByKey';
import type { OperationContext } from '../execution/context';
import { openFile } from '../files/binaryData';
import { planCaptureDate } from '../files/captureDate';
import type { CaptureDatePlan, ReadAt } from '../files/captureDate';
import { addedBytes } from '../files/editedContent';
import { sizeProblem } from '../files/fileType';
import { SequentialReader } from '../files/sequentialReader';
import type { WantedCaptureDate } from '../properties/captureDate';
import { editsOf } from './captureDate';
import { fromStore } from './fileReader';
import { errorContextOf } from './types';
import type { Source, TransferLimits } from './types';

/** Maximum number of files of an execution that are planned at once: one that n8n does not stream is in memory meanwhile. */
const MAX_PLANNED = 4;

/** Per execution, so that a store that does not answer stops no other execution. */
const planningOf = stateByKey<OperationContext, Semaphore>(() => new Semaphore());

/**
 * Plans how the capture date gets into a file, if the user wants one. This reads a PNG or WebP file to its end, so it is
 * done right before the file is sent, while other files are on their way.
 *
 * @throws NodeOperationError if n8n no longer has the file, or nothing more is to be sent
 */
export async function planDate(context: OperationContext, source: Source, { assertOpen }: Pick<TransferLimits, 'assertOpen'>): Promise<void> {
	const { captureDate, file, size } = source;
	if (!captureDate || source.datePlan) return;
	const reader = new SequentialReader(async () => await openFile(context.n8n.helpers, file));
	const readAt: ReadAt = async (offset, length) =>
		await fromStore(context, errorContextOf(source), async () => await reader.readAt(offset, length));
	const plan = async () => {
		// the execution may have ended while the file waited
		assertOpen(source);
		try {
			return await planWithin(readAt, size, captureDate);
		} finally {
			reader.close();
		}
	};
	source.datePlan = await planningOf(context).run(plan, { limit: MAX_PLANNED, signal: context.signal });
	source.size = size + addedBytes(editsOf(source));
}

/**
 * Like {@link planCaptureDate}, but a photo that the date would make too large for Google is sent without it.
 *
 * @param size bytes of the file
 */
export async function planWithin(readAt: ReadAt, size: number, { date, when }: WantedCaptureDate): Promise<CaptureDatePlan> {
	const plan = await planCaptureDate(readAt, size, date, when);
	if (plan.outcome !== 'written' || !sizeProblem('photo', size + addedBytes(plan.edits))) return plan;
	return { outcome: 'notPossible', reason: 'with it the file would be larger than Google accepts' };
}
