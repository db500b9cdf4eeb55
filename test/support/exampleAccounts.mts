import { createHash } from 'node:crypto';
import type { LibraryContents } from '../../tools/emulator/control-client.mts';
import { ExampleServer } from './exampleServer.mts';
import type { Own } from './examples.mts';
import type { TestN8n } from './realN8n.mts';

export type Account = Awaited<ReturnType<TestN8n['connect']>>;

/** Google rejects all following creates, for a reason that may pass. */
export const noCreation = {
	method: 'mediaItems.batchCreate',
	kind: 'status' as const,
	status: 400,
	body: { error: { code: 400, status: 'FAILED_PRECONDITION', message: 'The user has no room.' } },
	times: 100,
};

/** A file that is no photo. */
export const noPhoto = (name = 'notes.txt') => new File(['not a picture'], name, { type: 'text/plain' });

/** Published examples, each with a Google account of its own. */
export class ExampleAccounts {
	server!: ExampleServer;
	private readonly accounts: Record<string, Account> = {};

	/**
	 * @param names of the examples that have an account
	 * @param owns what else is made of each example
	 * @param environment which n8n runs
	 */
	async start(names: string[], owns: Record<string, Own>, environment: Record<string, string>): Promise<void> {
		this.server = await ExampleServer.start(async ({ n8n }) => {
			for (const name of names) this.accounts[name] = await n8n.connect();
			const connected = Object.entries(this.accounts).map(([name, { id }]): [string, Own] => [
				name,
				{ credentials: { googlePhotosLibraryOAuth2Api: id }, ...owns[name] },
			]);
			return { ...owns, ...Object.fromEntries(connected) };
		}, environment);
		for (const name of new Set([...names, ...Object.keys(owns)])) await this.server.publish(name);
	}

	account(name: string): Account {
		return this.accounts[name] as Account;
	}

	/** Sends a form, as a program does. */
	async post(path: string, fields: Record<string, string | string[] | File[]>, headers: Record<string, string>): Promise<Response> {
		const body = new FormData();
		for (const [name, value] of Object.entries(fields)) {
			for (const each of [value].flat()) body.append(name, each);
		}
		return await fetch(this.server.address(path), { method: 'POST', body, headers });
	}

	/** One of the pictures of the demo as a file. */
	photo(index: number, name: string): File {
		return new File([this.server.pictures[index] as Buffer<ArrayBuffer>], name, { type: 'image/jpeg' });
	}

	sha256(index: number): string {
		return createHash('sha256').update(this.server.pictures[index] as Buffer).digest('hex');
	}

	/** Contents of an account by album title: name, description and hash of each item. */
	async contentsOf(name: string): Promise<Record<string, Array<[string, string, string]>>> {
		const library: LibraryContents = await this.account(name).library();
		return Object.fromEntries(
			library.albums.map(({ id, title }) => [
				title,
				library.mediaItems
					.filter(({ albumIds }) => albumIds.includes(id))
					.map(({ filename, description, sha256: hash }) => [filename, description, hash] as [string, string, string])
					.sort(([one], [other]) => one.localeCompare(other)),
			]),
		);
	}
}
