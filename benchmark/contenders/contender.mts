import type { EmulatedAccount } from '../../emulator/control-client.mts';
import type { Effort } from '../measure/measurement.mts';

/** Someone who uploads the files of a folder into an account's library, outside of albums. */
export interface Uploader {
	name: string;
	upload(account: EmulatedAccount, folder: string): Promise<Effort>;
}

/** Someone who can do more. */
export interface Contender extends Uploader {
	/** Downloads all media items of the account. */
	download(account: EmulatedAccount, count: number): Promise<Effort>;
	/** Lists all media items of the account. */
	list(account: EmulatedAccount, count: number): Promise<Effort>;
}
