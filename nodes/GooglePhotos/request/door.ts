import { accountOf } from './account';
import type { Account } from './account';
import { cancelSignalOf } from './caller';
import type { Caller } from './caller';
import { clock } from './clock';
import { explain, isForTheUser } from './explain';
import type { Subject } from './explain';
import { readFailure, refined, saysThatItTakesRequests } from './failure';
import type { Failure } from './failure';
import type { ApiMethod } from './methods';
import { HeldBack } from './pendingRequest';
import type { PendingRequest } from './pendingRequest';
import { DEFAULT_MAXIMUM_WAIT, Patience } from './retry';
import { requireScope } from './scopes';

/** What the door has to know of a request. */
export interface Passage<T = unknown> {
	method: ApiMethod;
	subject?: Subject;
	/** how many of this traffic may be under way at once, where the user chose it */
	limit?: number;
	/** milliseconds to go on after "too many requests", counted from when Google began to refuse */
	maximumWait?: number;
	/** cancels it, where that is not for the caller's execution alone to say */
	signal?: AbortSignal;
	/** the body is a stream, which n8n cannot send again after it refreshed an expired token */
	streamed?: boolean;
	/** goes on with something that has had its turn, and so waits before those that have not */
	goesOn?: boolean;
	/**
	 * does a try as soon as there is room for what it needs, such as memory, and gives that back afterwards: nothing of
	 * it is held while the request waits
	 *
	 * @throws the signal's reason if that is raised before
	 */
	holding?: <R>(work: () => Promise<R>, signal: AbortSignal) => Promise<R>;
	/** a refusal for a quota that a reply with a success status tells of some of what was asked for */
	refusedPart?: (reply: T) => { failure: Failure; progress: boolean } | undefined;
	/**
	 * asked when it is its turn, before each try: what it returns is taken for the reply, and nothing is sent. It may
	 * send requests of other traffic.
	 */
	askFirst?: () => Promise<unknown>;
	/** failures that the caller can mend better than by sending the same again: they are not repeated here */
	mendedByCaller?: (failure: Failure) => boolean;
	/**
	 * told of the error with which it ends, unless the caller mends it, while nobody else has taken its place:
	 * whoever waits can look then
	 */
	failed?: (error: Error) => void;
	/** told of the failure of each try, whether or not it is sent again */
	tried?: (failure: Failure) => void;
}

/**
 * The one door to Google: every request of the node passes here. It checks the permission, waits for its
 * turn, sends, sends again where that can help, and turns what remains into an error that a user understands.
 *
 * @param attempt sends the request once; called anew for each try. It calls `leaves` right before it sends, and lets
 *   out what that throws: the request then has to wait again
 * @returns what `attempt` returns
 * @throws NodeApiError made by `explain`, or an error for the user that `attempt` throws
 */
export async function throughTheDoor<T>(
	caller: Caller,
	passage: Passage<T>,
	attempt: (leaves: () => void) => Promise<T>,
): Promise<T> {
	const { method, subject = {} } = passage;
	await requireScope(caller, method, subject);
	const account = await accountOf(caller);
	const maximumWait = passage.maximumWait ?? method.maximumWait ?? DEFAULT_MAXIMUM_WAIT;
	const request = account.coolDowns[method.traffic].join(
		method.traffic,
		maximumWait,
		passage.signal ?? cancelSignalOf(caller),
	);
	try {
		return await new Crossing(caller, passage, attempt, account, request).result();
	} finally {
		request.done();
	}
}

/** One request on its way, with all its tries. */
class Crossing<T> {
	private readonly patience: Patience;
	private refreshed = false;
	private lastRefusal?: Failure;
	/** whether Google may have carried out one of the tries */
	private acted = false;

	constructor(
		private readonly caller: Caller,
		private readonly passage: Passage<T>,
		private readonly attempt: (leaves: () => void) => Promise<T>,
		private readonly account: Account,
		private readonly request: PendingRequest,
	) {
		this.patience = new Patience(passage.method.repeatable);
	}

	async result(): Promise<T> {
		const { account, passage, request } = this;
		const { method, limit } = passage;
		for (let again = passage.goesOn ?? false; ; again = true) {
			let outcome: Outcome<T>;
			try {
				const way = { signal: request.signal, limit, again };
				outcome = await account.gate.pass(method.traffic, async () => await this.inside(), way);
			} catch (error) {
				// it left the queue
				outcome = this.over(error, false);
			}
			if ('reply' in outcome) return outcome.reply;
			if ('error' in outcome) throw outcome.error;
			await clock.delay(outcome.delay, request.signal);
		}
	}

	/** A try, as soon as the request may leave. It ends inside the gate: nobody may slip through before a cool-down begins. */
	private async inside(): Promise<Outcome<T>> {
		const { request, passage } = this;
		for (;;) {
			try {
				const already = passage.askFirst && (await passage.askFirst());
				if (already !== undefined) return { reply: already as T };
				await request.turn();
				await this.pause();
				const { holding = async (work) => await work() } = passage;
				const reply = await holding(async () => await this.attempt(() => this.leaves()), request.signal);
				this.arrived(reply);
				return { reply };
			} catch (error) {
				if (!(error instanceof HeldBack)) return this.failed(error as Error);
				if (request.underWay) request.unclear();
			}
		}
	}

	/** Keeps the pace of its kind of traffic; what probes leaves at the time that the cool-down gives it. */
	private async pause(): Promise<void> {
		const { request, account, passage } = this;
		if (request.isProbe) return;
		const turn = account.paces[passage.method.traffic].turn(clock.now());
		await clock.delay(turn - clock.now(), request.signal);
		request.signal.throwIfAborted();
	}

	private leaves(): void {
		const { request, account, passage } = this;
		request.signal.throwIfAborted();
		request.leaves();
		account.paces[passage.method.traffic].left(clock.now());
	}

	private arrived(reply: T): void {
		const refusal = this.passage.refusedPart?.(reply);
		if (refusal) this.refused(refusal.failure, refusal.progress);
		else this.request.answered();
	}

	/** Google has refused a request: whoever shares the host waits, and requests of this kind leave more slowly. */
	private refused(failure: Failure, progress = false): void {
		const { account, passage, request } = this;
		this.lastRefusal = failure;
		// a write of somebody else says nothing about how often Google may be asked
		if (!failure.anotherWrites) account.paces[passage.method.traffic].refused(request.leftAt, clock.now());
		request.refused(failure, progress);
	}

	private failed(error: Error): Outcome<T> {
		const { passage, request } = this;
		const { underWay: sent } = request;
		if (isForTheUser(error) || request.signal.aborted) {
			if (sent) request.unclear();
			return this.over(error, sent);
		}
		const failure = this.ended(refined(readFailure(error), passage.method));
		if (failure.kind === 'tooManyRequests') this.refused(failure);
		else if (saysThatItTakesRequests(failure)) request.answered();
		else if (sent) request.unclear();
		const mended = passage.mendedByCaller?.(failure);
		const delay = mended && !this.canBeRefreshed(failure) ? undefined : this.delayAfter(failure);
		if (delay !== undefined) return { delay };
		const end = this.explained(failure);
		if (!mended) passage.failed?.(end);
		return { error: end };
	}

	/** @returns milliseconds until it enters the gate again, or undefined if it does not */
	private delayAfter(failure: Failure): number | undefined {
		if (this.canBeRefreshed(failure)) {
			this.refreshed = true;
			return 0;
		}
		if (failure.kind !== 'tooManyRequests') return this.patience.after(failure);
		const done = failure.mayHaveActed && !this.passage.method.repeatable;
		return done || this.request.signal.aborted ? undefined : 0;
	}

	/** n8n has stored a new token by now, but had no body left to send with it. */
	private canBeRefreshed({ status }: Failure): boolean {
		return status === 401 && this.passage.streamed === true && !this.refreshed;
	}

	/** What is left to say of a request that was cancelled, has waited for as long as it may, or has an error of its own. */
	private over(error: Error, mayHaveActed: boolean): Outcome<T> {
		const { request, lastRefusal, passage } = this;
		let end = error;
		if (!isForTheUser(error) && request.signal.aborted) {
			const cancelled = this.ended({ kind: 'cancelled', message: '', mayHaveActed });
			const { gaveUpAfter } = request;
			const refusal = gaveUpAfter && { ...(lastRefusal ?? gaveUpAfter), mayHaveActed: this.acted };
			end = this.explained(refusal ?? cancelled, gaveUpAfter && request.leftAt === 0);
		}
		passage.failed?.(end);
		return { error: end };
	}

	/** @returns the failure of a try in the light of the tries before it */
	private ended(failure: Failure): Failure {
		this.passage.tried?.(failure);
		this.acted ||= failure.mayHaveActed;
		return { ...failure, mayHaveActed: this.acted };
	}

	private explained(failure: Failure, notSent = false): Error {
		const { subject = {}, method } = this.passage;
		const { repeatable } = method;
		const changes = !repeatable || method.traffic === 'write';
		const mayBeDone = failure.mayHaveActed && changes && !notSent;
		const ofBytes = method.traffic === 'bytes' && failure.kind === 'tooManyRequests';
		const told: Failure = ofBytes ? { ...failure, kind: 'tooManyDownloads' } : failure;
		return explain(this.caller.getNode(), told, { ...subject, mayBeDone, repeatable, notSent });
	}
}

/** What came of a try: a reply, or when to try again, or the error with which it ends. */
type Outcome<T> = { reply: T } | { delay: number } | { error: Error };
