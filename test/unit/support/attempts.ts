import { methodOf } from '../../../nodes/GooglePhotos/api/methods';
import type { N8nContext } from '../../../nodes/GooglePhotos/http/n8nContext';
import { executeRequest } from '../../../nodes/GooglePhotos/http/pipeline';
import type { RequestPolicy } from '../../../nodes/GooglePhotos/http/pipeline';
import type { VirtualClock } from './virtualClock';

export const list = methodOf('GET', '/v1/albums');
export const createAlbum = methodOf('POST', '/v1/albums');
export const createItems = methodOf('POST', '/v1/mediaItems:batchCreate');
export const uploads = methodOf('POST', '/v1/uploads');

/**
 * A request that fails in the given ways, one try after the other, and then goes well; the last way goes on for ever
 * where it is a function.
 */
export class Attempts {
	/** when each try was made, in milliseconds of virtual time since the beginning */
	readonly at: number[] = [];

	constructor(
		private readonly clock: VirtualClock,
		private readonly failures: Array<Error | (() => Error)> = [],
		/** milliseconds that each try takes; of a list, each its own, and those after the last none */
		private readonly takes: number | number[] = 0,
	) {}

	readonly once = async (leaves: () => void): Promise<string> => {
		leaves();
		this.at.push(this.clock.elapsed);
		const takes = typeof this.takes === 'number' ? this.takes : (this.takes[this.at.length - 1] ?? 0);
		if (takes > 0) await this.clock.delay(takes);
		const last = this.failures.at(-1);
		const failure =
			this.failures[this.at.length - 1] ?? (typeof last === 'function' ? last : undefined);
		if (failure) throw typeof failure === 'function' ? failure() : failure;
		return 'reply';
	};

	async through(caller: N8nContext, policy: Partial<RequestPolicy<string>> = {}): Promise<string> {
		return await executeRequest(caller, { method: list, ...policy }, this.once);
	}
}
