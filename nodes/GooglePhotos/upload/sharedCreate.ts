import { orCancelled } from '../fields/turn';
import type { MediaItemResult } from '../model/mediaItem';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import { cancelSignalOf } from '../request/caller';
import { asItIs, explain, failureOf } from '../request/explain';
import { isTerminal } from '../request/failure';
import { isFault } from '../request/retry';
import type { Run } from '../request/run';
import { signInOf } from '../request/scopes';
import { LARGEST_BATCH } from './batch';
import type { SentFile } from './batch';
import { create } from './createCall';
import type { Place } from './createCall';

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
export async function createShared(run: Run, files: SentFile[], place: Place): Promise<MediaItemResult[]> {
	const waiting = waitingOf(accountOf(run.caller.getNode()));
	const key = await keyOf(run, place);
	let call = waiting.get(key);
	if (!call?.hasRoomFor(files)) {
		const own = new SharedCreate(run, place, () => {
			if (waiting.get(key) === own) waiting.delete(key);
		});
		waiting.set(key, own);
		call = own;
	}
	return await call.join(run, files);
}

/** What executions must have in common to share a call. */
async function keyOf(run: Run, { album, maximumWait }: Place): Promise<string> {
	// what was uploaded with one sign-in is nothing to another
	const { id } = await signInOf(run.caller);
	return JSON.stringify([id, album?.id, maximumWait, run.settings]);
}

/** The calls of each account that have not left yet, by what they have in common. */
const calls = new WeakMap<Account, Map<string, SharedCreate>>();

function waitingOf(account: Account): Map<string, SharedCreate> {
	const waiting = calls.get(account) ?? new Map<string, SharedCreate>();
	calls.set(account, waiting);
	return waiting;
}

/** A call on its way to its turn. Until then others can join it, and leave it. */
class SharedCreate {
	/** the files of each execution, in the order in which they came */
	private readonly members: SentFile[][] = [];
	/** raised when all executions that wanted it are cancelled: while one is left, the call goes on */
	private readonly abandoned = new AbortController();
	/** the files that are sent, once they are */
	private sent?: SentFile[];
	private reply?: Promise<{ results: MediaItemResult[] } | { error: Error }>;

	/**
	 * @param leader makes the call, with its own context, also when its execution is over before
	 * @param leave is called when nobody can join any more
	 */
	constructor(
		private readonly leader: Run,
		private readonly place: Place,
		private readonly leave: () => void,
	) {}

	hasRoomFor(files: SentFile[]): boolean {
		return this.members.flat().length + files.length <= LARGEST_BATCH;
	}

	async join(run: Run, files: SentFile[]): Promise<MediaItemResult[]> {
		const node = run.caller.getNode();
		const cancelled = () =>
			explain(node, { kind: 'cancelled', message: '', mayHaveActed: this.sent !== undefined });
		this.members.push(files);
		this.reply ??= this.call();
		try {
			await orCancelled(this.reply.then(() => {}), cancelSignalOf(run.caller), cancelled);
		} catch (error) {
			this.withdraw(files);
			throw asItIs(error);
		}
		const reply = await this.reply;
		if ('results' in reply) return files.map((file) => reply.results[this.sent?.indexOf(file) ?? -1]);
		const failure = failureOf(reply.error);
		if (!failure) throw asItIs(reply.error);
		const ofAll = isFault(failure) || isTerminal(failure) || failure.kind === 'tooManyRequests';
		// what Google refuses may be another execution's file
		const shared = this.sent !== undefined && this.sent.length > files.length;
		if (shared && !ofAll) return await create(run, () => files, this.place);
		throw explain(node, failure);
	}

	private async call(): Promise<{ results: MediaItemResult[] } | { error: Error }> {
		const filesToSend = () => {
			this.leave();
			return (this.sent ??= this.members.flat());
		};
		try {
			return { results: await create(this.leader, filesToSend, this.place, this.abandoned.signal) };
		} catch (error) {
			return { error };
		} finally {
			this.leave();
		}
	}

	/** Whoever leaves before the call does takes its files along. */
	private withdraw(files: SentFile[]): void {
		this.members.splice(this.members.indexOf(files), 1);
		if (this.members.length === 0) {
			this.leave();
			this.abandoned.abort();
		}
	}
}
