import type { Failure } from '../request/failure';
import type { SentFile } from './batch';

/** A file that is to be created once more. */
export interface Again {
	file: SentFile;
	failure: Failure;
	/** milliseconds until then */
	wait: number;
	/** its bytes are sent again before, for another upload token */
	freshToken?: true;
}
