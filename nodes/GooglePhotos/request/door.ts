import { accountOf } from './account';
import type { Account } from './account';
import { cancelSignalOf } from './caller';
import type { Caller } from './caller';
import { clock } from './clock';
import { departure, refusedForQuota } from './departure';
import { asItIs, explain, isForTheUser } from './explain';
import type { Subject } from './explain';
import { readFailure, refined } from './failure';
import type { Failure } from './failure';
import type { ApiMethod } from './methods';
import { DEFAULT_MAXIMUM_WAIT, Patience } from './retry';
import { requireScope } from './scopes';

/** What the door has to know of a request. */
export interface Passage {
	method: ApiMethod;
	subject?: Subject;
	/** how many of this traffic may be under way at once, where the user chose it */
	limit?: number;
	/** milliseconds to go on after "too many requests" */
	maximumWait?: number;
	/** cancels it, where that is not for the caller's execution alone to say */
	signal?: AbortSignal;
	/** the body is a stream, which n8n cannot send again after it refreshed an expired token */
	streamed?: boolean;
	/** goes on with something that has had its turn, and so waits before those that have not */
	goesOn?: boolean;
	/** failures that the caller can mend better than by sending the same again: they are not repeated here */
	mendedByCaller?: (failure: Failure) => boolean;
	/**
	 * told of the error with which it ends, unless the caller mends it, while nobody else has taken its place:
	 * whoever waits can look then
	 */
	failed?: (error: Error) => void;
	/** told of each failure after which it is sent again */
	retried?: (failure: Failure) => void;
}

/**
 * The one door to Google: every request of the node passes here. It checks the permission, waits for its
 * turn, sends, sends again where that can help, and turns what remains into an error that a user understands.
 *
 * @param attempt sends the request once; called anew for each try
 * @returns what `attempt` returns
 * @throws NodeApiError made by `explain`, or an error for the user that `attempt` throws
 */
export async function throughTheDoor<T>(
	caller: Caller,
	passage: Passage,
	attempt: () => Promise<T>,
): Promise<T> {
	const { method, subject = {} } = passage;
	const maximumWait = passage.maximumWait ?? method.maximumWait ?? DEFAULT_MAXIMUM_WAIT;
	const account = await accountOf(caller);
	const signal = passage.signal ?? cancelSignalOf(caller);
	await requireScope(caller, method, subject);

	/** when it was first its turn: the time in the queue is not its own */
	let start: number | undefined;
	let leftAt = 0;
	const patience = new Patience(maximumWait, method.repeatable);
	let refreshed = false;
	for (let again = passage.goesOn ?? false; ; again = true) {
		const outcome = await tryOnce(caller, passage, attempt, {
			account,
			again,
			ready: async () => {
				start ??= clock.now();
				leftAt = await departure(account, method.traffic, start + maximumWait, signal);
				signal?.throwIfAborted();
			},
			delayAfter: (failure) => {
				// n8n has stored a new token by now, but had no body left to send with it
				if (failure.status === 401 && passage.streamed && !refreshed) {
					refreshed = true;
					return 0;
				}
				if (passage.mendedByCaller?.(failure)) return undefined;
				const delay = patience.after(failure);
				if (failure.kind === 'tooManyRequests') {
					refusedForQuota(account, method.traffic, leftAt, { delay, anotherWrites: failure.anotherWrites });
				}
				return delay;
			},
		});
		if ('reply' in outcome) return outcome.reply;
		if ('error' in outcome) throw outcome.error;
		if (outcome.failure.kind !== 'tooManyRequests') await clock.delay(outcome.delay, signal);
	}
}

/** What is done inside the gate before and after a try: nobody may slip through before a cool-down begins. */
interface Inside {
	account: Account;
	/** it waits at the head of the queue */
	again: boolean;
	ready: () => Promise<void>;
	/** @returns milliseconds until the next try, or undefined if there is none */
	delayAfter: (failure: Failure) => number | undefined;
}

/** Enters the gate and sends once. What is already an error for the user passes on as it is. */
async function tryOnce<T>(
	caller: Caller,
	passage: Passage,
	attempt: () => Promise<T>,
	{ account, again, ready, delayAfter }: Inside,
): Promise<{ reply: T } | { failure: Failure; delay: number } | { error: Error }> {
	const { method, limit } = passage;
	const signal = passage.signal ?? cancelSignalOf(caller);
	const inside = async () => {
		let sent = false;
		try {
			await ready();
			sent = true;
			return { reply: await attempt() };
		} catch (error) {
			const own = error instanceof Error && isForTheUser(error);
			const failure = signal?.aborted ? cancelled(sent) : refined(readFailure(error), method);
			const delay = own ? undefined : delayAfter(failure);
			if (delay !== undefined) {
				passage.retried?.(failure);
				return { failure, delay };
			}
			const end = own ? error : explainEnd(caller, failure, passage);
			if (own || !passage.mendedByCaller?.(failure)) passage.failed?.(end);
			return { error: end };
		}
	};
	try {
		return await account.gate.pass(method.traffic, inside, { signal, limit, again });
	} catch (error) {
		// it left the queue
		return { error: signal?.aborted ? explainEnd(caller, cancelled(false), passage) : asItIs(error) };
	}
}

function cancelled(mayHaveActed: boolean): Failure {
	return { kind: 'cancelled', message: '', mayHaveActed };
}

function explainEnd(caller: Caller, failure: Failure, { method, subject = {} }: Passage): Error {
	return explain(caller.getNode(), failure, { ...subject, mayBeDone: failure.mayHaveActed && !method.repeatable });
}
