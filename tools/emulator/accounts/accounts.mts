import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountRequest } from '../control-types.mts';
import { Account, type AccountState } from './account.mts';
import { defaultSwitches } from './switches.mts';

const random = (bytes: number) => randomBytes(bytes).toString('hex');

/** An OAuth client of the Cloud project; its settings apply to all its users. */
type Client = Pick<AccountState, 'clientId' | 'clientSecret' | 'redirectUris'>;

/** All accounts of the emulator, each saved in its own folder. */
export class Accounts {
	private readonly byId = new Map<string, Account>();
	private readonly folder: string;

	private constructor(folder: string) {
		this.folder = folder;
	}

	/** Reads the accounts of an earlier run and deletes its unfinished uploads. */
	static async open(dataDir: string): Promise<Accounts> {
		const folder = join(dataDir, 'accounts');
		mkdirSync(folder, { recursive: true });
		const accounts = new Accounts(folder);
		for (const name of await readdir(folder)) {
			const file = join(folder, name, 'account.json');
			if (!existsSync(file)) continue;
			for (const left of await readdir(join(folder, name)))
				if (left.startsWith('incoming-')) await rm(join(folder, name, left));
			const state = JSON.parse(await readFile(file, 'utf8')) as AccountState;
			accounts.byId.set(state.id, new Account(state, join(folder, name)));
		}
		return accounts;
	}

	all(): Account[] {
		return [...this.byId.values()];
	}

	get(id: string): Account | undefined {
		return this.byId.get(id);
	}

	/** The account of an access or refresh token, even if the token has expired or was revoked. */
	ofToken(token: string): Account | undefined {
		return this.all().find((account) => account.tokens.owns(token));
	}

	/** Accounts of one OAuth client, one for each user. */
	ofClient(clientId: string): Account[] {
		return this.all().filter((account) => account.clientId === clientId);
	}

	/** The account of this user and client; created if there is none. */
	ensure(request: AccountRequest): Account {
		const user = request.user ?? `user-${random(4)}@gmail.com`;
		const clientId = request.clientId ?? `${random(6)}.apps.googleusercontent.com`;
		const sameClient = this.ofClient(clientId);
		const clientSecret =
			request.clientSecret ?? sameClient[0]?.clientSecret ?? `GOCSPX-${random(14)}`;
		const redirectUris = request.redirectUris ?? sameClient[0]?.redirectUris;
		for (const account of sameClient) Object.assign(account, { clientSecret, redirectUris });
		const client = { clientId, clientSecret, redirectUris };
		return (
			sameClient.find((account) => account.user === user) ??
			this.make(user, client, request.accessTokenTtl ?? 3599)
		);
	}

	async remove(account: Account): Promise<void> {
		this.byId.delete(account.id);
		await account.remove();
	}

	async save(): Promise<void> {
		await Promise.all(this.all().map(async (account) => await account.save()));
	}

	private make(user: string, client: Client, ttl: number): Account {
		const id = random(6);
		const state: AccountState = {
			id,
			user,
			...client,
			accessTokenTtl: ttl,
			clockOffset: 0,
			switches: defaultSwitches(),
			tokens: { access: {}, refresh: {} },
			library: { sequence: 0, items: [], albums: [], uploads: {} },
		};
		const account = new Account(state, join(this.folder, id));
		this.byId.set(id, account);
		account.changed();
		return account;
	}
}
