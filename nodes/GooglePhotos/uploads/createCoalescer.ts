import { isAlbumRejection } from '../albums/cache';
import type { MediaItemResult } from '../api/mediaItem';
import { clock } from '../concurrency/clock';
import { raceAbort } from '../concurrency/keyedMutex';
import { isTerminal, isTransient } from '../errors/kinds';
import { apiError, cancelledError, failureOf, rethrow } from '../errors/nodeError';
import type { OperationContext } from '../execution/context';
import { accountStateOf } from '../http/accountState';
import type { AccountState } from '../http/accountState';
import { cancelSignalOf } from '../http/n8nContext';
import { batchCreate, MAX_BATCH_CREATE } from './batchCreate';
import type { CreateTarget } from './batchCreate';
import { replaceAlbum } from './resolveAlbums';
import type { UploadedFile } from './types';

/** How long company is waited for: this part of the time that the last call took, and at most so many milliseconds. */
const PART = 1 / 4;
const MAX_LINGER = 2_000;

/** A call of the account that executions could share. Times in milliseconds. */
interface Call {
	executions: number;
	endedAt: number;
	took: number;
}

/**
 * Whether it is worth while to wait for company before a call leaves. As many executions as n8n lets run at once
 * often end together, and the next ones are ready a moment later, one after the other: if the first of them left
 * at once, the others would wait for a call of their own, and so on with every call.
 *
 * It is a small part of the time that a call takes, and nobody waits who has met no other execution.
 */
export class Linger {
	private last?: Call;

	/**
	 * @param since when the call that would leave now was begun
	 * @returns milliseconds that it should wait for others
	 */
	lingerMs(since: number): number {
		if (!this.last) return 0;
		const { executions, endedAt, took } = this.last;
		const othersAreHere = executions > 1 || since < endedAt;
		return othersAreHere ? Math.max(endedAt + Math.min(took * PART, MAX_LINGER) - clock.now(), 0) : 0;
	}

	/** A call is over. @param leftAt when it left, in milliseconds since 1970 */
	ended(leftAt: number, executions: number): void {
		const endedAt = clock.now();
		this.last = { executions, endedAt, took: endedAt - leftAt };
	}
}

/**
 * Creates files that go to one place.
 *
 * @param alone whether they must not share the call with files of other executions
 * @returns the result of each file, in their order; or why the call was refused as a whole
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
 * Executions that wait to create media items at the same time do it in one call: Google takes one such call at a
 * time for an account, of up to 50 files, and asks to fill them. A hundred executions of one photo each would
 * else stand in line for a hundred calls.
 * https://developers.google.com/photos/library/guides/upload-media#creating-media-item
 *
 * @param files of one execution, which stay together, in their order; they go to the end of the album
 * @returns the result of each file, in their order
 * @throws NodeApiError made by `explain`, with the node of this run
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

/** What executions of an account must have in common to share a call. */
function keyOf(context: OperationContext, { album, maximumWait }: CreateTarget): string {
	return JSON.stringify([album?.id, maximumWait, context.settings]);
}

/** The calls of an account. */
interface Calls {
	/** those that have not left yet, by what their executions have in common */
	waiting: Map<string, SharedBatch>;
	linger: Linger;
}

const calls = new WeakMap<AccountState, Calls>();

function callsOf(account: AccountState): Calls {
	const own = calls.get(account) ?? { waiting: new Map(), linger: new Linger() };
	calls.set(account, own);
	return own;
}

/** An execution that has a part in a call. */
interface Participant {
	context: OperationContext;
	files: UploadedFile[];
}

/** What came of each file; or why Google refused the call as a whole, and the files of its last try. */
type Reply = { results: Map<UploadedFile, MediaItemResult> } | { error: Error; sent: UploadedFile[] };

/** A call on its way to its turn. Until then others can join it, and leave it. */
class SharedBatch {
	/** the executions that want it, in the order in which they came */
	private readonly participants: Participant[] = [];
	/** raised when all executions that wanted it are cancelled: while one is left, the call goes on */
	private readonly abandoned = new AbortController();
	private reply?: Promise<Reply>;
	/** what the try that is under way carries */
	private underWay: UploadedFile[] = [];
	private readonly since = clock.now();

	/**
	 * @param first the execution that begins the call, and may be over before it leaves
	 * @param leave is called when nobody can join any more
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
		const node = context.n8n.getNode();
		const cancelled = () => {
			const left = files.some((file) => this.underWay.includes(file));
			if (left) for (const file of files) file.unanswered = true;
			return cancelledError(node, {}, left);
		};
		const member = { context, files };
		this.participants.push(member);
		this.reply ??= this.call();
		try {
			await raceAbort(this.reply.then(() => {}), cancelSignalOf(context.n8n), cancelled);
		} catch (error) {
			this.withdraw(member);
			throw rethrow(error);
		}
		const reply = await this.reply;
		if ('results' in reply) return files.map((file) => reply.results.get(file) as MediaItemResult);
		const failure = failureOf(reply.error);
		if (!failure) throw rethrow(reply.error);
		const ofAll = isTransient(failure) || isTerminal(failure) || failure.kind === 'tooManyRequests';
		// what Google refuses may be another execution's file
		if (reply.sent.length > files.length && !ofAll) return await batchCreate(context, () => files, this.place);
		throw apiError(node, failure);
	}

	private async call(): Promise<Reply> {
		const { signal } = this.abandoned;
		let sent: UploadedFile[] = [];
		let leftAt = 0;
		const filesToSend = async () => {
			const isFull = this.files().length >= MAX_BATCH_CREATE;
			if (leftAt === 0 && !isFull) await clock.delay(this.linger.lingerMs(this.since), signal);
			signal.throwIfAborted();
			this.leave();
			leftAt = clock.now();
			return (sent = this.underWay = this.files());
		};
		// the context of an execution that is over sends nothing any more
		const contextForAttempt = () => (this.participants[0]?.context ?? this.first).n8n;
		const onAttemptFailed = () => void (this.underWay = []);
		try {
			const arrived = () => this.linger.ended(leftAt, this.participants.length);
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

	/** Whoever leaves takes its files along, as far as they are not sent yet. */
	private withdraw(member: Participant): void {
		this.participants.splice(this.participants.indexOf(member), 1);
		if (this.participants.length === 0) {
			this.leave();
			this.abandoned.abort();
		}
	}
}
