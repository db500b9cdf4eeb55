import { clock } from '../concurrency/clock';
import type { Failure } from '../errors/kinds';
import { apiError, failureOf, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { RetryBudget } from '../http/retryPolicy';
import type { FileReader } from './fileReader';
import { errorContextOf } from './types';
import type { Source, TransferLimits } from './types';
import { isResumable, UploadSession } from './uploadSession';
import type { SessionStatus } from './uploadSession';

/** Maximum size of a piece after a failure, in bytes: the whole piece is in memory. */
export const MAX_CHUNK = 8 * 1024 * 1024;

/** Maximum supported granularity, in bytes. It may be larger than MAX_CHUNK; beyond this limit, files are not split. */
const MAX_GRANULARITY = 32 * 1024 * 1024;

/** Maximum number of sessions per file, if Google ends them early. The first one counts. */
const MAX_SESSIONS = 6;

const sessionEnded: Failure = {
	kind: 'connectionLost',
	message: 'Google ended the upload before the node had its upload token.',
	outcomeUnknown: true,
};

const connectionLost: Failure = { kind: 'connectionLost', message: '', outcomeUnknown: true };

/**
 * Sends a file in a resumable upload session: first all bytes in one request, since each request counts against the
 * project's 10,000 per day; after a failure in pieces, from the byte that Google reports.
 * https://developers.google.com/photos/library/guides/resumable-uploads
 *
 * It continues as long as bytes arrive: only attempts without progress count.
 *
 * @param broken whether the connection was already lost when all bytes were sent without a session
 * @returns the upload token
 * @throws NodeApiError
 */
export async function sendResumable(
	context: OperationContext,
	source: Source,
	limits: TransferLimits,
	file: FileReader,
	broken = false,
): Promise<string> {
	const budget = new RetryBudget();
	const signal = context.signal;
	if (broken) await clock.delay(budget.nextDelay(connectionLost) ?? 0, signal);
	for (let sessions = 1; ; sessions++) {
		const session = await UploadSession.start(context, source, limits, broken || sessions > 1);
		const uploadToken = await runSession(session, file, source.size, budget, signal);
		if (uploadToken !== undefined) return uploadToken;
		const delay = sessions < MAX_SESSIONS ? budget.nextDelay(sessionEnded) : undefined;
		if (delay === undefined) throw apiError(context.node, sessionEnded, errorContextOf(source));
		await clock.delay(delay, signal);
	}
}

/** @returns the upload token; undefined if the session has ended without one */
async function runSession(
	session: UploadSession,
	file: FileReader,
	size: number,
	budget: RetryBudget,
	signal?: AbortSignal,
): Promise<string | undefined> {
	const pieces = new ChunkSizer(session.granularity);
	let status: SessionStatus | undefined = { received: 0 };
	let reached = 0;
	for (;;) {
		let sending = false;
		try {
			status ??= await session.query();
			if (status === 'over') return undefined;
			if ('uploadToken' in status) return status.uploadToken;
			const { received } = status;
			if (received > reached) budget.reset();
			reached = Math.max(reached, received);
			sending = true;
			status = await session.upload(file, received, Math.min(pieces.size, size - received));
			pieces.grow();
		} catch (error) {
			const failure = failureOf(error);
			const delay = failure && isResumable(failure) ? budget.nextDelay({ ...failure, kind: 'connectionLost' }) : undefined;
			if (delay === undefined) throw rethrow(error);
			if (sending) pieces.shrink();
			status = undefined;
			await clock.delay(delay, signal);
		}
	}
}

/** Size of one request's part of a file: all of it, or pieces that are halved and doubled as the network changes. */
class ChunkSizer {
	/** bytes */
	size = Infinity;

	constructor(private readonly granularity: number | undefined) {}

	grow(): void {
		this.size = this.size * 2 > MAX_CHUNK ? Infinity : this.size * 2;
	}

	shrink(): void {
		const { granularity } = this;
		if (granularity === undefined || granularity > MAX_GRANULARITY) return;
		const wanted = this.size === Infinity ? MAX_CHUNK : this.size / 2;
		this.size = Math.max(Math.floor(wanted / granularity), 1) * granularity;
	}
}
