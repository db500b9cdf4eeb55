import type { RememberedAlbum } from '../fields/knownAlbums';
import type { Caller } from './caller';
import { CoolDown } from './coolDown';
import { Gate } from './gate';
import type { Traffic } from './methods';
import { Pace } from './pace';
import { CREDENTIAL, signInOf } from './signIn';

/**
 * What this process knows of one Google account, so that all its executions share it: Google counts
 * requests per account, not per workflow.
 */
export interface Account {
	readonly gate: Gate;
	/** what holds back requests while Google refuses them, by kind: those to one host share one */
	readonly coolDowns: Record<Traffic, CoolDown>;
	/** how fast requests of each kind leave */
	readonly paces: Record<Traffic, Pace>;
	/** what albums are called; see fields/knownAlbums */
	readonly albums: Map<string, RememberedAlbum>;
	/** grows whenever what was listed of the albums may no longer be so; see fields/albumListing */
	albumChanges: number;
	/** whose turn it is to look up or create each title; see fields/albumByTitle */
	readonly titleTurns: Map<string, Promise<void>>;
}

function newAccount(): Account {
	const library = new CoolDown();
	return {
		gate: new Gate(),
		coolDowns: { read: library, write: library, upload: new CoolDown(), bytes: new CoolDown(), pick: new CoolDown() },
		paces: { read: new Pace(), write: new Pace(), upload: new Pace(), bytes: new Pace(), pick: new Pace() },
		albums: new Map(),
		albumChanges: 0,
		titleTurns: new Map(),
	};
}

/** One entry is small; an agency with more customers than this loses only what it can ask again. */
const MOST_ACCOUNTS = 1000;

const accounts = new Map<string, Account>();

/**
 * The account that the caller's requests are made for, known by the credential's id and the sign-in: whoever else
 * signs in with the same credential may have another Google account.
 */
export async function accountOf(caller: Caller): Promise<Account> {
	const signIn = await signInOf(caller);
	const key = `${caller.getNode().credentials?.[CREDENTIAL]?.id ?? ''}\0${signIn.id}`;
	const account = accounts.get(key) ?? newAccount();
	// set anew, so that the one unused for longest is the first to be forgotten
	accounts.delete(key);
	accounts.set(key, account);
	if (accounts.size > MOST_ACCOUNTS) accounts.delete(accounts.keys().next().value as string);
	return account;
}
