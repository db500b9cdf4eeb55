import type { Switch } from './accounts/switch-table.mts';
import type { Switches } from './accounts/switches.mts';
import type {
	AccountReply,
	AccountRequest,
	AccountSummary,
	Counts,
	Fault,
	LibraryContents,
	RecordedRequest,
	Seed,
	Seeded,
	UserEdit,
	UserPicture,
} from './control-types.mts';

export type * from './control-types.mts';
export type { Switches } from './accounts/switches.mts';

/** Client of the control API of a running emulator: HTTP and JSON on the loopback interface. */
export class EmulatorControl {
	readonly controlUrl: string;

	/** @param controlUrl `controlUrl` of the emulator's ready line */
	constructor(controlUrl: string) {
		this.controlUrl = controlUrl.replace(/\/$/, '');
	}

	/** Creates an account, or finds the one of this user and client; issues new tokens. */
	async account(request: AccountRequest = {}): Promise<EmulatedAccount> {
		return new EmulatedAccount(this, await this.call<AccountReply>('POST', '/accounts', request));
	}

	async accounts(): Promise<AccountSummary[]> {
		return await this.call('GET', '/accounts');
	}

	/** All switches with their defaults, settings and hostile settings. */
	async switchTable(): Promise<Record<string, Switch>> {
		return await this.call('GET', '/switches');
	}

	/** @throws Error with the emulator's message if the status is not successful */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const reply = await this.send(method, path, body);
		return (await reply.json()) as T;
	}

	/** Like {@link call}, for replies that are not JSON. */
	async send(method: string, path: string, body?: unknown): Promise<Response> {
		const reply = await fetch(`${this.controlUrl}/control${path}`, {
			method,
			...(body === undefined
				? {}
				: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
		});
		if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
		return reply;
	}
}

/** One account of the emulator: its credentials, its controls and its records. */
export class EmulatedAccount {
	readonly control: EmulatorControl;
	readonly id: string;
	readonly user: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly accessToken: string;
	readonly refreshToken: string;
	/** Granted scopes, separated by spaces. */
	readonly scope: string;
	/** Seconds until the access token expires. */
	readonly expiresIn: number;

	constructor(control: EmulatorControl, reply: AccountReply) {
		this.control = control;
		this.id = reply.id;
		this.user = reply.user;
		this.clientId = reply.clientId;
		this.clientSecret = reply.clientSecret;
		this.accessToken = reply.accessToken;
		this.refreshToken = reply.refreshToken;
		this.scope = reply.scope;
		this.expiresIn = reply.expiresIn;
	}

	/** The account with new tokens. The old tokens stay valid. */
	async freshTokens(scopes?: string[]): Promise<EmulatedAccount> {
		const { user, clientId } = this;
		return await this.control.account({ user, clientId, ...(scopes ? { scopes } : {}) });
	}

	/** Changes switches; without an argument only reads them. @returns all switches */
	async switches(change?: Partial<Switches> | 'hostile'): Promise<Switches> {
		return await this.call(change === undefined ? 'GET' : 'PATCH', '/switches', change);
	}

	/** Plans a fault. Faults are matched in the order in which they were planned. */
	async fault(fault: Fault): Promise<void> {
		await this.call('POST', '/faults', fault);
	}

	async clearFaults(): Promise<void> {
		await this.call('DELETE', '/faults');
	}

	/** Advances this account's clock, on which tokens, base URLs, upload tokens, video processing and quotas depend. */
	async advance(advanceSeconds: number): Promise<void> {
		await this.call('POST', '/clock', { advanceSeconds });
	}

	/** Expires all access tokens of the account. Refreshing still works. */
	async expireAccess(): Promise<void> {
		await this.call('POST', '/tokens', { expireAccess: true });
	}

	/** Revokes all tokens, as when the user removes the app's access. */
	async revoke(): Promise<void> {
		await this.call('POST', '/tokens', { revoke: true });
	}

	/** All recorded requests of the account, in order of arrival. */
	async requests(): Promise<RecordedRequest[]> {
		return await this.call('GET', '/requests');
	}

	async counts(): Promise<Counts> {
		return await this.call('GET', '/counts');
	}

	/** Clears the recorded requests and counts. Quotas are not reset. */
	async resetRequests(): Promise<void> {
		await this.call('DELETE', '/requests');
	}

	async library(): Promise<LibraryContents> {
		return await this.call('GET', '/library');
	}

	/** The exact bytes that were uploaded. */
	async original(mediaItemId: string): Promise<Uint8Array> {
		const reply = await this.control.send('GET', `${this.path}/mediaItems/${mediaItemId}/original`);
		return new Uint8Array(await reply.arrayBuffer());
	}

	/** Marks a media item, as its owner can in the app. */
	async editAsUser(mediaItemId: string, edit: UserEdit): Promise<void> {
		await this.call('PATCH', `/mediaItems/${mediaItemId}`, edit);
	}

	/**
	 * Adds a photo or video to the user's library as another app would: this app sees it only after it was picked.
	 * @returns its id
	 */
	async addFromElsewhere(bytes: Uint8Array, fileName: string): Promise<string> {
		const base64 = Buffer.from(bytes).toString('base64');
		const picture: UserPicture = { fileName, base64 };
		return (await this.call<{ id: string }>('POST', '/pictures', picture)).id;
	}

	/** Adds media items and albums as if this app had created them, without recorded requests. @returns their ids */
	async seed(contents: Seed): Promise<Seeded> {
		return await this.call('POST', '/seed', contents);
	}

	/** Selects these items in a picking session and presses Done, as the user would. */
	async pick(sessionId: string, mediaItemIds: string[]): Promise<void> {
		await this.call('POST', '/picks', { sessionId, mediaItemIds });
	}

	/**
	 * Copies a media item: same bytes, but each copy has its own id and file name, and was taken one minute before the
	 * previous one. For libraries too large to upload.
	 */
	async multiply(mediaItemId: string, count: number): Promise<void> {
		await this.call('POST', `/mediaItems/${mediaItemId}/copies`, { count });
	}

	/** Creates an album that belongs to the user but not to this app. @returns its id */
	async albumNotMine(title: string): Promise<string> {
		return (await this.call<{ id: string }>('POST', '/albums-not-mine', { title })).id;
	}

	/** Renames an album, as its owner can in the app. */
	async renameAlbum(albumId: string, title: string): Promise<void> {
		await this.call('PATCH', `/albums/${albumId}`, { title });
	}

	/** Deletes an album, as its owner can in the app. Its media items stay in the library. */
	async deleteAlbum(albumId: string): Promise<void> {
		await this.call('DELETE', `/albums/${albumId}`);
	}

	/** Deletes the account with all its contents. */
	async remove(): Promise<void> {
		await this.call('DELETE', '');
	}

	private get path(): string {
		return `/accounts/${this.id}`;
	}

	private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		return await this.control.call(method, `${this.path}${path}`, body);
	}
}
