import { isAlbumRejection } from '../albums/cache';
import type { MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { raceAbort } from '../concurrency/keyedMutex';
import { stateByKey } from '../concurrency/stateByKey';
import { isTerminal, isTransient } from '../errors/kinds';
import { apiError, cancelledError, failureOf, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import { batchCreate, MAX_BATCH_CREATE } from './createCall';
import type { CreateTarget } from './createCall';
import { replaceAlbum } from './resolveAlbums';
import type { UploadedFile } from './types';

/** Wait for other executions: this fraction of the duration of the last call, at most MAX_LINGER milliseconds. */
const PART = 1 / 4;
const MAX_LINGER = 2_000;

/** A finished call of the account that executions could share. Times in milliseconds. */
interface Call {
	executions: number;
	endedAt: number;
	duration: number;
}

/**
 * Decides how long a call waits for files of other executions before it is sent. Executions that n8n runs concurrently
 * often end together, and the next ones are ready a moment later, one after the other. If the first sent its call at
 * once, the others would wait for a call of their own, and so on with every call.
 *
 * The wait is a small fraction of the duration of a call. An execution that has met no other execution does not wait.
 */
export class Linger {
	private last?: Call;

	/**
	 * @param since when the call that is about to be sent was opened, in milliseconds since 1970
	 * @returns milliseconds to wait for other executions
	 */
	lingerMs(since: number): number {
		if (!this.last) return 0;
		const { executions, endedAt, duration } = this.last;
		const hasOthers = executions > 1 || since < endedAt;
		return hasOthers ? Math.max(endedAt + Math.min(duration * PART, MAX_LINGER) - clock.now(), 0) : 0;
	}

	/** Records a finished call. @param sentAt when it was sent, in milliseconds since 1970 */
	ended(sentAt: number, executions: number): void {
		const endedAt = clock.now();
		this.last = { executions, endedAt, duration: endedAt - sentAt };
	}
}

/**
 * Creates files that go to one position.
 *
 * @param alone whether the call must not carry files of other executions
 * @returns the result of each file, in the order of the files; or the error of the whole call
 */
export async function sendCreate(
	context: OperationContext,
	files: UploadedFile[],
	place: CreateTarget,
	alone: boolean,
): Promise<{ results: MediaItemResult[] } | { error: Error }> {
	const { album, albumPosition } = place;
	const share = !alone && albumPosition === undefined && files.length < MAX_BATCH_CREATE;
	try {
		return { results: await (share ? createShared(context, files, place) : batchCreate(context, () => files, place)) };
	} catch (error) {
		if (!album || !isAlbumRejection(error) || !(await replaceAlbum(context, album))) return { error };
		return await sendCreate(context, files, place, alone);
	}
}

/**
 * Coalesces concurrent create calls of several executions into one. Google processes one such call at a time per
 * account, with up to 50 files, and asks clients to fill it. Otherwise 100 executions with one photo each would queue
 * for 100 calls.
 * https://developers.google.com/photos/library/guides/upload-media#creating-media-item
 *
 * @param files files of one execution; they stay together and in order, and go to the end of the album
 * @returns the result of each file, in the order of the files
 * @throws NodeApiError with the node of this execution
 */
async function createShared(context: OperationContext, files: UploadedFile[], place: CreateTarget): Promise<MediaItemResult[]> {
	const { waiting, linger } = callsOf(await accountStateOf(context.n8n));
	const key = keyOf(context, place);
	let call = waiting.get(key);
	if (!call?.hasRoomFor(files)) {
		const own = new SharedBatch(context, place, linger, () => {
			if (waiting.get(key) === own) waiting.delete(key);
		});
		waiting.set(key, own);
		call = own;
	}
	return await call.join(context, files);
}

/** Key of a shared call: what its executions must have in common. */
function keyOf(context: OperationContext, { album, maximumWait }: CreateTarget): string {
	return JSON.stringify([album?.id, maximumWait, context.settings]);
}

/** Calls of an account. */
interface Calls {
	/** calls not sent yet, by the key of `keyOf` */
	waiting: Map<string, SharedBatch>;
	linger: Linger;
}

const callsOf = stateByKey<AccountState, Calls>(() => ({ waiting: new Map(), linger: new Linger() }));

/** An execution with files in a shared call. */
interface Participant {
	context: OperationContext;
	files: UploadedFile[];
}

/** The result of each file; or the error of the whole call, and the files of its last attempt. */
type Reply = { results: Map<UploadedFile, MediaItemResult> } | { error: Error; sent: UploadedFile[] };

/** A shared call. Until it is sent, executions can join and leave it. */
class SharedBatch {
	/** in the order in which they joined */
	private readonly participants: Participant[] = [];
	/** aborted when all executions that joined are cancelled; while one is left, the call goes on */
	private readonly abandoned = new AbortController();
	private reply?: Promise<Reply>;
	/** files of the current attempt */
	private underWay: UploadedFile[] = [];
	private readonly since = clock.now();

	/**
	 * @param first execution that opened the call; it may have ended before the call is sent
	 * @param leave called when no execution can join any more
	 */
	constructor(
		private readonly first: OperationContext,
		private readonly place: CreateTarget,
		private readonly linger: Linger,
		private readonly leave: () => void,
	) {}

	hasRoomFor(files: UploadedFile[]): boolean {
		return this.files().length + files.length <= MAX_BATCH_CREATE;
	}

	async join(context: OperationContext, files: UploadedFile[]): Promise<MediaItemResult[]> {
		const { node } = context;
		const cancelled = () => {
			const left = this.underWay.includes(files[0]);
			if (left) for (const file of files) file.unanswered = true;
			return cancelledError(node, {}, left);
		};
		const member = { context, files };
		this.participants.push(member);
		this.reply ??= this.call();
		try {
			await raceAbort(this.reply.then(() => {}), context.signal, cancelled);
		} catch (error) {
			this.withdraw(member);
			throw rethrow(error);
		}
		const reply = await this.reply;
		if ('results' in reply) return files.map((file) => reply.results.get(file) as MediaItemResult);
		const failure = failureOf(reply.error);
		if (!failure) throw rethrow(reply.error);
		const ofAll = isTransient(failure) || isTerminal(failure);
		// Google may have rejected a file of another execution
		if (reply.sent.length > files.length && !ofAll) return await batchCreate(context, () => files, this.place);
		throw apiError(node, failure);
	}

	private async call(): Promise<Reply> {
		const { signal } = this.abandoned;
		let sent: UploadedFile[] = [];
		let sentAt = 0;
		const filesToSend = async () => {
			const isFull = this.files().length >= MAX_BATCH_CREATE;
			if (sentAt === 0 && !isFull) await clock.delay(this.linger.lingerMs(this.since), signal);
			this.leave();
			sentAt = clock.now();
			return (sent = this.underWay = this.files());
		};
		// the context of an execution that has ended sends no requests
		const contextForAttempt = () => (this.participants[0]?.context ?? this.first).n8n;
		const onAttemptFailed = () => void (this.underWay = []);
		try {
			const arrived = () => this.linger.ended(sentAt, this.participants.length);
			const results = await batchCreate(this.first, filesToSend, this.place, { signal, contextForAttempt, onAttemptFailed, arrived });
			return { results: new Map(sent.map((file, index) => [file, results[index]])) };
		} catch (error) {
			return { error, sent };
		} finally {
			this.leave();
		}
	}

	private files(): UploadedFile[] {
		return this.participants.flatMap(({ files }) => files);
	}

	/** Removes an execution, together with its files unless they are already sent. */
	private withdraw(member: Participant): void {
		this.participants.splice(this.participants.indexOf(member), 1);
		if (this.participants.length === 0) {
			this.leave();
			this.abandoned.abort();
		}
	}
}
