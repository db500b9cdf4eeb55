import type { EmulatedAccount } from '../../emulator/control-client.mts';
import type { Effort } from '../measure/measurement.mts';

/** Someone who uploads the files of a folder into an account's library, outside of albums. */
export interface Uploader {
	name: string;
	upload(account: EmulatedAccount, folder: string): Promise<Effort>;
}

/**
 * How often a process does first what is then measured, where the cost of its beginning would count: n8n is a
 * server, which begins once.
 */
export const WARM_UPS = 2;

/** Someone who can do more. */
export interface Contender extends Uploader {
	/** Downloads all media items of the account. */
	download(account: EmulatedAccount, count: number): Promise<Effort>;
	/** Lists all media items of the account, in a process that has listed as many of another account before. */
	list(account: EmulatedAccount, count: number, before: EmulatedAccount): Promise<Effort>;
}
