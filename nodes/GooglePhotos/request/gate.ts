import { Lane } from './lane';
import type { Way } from './lane';
import type { Traffic } from './methods';

/**
 * How many requests of a kind may be under way at once for one account. Google refuses a second write at
 * the same time ("concurrent write request") and asks to create media items one call after the other.
 * https://developers.google.com/photos/library/guides/upload-media
 */
const limits: Record<Traffic, number> = { read: 5, write: 1, upload: 5, bytes: 5, pick: 5 };

/** The gate of one account: a lane for each kind of traffic. */
export class Gate {
	private readonly lanes: Record<Traffic, Lane> = {
		read: new Lane(),
		write: new Lane(),
		upload: new Lane(),
		bytes: new Lane(),
		pick: new Lane(),
	};

	/**
	 * Runs a task as soon as there is room for it in its lane.
	 *
	 * @param way its `limit` is how many the user lets in at once, instead of the usual number
	 * @throws the signal's reason if it is aborted while waiting, else what the task throws
	 */
	async pass<T>(traffic: Traffic, task: () => Promise<T>, way: Partial<Way> = {}): Promise<T> {
		return await this.lanes[traffic].pass(task, { ...way, limit: way.limit ?? limits[traffic] });
	}
}
