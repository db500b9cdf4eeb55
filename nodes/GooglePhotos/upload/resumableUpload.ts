import { cancelSignalOf } from '../request/caller';
import { clock } from '../request/clock';
import { asItIs, explain, failureOf } from '../request/explain';
import type { Failure } from '../request/failure';
import { Patience } from '../request/retry';
import type { Run } from '../request/run';
import type { SendingLimits } from './bytes';
import type { FileReader } from './fileReader';
import { subjectOf } from './source';
import type { Source } from './source';
import { canBeMended, UploadSession } from './uploadSession';
import type { Standing } from './uploadSession';

/** The largest piece while the network is bad, in bytes: it is in memory as a whole. */
export const LARGEST_PIECE = 8 * 1024 * 1024;

/** Google may want pieces larger than that; if they are not larger than this, it gets them. */
const LARGEST_GRANULARITY = 32 * 1024 * 1024;

/** How often a file is begun anew, after Google has ended its session. */
const MOST_SESSIONS = 6;

const sessionEnded: Failure = {
	kind: 'connectionLost',
	message: 'Google ended the upload before the node had its upload token.',
	mayHaveActed: true,
};

const lineBroke: Failure = { kind: 'connectionLost', message: '', mayHaveActed: true };

/**
 * Sends a file that Google may receive in parts: all bytes in one request, since each request counts against
 * the project's 10,000 a day, and after a fault in pieces from where Google says that it has got to.
 * https://developers.google.com/photos/library/guides/resumable-uploads
 *
 * It goes on for as long as bytes arrive: only tries without progress count.
 *
 * @param broken whether the line broke before, when all bytes were sent without a session
 * @returns the upload token
 * @throws NodeApiError made by `explain`
 */
export async function sendResumable(
	run: Run,
	source: Source,
	limits: SendingLimits,
	file: FileReader,
	broken = false,
): Promise<string> {
	const patience = new Patience();
	const signal = cancelSignalOf(run.caller);
	if (broken) await clock.delay(patience.after(lineBroke) ?? 0, signal);
	for (let sessions = 1; ; sessions++) {
		const session = await UploadSession.start(run, source, limits, broken || sessions > 1);
		const uploadToken = await filled(session, file, source.size, patience, signal);
		if (uploadToken !== undefined) return uploadToken;
		const delay = sessions < MOST_SESSIONS ? patience.after(sessionEnded) : undefined;
		if (delay === undefined) throw explain(run.caller.getNode(), sessionEnded, subjectOf(source));
		await clock.delay(delay, signal);
	}
}

/** @returns the upload token, or undefined if the session has ended without one */
async function filled(
	session: UploadSession,
	file: FileReader,
	size: number,
	patience: Patience,
	signal?: AbortSignal,
): Promise<string | undefined> {
	const pieces = new PieceSize(session.granularity);
	let standing: Standing | undefined = { received: 0 };
	let reached = 0;
	for (;;) {
		let sending = false;
		try {
			standing ??= await session.query();
			if (standing === 'over') return undefined;
			if ('uploadToken' in standing) return standing.uploadToken;
			const { received } = standing;
			if (received > reached) patience.renew();
			reached = Math.max(reached, received);
			sending = true;
			standing = await session.upload(file, received, Math.min(pieces.most, size - received));
			pieces.wentWell();
		} catch (error) {
			const failure = failureOf(error);
			const delay = failure && canBeMended(failure) ? patience.after({ ...failure, kind: 'connectionLost' }) : undefined;
			if (delay === undefined) throw asItIs(error);
			if (sending) pieces.wentBadly();
			standing = undefined;
			await clock.delay(delay, signal);
		}
	}
}

/** How much of a file goes into one request: all of it, or pieces that halve and double as the network is. */
class PieceSize {
	/** bytes */
	most = Infinity;

	constructor(private readonly granularity: number | undefined) {}

	wentWell(): void {
		this.most = this.most * 2 > LARGEST_PIECE ? Infinity : this.most * 2;
	}

	wentBadly(): void {
		const { granularity } = this;
		if (granularity === undefined || granularity > LARGEST_GRANULARITY) return;
		const wanted = this.most === Infinity ? LARGEST_PIECE : this.most / 2;
		this.most = Math.max(Math.floor(wanted / granularity), 1) * granularity;
	}
}
