import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Library } from '../library/library.mts';
import type { LibraryState } from '../library/records.mts';
import type { PickingSession } from '../picker/picking-session.mts';
import { FaultPlan } from './fault-plan.mts';
import { Journal } from './journal.mts';
import { defaultSwitches, type Switches } from './switches.mts';
import { Tokens, type TokenState } from './tokens.mts';
import { Usage } from './usage.mts';

/** What is kept of an account between runs. */
export interface AccountState {
	id: string;
	user: string;
	clientId: string;
	clientSecret: string;
	redirectUris?: string[];
	accessTokenTtl: number;
	clockOffset: number;
	switches: Switches;
	tokens: TokenState;
	library: LibraryState;
	elsewhere?: LibraryState;
}

const saveDelay = 200;

/**
 * One (OAuth client, Google user) pair with everything that belongs to it alone: library, tokens,
 * clock, switches, faults, counters. Tests side by side use one each.
 * @see https://developers.google.com/photos/support/updates (app-created data is bound to the client)
 */
export class Account {
	readonly id: string;
	readonly user: string;
	readonly clientId: string;
	clientSecret: string;
	/** The client's Authorized redirect URIs; undefined for any. */
	redirectUris: string[] | undefined;
	readonly folder: string;
	readonly switches: Switches;
	readonly tokens: Tokens;
	readonly library: Library;
	/** What the user has in Google Photos from other apps: the Library API does not see it, the Picker does. */
	readonly elsewhere: Library;
	readonly faults = new FaultPlan();
	readonly journal = new Journal();
	readonly usage = new Usage();
	/** Picking sessions by id; they do not outlive the process. */
	readonly picking = new Map<string, PickingSession>();
	private readonly accessTokenTtl: number;
	private clockOffset: number;
	private saving: NodeJS.Timeout | undefined;
	private saved: Promise<void> = Promise.resolve();
	private removed = false;

	/** @param folder where the account is kept. */
	constructor(state: AccountState, folder: string) {
		this.id = state.id;
		this.user = state.user;
		this.clientId = state.clientId;
		this.clientSecret = state.clientSecret;
		this.redirectUris = state.redirectUris;
		this.accessTokenTtl = state.accessTokenTtl;
		this.clockOffset = state.clockOffset;
		this.switches = { ...defaultSwitches(), ...state.switches };
		this.folder = folder;
		this.tokens = new Tokens(state.tokens, state.accessTokenTtl, () => this.now());
		this.library = new Library(state.library, join(folder, 'originals'));
		const nothing = { sequence: 0, items: [], albums: [], uploads: {} };
		this.elsewhere = new Library(state.elsewhere ?? nothing, join(folder, 'originals'));
		mkdirSync(this.library.originals, { recursive: true });
	}

	/** The account's clock in milliseconds. */
	now(): number {
		return Date.now() + this.clockOffset;
	}

	advance(seconds: number): void {
		this.clockOffset += seconds * 1000;
		this.changed();
	}

	/** A file for bytes that are arriving. */
	incomingFile(): string {
		return join(this.folder, `incoming-${randomBytes(8).toString('hex')}`);
	}

	/** Something that outlives the process has changed: it is written soon. */
	changed(): void {
		this.saving ??= setTimeout(() => void this.save(), saveDelay);
	}

	/** Writes what has changed; resolves when it is on the disk. */
	async save(): Promise<void> {
		clearTimeout(this.saving);
		this.saving = undefined;
		this.saved = this.saved.then(async () => await this.write());
		await this.saved;
	}

	async remove(): Promise<void> {
		clearTimeout(this.saving);
		this.removed = true;
		await this.saved;
		await rm(this.folder, { recursive: true, force: true });
	}

	private async write(): Promise<void> {
		if (this.removed) return;
		const file = join(this.folder, 'account.json');
		await writeFile(`${file}.new`, JSON.stringify(this.toState()), { mode: 0o600 });
		await rename(`${file}.new`, file);
	}

	private toState(): AccountState {
		const { id, user, clientId, clientSecret, redirectUris } = this;
		const { accessTokenTtl, clockOffset, switches } = this;
		return {
			id,
			user,
			clientId,
			clientSecret,
			redirectUris,
			accessTokenTtl,
			clockOffset,
			switches,
			tokens: this.tokens.state,
			library: this.library.state,
			elsewhere: this.elsewhere.state,
		};
	}
}
