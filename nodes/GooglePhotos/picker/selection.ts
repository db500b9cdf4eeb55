import type { PickedMediaItem } from '../api/pickedMediaItem';
import { getSession, listPicked } from '../api/picker';
import { isFinished, secondsOf } from '../api/pickingSession';
import type { PickingSession } from '../api/pickingSession';
import { clock } from '../concurrency/clock';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { StopScope } from '../execution/stopScope';

const SECOND = 1000;

/** How often to ask where Google does not say, and never more often than. */
const USUAL_INTERVAL = 5 * SECOND;
const MIN_INTERVAL = SECOND;

/**
 * What a user picks in one session, as one run of the node sees it: however many input items name the
 * session, each question is asked once.
 */
export class Selection {
	private done?: Promise<PickingSession>;
	private listing?: Promise<PickedMediaItem[]>;

	constructor(
		private readonly scope: StopScope,
		readonly sessionId: string,
		private readonly subject: ErrorContext,
	) {}

	/**
	 * Waits until the user has pressed Done: asks at the interval that Google names, up to the time after which
	 * Google wants to be left alone or the session has expired.
	 * https://developers.google.com/photos/picker/guides/sessions#poll-session
	 *
	 * @param until milliseconds since 1970, the longest that this side waits
	 * @throws NodeOperationError if the user did not finish in time; NodeApiError made by `explain` if the session
	 *   is unknown or has expired
	 */
	async waitUntilDone(until: number): Promise<PickingSession> {
		this.done ??= this.poll(until);
		return await this.done;
	}

	private async poll(until: number): Promise<PickingSession> {
		const { scope, subject } = this;
		let allowed = Infinity;
		for (;;) {
			const session = await getSession(scope.context, this.sessionId, subject, () => scope.throwIfStopped(subject));
			if (isFinished(session)) return session;
			const { pollInterval, timeoutIn } = session.pollingConfig ?? {};
			const expires = Date.parse(session.expireTime ?? '') || Infinity;
			const now = clock.now();
			allowed = Math.min(allowed, expires, now + (secondsOf(timeoutIn) ?? Infinity) * SECOND);
			if (now >= Math.min(until, allowed)) throw this.tooLate(session, now >= allowed);
			const asked = secondsOf(pollInterval);
			const interval = asked === undefined ? USUAL_INTERVAL : Math.max(asked * SECOND, MIN_INTERVAL);
			await scope.wait(Math.min(interval, until - now, allowed - now), subject);
		}
	}

	private tooLate({ expireTime }: PickingSession, forGoogle: boolean): Error {
		const node = this.scope.context.n8n.getNode();
		if (forGoogle) {
			return inputError(
				node,
				'Nobody finished picking in the time that Google allows for it',
				'Make a new session with Picker: Create Session, and open its link soon.',
				this.subject,
			);
		}
		const open = expireTime ? ` The session stays open until ${expireTime}: what is picked by then is not lost.` : '';
		return inputError(
			node,
			'The user has not finished picking within Maximum Wait',
			`Open the pickerUri of the session, choose photos and press Done, then run this item again; or raise Maximum Wait. To wait for hours, use a Wait node and Picker: Get Session instead.${open}`,
			this.subject,
		);
	}

	/** Everything that was picked, in Google's order; base URLs in it live for at most 60 minutes. */
	async items(): Promise<PickedMediaItem[]> {
		this.listing ??= listPicked(this.scope.context, this.sessionId, this.subject, () => this.scope.throwIfStopped(this.subject));
		return await this.listing;
	}

	/**
	 * A picked item as Google shows it now, for one whose base URL has died or whose video was not ready. Many
	 * that ask at once are answered by one listing.
	 */
	async refresh(stale: PickedMediaItem): Promise<PickedMediaItem> {
		const listing = this.listing;
		const current = (await this.items()).find(({ id }) => id === stale.id);
		if (current && current !== stale) return current;
		if (this.listing === listing) this.listing = undefined;
		return (await this.items()).find(({ id }) => id === stale.id) ?? stale;
	}
}
