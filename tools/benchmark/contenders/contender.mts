import type { EmulatedAccount } from '../../emulator/control-client.mts';
import type { Effort } from '../measure/measurement.mts';

/** A contender that uploads the files of a folder into an account's library, not into an album. */
export interface Uploader {
	name: string;
	upload(account: EmulatedAccount, folder: string): Promise<Effort>;
}

/**
 * Warm-up rounds before a measurement in which startup cost would count, because a real n8n is a long-running server.
 */
export const WARM_UPS = 2;

/** A contender that also downloads and lists. */
export interface Contender extends Uploader {
	/** Downloads all media items of the account. */
	download(account: EmulatedAccount, count: number): Promise<Effort>;
	/** Lists all media items of the account, after listing as many of the account `before` in the same process. */
	list(account: EmulatedAccount, count: number, before: EmulatedAccount): Promise<Effort>;
}
