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

/** State of an account that is saved between runs. */
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
 * One pair of OAuth client and Google user, with its own library, tokens, clock, switches, faults and counters. Tests
 * that run in parallel use one account each.
 * @see https://developers.google.com/photos/support/updates (app-created data is bound to the client)
 */
export class Account {
	readonly id: string;
	readonly user: string;
	readonly clientId: string;
	clientSecret: string;
	/** The client's Authorized redirect URIs; undefined allows any. */
	redirectUris: string[] | undefined;
	readonly folder: string;
	readonly switches: Switches;
	readonly tokens: Tokens;
	readonly library: Library;
	/** The user's media items from other apps: visible to the Picker, not to the Library API. */
	readonly elsewhere: Library;
	readonly faults = new FaultPlan();
	readonly journal = new Journal();
	readonly usage = new Usage();
	/** Picking sessions by id, in memory only. */
	readonly picking = new Map<string, PickingSession>();
	private readonly accessTokenTtl: number;
	private clockOffset: number;
	private saving: NodeJS.Timeout | undefined;
	private saved: Promise<void> = Promise.resolve();
	private removed = false;

	/** @param folder where the account is saved */
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

	/** Path of a new file for bytes that are being received. */
	incomingFile(): string {
		return join(this.folder, `incoming-${randomBytes(8).toString('hex')}`);
	}

	/** Schedules a save, because saved state has changed. */
	changed(): void {
		this.saving ??= setTimeout(() => void this.save(), saveDelay);
	}

	/** Saves the account; resolves when the file is on disk. */
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
