import { accountOf } from './account';
import { cancelSignalOf } from './caller';
import type { Caller } from './caller';
import { clock, waitFor } from './clock';
import { asItIs, explain, isForTheUser } from './explain';
import type { Subject } from './explain';
import { readFailure, refined } from './failure';
import type { Failure } from './failure';
import type { ApiMethod } from './methods';
import { DEFAULT_MAXIMUM_WAIT, delayBeforeRetry } from './retry';
import { requireScope } from './scopes';

/** What the door has to know of a request. */
export interface Passage {
	method: ApiMethod;
	subject?: Subject;
	/** how many of this traffic may be under way at once, where the user chose it */
	limit?: number;
	/** milliseconds to go on after "too many requests" */
	maximumWait?: number;
	/** the body is a stream, which n8n cannot send again after it refreshed an expired token */
	streamed?: boolean;
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
	const { method, subject = {}, maximumWait = DEFAULT_MAXIMUM_WAIT } = passage;
	const node = caller.getNode();
	const account = accountOf(node);
	const signal = cancelSignalOf(caller);
	await requireScope(caller, method, subject);

	const start = clock.now();
	let refreshed = false;
	for (let tries = 1; ; tries++) {
		await coolDown(account, start + maximumWait, signal);
		const outcome = await tryOnce(caller, passage, attempt);
		if ('reply' in outcome) return outcome.reply;
		const { failure } = outcome;

		// n8n has stored a new token by now, but had no body left to send with it
		if (failure.kind === 'unauthenticated' && passage.streamed && !refreshed) {
			refreshed = true;
			continue;
		}
		const history = { tries, elapsed: clock.now() - start, maximumWait, repeatable: method.repeatable };
		const delay = delayBeforeRetry(failure, history, clock.random());
		if (delay === undefined) throw explainEnd(caller, failure, passage);
		if (failure.kind === 'tooManyRequests') {
			account.coolDownUntil = Math.max(account.coolDownUntil, clock.now() + delay);
		} else {
			await waitFor(delay, signal);
		}
	}
}

/** Enters the gate and sends once. What is already an error for the user passes on as it is. */
async function tryOnce<T>(
	caller: Caller,
	{ method, limit }: Passage,
	attempt: () => Promise<T>,
): Promise<{ reply: T } | { failure: Failure }> {
	const signal = cancelSignalOf(caller);
	try {
		const { gate } = accountOf(caller.getNode());
		return { reply: await gate.pass(method.traffic, attempt, signal, limit) };
	} catch (error) {
		if (error instanceof Error && isForTheUser(error)) throw asItIs(error);
		if (signal?.aborted) return { failure: { kind: 'cancelled', message: '', mayHaveActed: true } };
		return { failure: readFailure(error) };
	}
}

async function coolDown(
	account: { coolDownUntil: number },
	latest: number,
	signal?: AbortSignal,
): Promise<void> {
	while (account.coolDownUntil > clock.now() && clock.now() < latest && !signal?.aborted) {
		await waitFor(Math.min(account.coolDownUntil, latest) - clock.now(), signal);
	}
}

function explainEnd(caller: Caller, failure: Failure, { method, subject = {} }: Passage): Error {
	const error = explain(caller.getNode(), refined(failure, method), subject);
	if (failure.mayHaveActed && !method.repeatable) {
		error.description = `It may have been carried out all the same: look before you run it again. ${error.description ?? ''}`;
	}
	return error;
}
