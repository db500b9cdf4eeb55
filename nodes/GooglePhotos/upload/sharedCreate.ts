import { refusesAnAlbum } from '../fields/knownAlbums';
import { orCancelled } from '../fields/turn';
import type { MediaItemResult } from '../model/mediaItem';
import { accountOf } from '../request/account';
import type { Account } from '../request/account';
import { cancelSignalOf } from '../request/caller';
import { clock } from '../request/clock';
import { asItIs, explain, failureOf } from '../request/explain';
import { isTerminal } from '../request/failure';
import { isFault } from '../request/retry';
import type { Run } from '../request/run';
import { LARGEST_BATCH } from './batch';
import type { SentFile } from './batch';
import { Company } from './company';
import { create } from './createCall';
import type { Place } from './createCall';
import { replaceAlbum } from './destination';

/**
 * Creates files that go to one place.
 *
 * @param alone whether they must not share the call with files of other executions
 * @returns the result of each file, in their order; or why the call was refused as a whole
 */
export async function callCreate(
	run: Run,
	files: SentFile[],
	place: Place,
	alone: boolean,
): Promise<{ results: MediaItemResult[] } | { error: Error }> {
	const { album, albumPosition } = place;
	const share = !alone && albumPosition === undefined && files.length < LARGEST_BATCH;
	try {
		return { results: await (share ? createShared(run, files, place) : create(run, () => files, place)) };
	} catch (error) {
		if (!album || !refusesAnAlbum(error) || !(await replaceAlbum(run, album))) return { error };
		return await callCreate(run, files, place, alone);
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
async function createShared(run: Run, files: SentFile[], place: Place): Promise<MediaItemResult[]> {
	const { waiting, company } = callsOf(await accountOf(run.caller));
	const key = keyOf(run, place);
	let call = waiting.get(key);
	if (!call?.hasRoomFor(files)) {
		const own = new SharedCreate(run, place, company, () => {
			if (waiting.get(key) === own) waiting.delete(key);
		});
		waiting.set(key, own);
		call = own;
	}
	return await call.join(run, files);
}

/** What executions of an account must have in common to share a call. */
function keyOf(run: Run, { album, maximumWait }: Place): string {
	return JSON.stringify([album?.id, maximumWait, run.settings]);
}

/** The calls of an account. */
interface Calls {
	/** those that have not left yet, by what their executions have in common */
	waiting: Map<string, SharedCreate>;
	company: Company;
}

const calls = new WeakMap<Account, Calls>();

function callsOf(account: Account): Calls {
	const own = calls.get(account) ?? { waiting: new Map(), company: new Company() };
	calls.set(account, own);
	return own;
}

/** An execution that has a part in a call. */
interface Member {
	run: Run;
	files: SentFile[];
}

/** What came of each file; or why Google refused the call as a whole, and the files of its last try. */
type Reply = { results: Map<SentFile, MediaItemResult> } | { error: Error; sent: SentFile[] };

/** A call on its way to its turn. Until then others can join it, and leave it. */
class SharedCreate {
	/** the executions that want it, in the order in which they came */
	private readonly members: Member[] = [];
	/** raised when all executions that wanted it are cancelled: while one is left, the call goes on */
	private readonly abandoned = new AbortController();
	private reply?: Promise<Reply>;
	/** what the try that is under way carries */
	private underWay: SentFile[] = [];
	private readonly since = clock.now();

	/**
	 * @param first the execution that begins the call, and may be over before it leaves
	 * @param leave is called when nobody can join any more
	 */
	constructor(
		private readonly first: Run,
		private readonly place: Place,
		private readonly company: Company,
		private readonly leave: () => void,
	) {}

	hasRoomFor(files: SentFile[]): boolean {
		return this.files().length + files.length <= LARGEST_BATCH;
	}

	async join(run: Run, files: SentFile[]): Promise<MediaItemResult[]> {
		const node = run.caller.getNode();
		const cancelled = () => {
			const left = files.some((file) => this.underWay.includes(file));
			if (left) for (const file of files) file.unanswered = true;
			return explain(node, { kind: 'cancelled', message: '', mayHaveActed: left });
		};
		const member = { run, files };
		this.members.push(member);
		this.reply ??= this.call();
		try {
			await orCancelled(this.reply.then(() => {}), cancelSignalOf(run.caller), cancelled);
		} catch (error) {
			this.withdraw(member);
			throw asItIs(error);
		}
		const reply = await this.reply;
		if ('results' in reply) return files.map((file) => reply.results.get(file) as MediaItemResult);
		const failure = failureOf(reply.error);
		if (!failure) throw asItIs(reply.error);
		const ofAll = isFault(failure) || isTerminal(failure) || failure.kind === 'tooManyRequests';
		// what Google refuses may be another execution's file
		if (reply.sent.length > files.length && !ofAll) return await create(run, () => files, this.place);
		throw explain(node, failure);
	}

	private async call(): Promise<Reply> {
		const { signal } = this.abandoned;
		let sent: SentFile[] = [];
		let leftAt = 0;
		const filesToSend = async () => {
			const isFull = this.files().length >= LARGEST_BATCH;
			if (leftAt === 0 && !isFull) await clock.delay(this.company.wait(this.since), signal);
			signal.throwIfAborted();
			this.leave();
			leftAt = clock.now();
			return (sent = this.underWay = this.files());
		};
		// the context of an execution that is over sends nothing any more
		const sender = () => (this.members[0]?.run ?? this.first).caller;
		const tried = () => void (this.underWay = []);
		try {
			const arrived = () => this.company.ended(leftAt, this.members.length);
			const results = await create(this.first, filesToSend, this.place, { signal, sender, tried, arrived });
			return { results: new Map(sent.map((file, index) => [file, results[index]])) };
		} catch (error) {
			return { error, sent };
		} finally {
			this.leave();
		}
	}

	private files(): SentFile[] {
		return this.members.flatMap(({ files }) => files);
	}

	/** Whoever leaves takes its files along, as far as they are not sent yet. */
	private withdraw(member: Member): void {
		this.members.splice(this.members.indexOf(member), 1);
		if (this.members.length === 0) {
			this.leave();
			this.abandoned.abort();
		}
	}
}
