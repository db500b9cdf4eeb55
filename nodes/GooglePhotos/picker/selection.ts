import { isPickProcessing } from '../api/pickedMediaItem';
import type { PickedMediaItem } from '../api/pickedMediaItem';
import { getSession, listPicked } from '../api/pickerCalls';
import { isFinished, secondsOf } from '../api/pickingSession';
import type { PickingSession } from '../api/pickingSession';
import { clock } from '../concurrency/clock';
import { VideoPoller } from '../downloads/videoReadiness';
import { inputError } from '../errors/nodeError';
import type { ErrorContext } from '../errors/wording';
import type { StopScope } from '../execution/stopScope';

const SECOND = 1000;

/** Polling intervals in milliseconds: where Google names none, and the minimum. */
const USUAL_INTERVAL = 5 * SECOND;
const MIN_INTERVAL = SECOND;

/**
 * The user's selection in one session, shared by all input items of an execution that name the session: it is polled
 * and listed once for all of them.
 */
export class Selection {
	private done?: Promise<PickingSession>;
	/** milliseconds since 1970, the latest time until which an item waits */
	private until = 0;
	private listing?: Promise<PickedMediaItem[]>;
	private videos?: VideoPoller<PickedMediaItem>;

	constructor(
		private readonly scope: StopScope,
		readonly sessionId: string,
		private readonly subject: ErrorContext,
	) {}

	/**
	 * Waits until the user has pressed Done. Polls at the interval that Google names, until Google's timeout for
	 * polling is over, the session has expired or `until` has passed. Of several items that name the session, the one that
	 * waits longest counts.
	 * https://developers.google.com/photos/picker/guides/sessions#poll-session
	 *
	 * @param until milliseconds since 1970, the latest time to wait for
	 * @throws NodeOperationError if the user did not finish in time; NodeApiError if the session is unknown or has
	 *   expired
	 */
	async waitUntilDone(until: number): Promise<PickingSession> {
		this.until = Math.max(this.until, until);
		this.done ??= this.poll();
		return await this.done;
	}

	private async poll(): Promise<PickingSession> {
		const { scope, subject } = this;
		let allowed = Infinity;
		for (;;) {
			const session = await getSession(scope.context, this.sessionId, subject, () => scope.throwIfStopped(subject));
			if (isFinished(session)) return session;
			const { pollInterval, timeoutIn } = session.pollingConfig ?? {};
			const expires = Date.parse(session.expireTime ?? '') || Infinity;
			const now = clock.now();
			const { until } = this;
			allowed = Math.min(allowed, expires, now + (secondsOf(timeoutIn) ?? Infinity) * SECOND);
			if (now >= Math.min(until, allowed)) throw this.expiredError(session, now >= allowed);
			const pollSeconds = secondsOf(pollInterval);
			const interval = pollSeconds === undefined ? USUAL_INTERVAL : Math.max(pollSeconds * SECOND, MIN_INTERVAL);
			await scope.wait(Math.min(interval, until - now, allowed - now), subject);
		}
	}

	private expiredError({ expireTime }: PickingSession, forGoogle: boolean): Error {
		const { node } = this.scope.context;
		if (forGoogle) {
			return inputError(
				node,
				'The user did not finish picking in the time that Google allows',
				"Create a new session with 'Picker: Create Session', and open its link soon.",
				this.subject,
			);
		}
		const open = expireTime ? ` The session stays open until ${expireTime}: what is picked until then is not lost.` : '';
		return inputError(
			node,
			"The user has not finished picking within 'Maximum Wait'",
			`Open the 'pickerUri' of the session, pick photos and press 'Done', then run this item again. Or increase 'Maximum Wait'. To wait for hours, use a Wait node and 'Picker: Get Session' instead.${open}`,
			this.subject,
		);
	}

	/** All picked items, in Google's order. Their base URLs expire after at most 60 minutes. */
	async items(): Promise<PickedMediaItem[]> {
		this.listing ??= listPicked(this.scope.context, this.sessionId, this.subject, () => this.scope.throwIfStopped(this.subject));
		return await this.listing;
	}

	/**
	 * The current state of a picked item whose base URL has expired or whose video was not ready. Concurrent calls
	 * share one listing.
	 */
	async refresh(stale: PickedMediaItem): Promise<PickedMediaItem> {
		const listing = this.listing;
		const current = (await this.items()).find(({ id }) => id === stale.id);
		if (current && current !== stale) return current;
		if (this.listing === listing) this.listing = undefined;
		return (await this.items()).find(({ id }) => id === stale.id) ?? stale;
	}

	/**
	 * Waits until Google has processed a picked video, or until a time. All videos of the session are looked at in one
	 * listing.
	 *
	 * @param until milliseconds since 1970
	 * @returns the item as Google shows it last, maybe still processing
	 */
	async settledVideo(item: PickedMediaItem, until: number, about: ErrorContext): Promise<PickedMediaItem> {
		if (clock.now() >= until) return item;
		this.videos ??= new VideoPoller(
			{ fetch: async () => await this.listAgain(), isProcessing: (video) => video !== undefined && isPickProcessing(video) },
			this.scope.signal,
		);
		return (await this.videos.settled(item.id, until, about)) ?? item;
	}

	private async listAgain(): Promise<Map<string, PickedMediaItem>> {
		this.listing = undefined;
		return new Map((await this.items()).map((item) => [item.id, item]));
	}
}
