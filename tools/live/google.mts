/** Google's APIs as they are on the wire: what was asked, and exactly what came back. */

import { setTimeout as wait } from 'node:timers/promises';
import { LeftBehind } from './left-behind.mts';

const LIBRARY = 'https://photoslibrary.googleapis.com';
const PICKER = 'https://photospicker.googleapis.com';

export interface Reply {
	status: number;
	/** JSON if it is any, text otherwise. */
	body: unknown;
	headers: Headers;
}

/** How often a reply that says "too often" or "not now" is waited for, and how many seconds each time. */
const RETRY = { tries: 3, seconds: 30 };

/** One account's APIs, asked one request at a time, as Google wants it of writes. */
export class Google {
	/** Requests that count against the 10,000 a day of a Cloud project. */
	calls = 0;
	/** What the requests have made. */
	readonly left = new LeftBehind();
	private readonly accessToken: () => Promise<string>;
	private stop?: AbortSignal;

	/** @param stop no request begins after it is raised, except for what puts things back */
	constructor(accessToken: () => Promise<string>, stop?: AbortSignal) {
		this.accessToken = accessToken;
		this.stop = stop;
	}

	/** The same account, for requests that put things back: they are sent also after the stop. */
	goOn(): void {
		this.stop = undefined;
	}

	/** A call of the Library API. */
	async library(method: string, path: string, body?: unknown): Promise<Reply> {
		return await this.json(method, LIBRARY, path, body);
	}

	/** A call of the Picker API, which has a quota of its own. */
	async picker(method: string, path: string, body?: unknown): Promise<Reply> {
		const reply = await this.json(method, PICKER, path, body);
		this.calls--;
		return reply;
	}

	/** A request of the upload protocol: https://developers.google.com/photos/library/guides/upload-media */
	async upload(headers: Record<string, string>, bytes = new Uint8Array(), url = `${LIBRARY}/v1/uploads`) {
		this.calls++;
		return await this.request(url, { method: 'POST', headers, body: bytes });
	}

	/** Fetches from a base URL, with the token or without. */
	async bytes(url: string, withToken = true): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
		const headers = withToken ? { authorization: `Bearer ${await this.accessToken()}` } : undefined;
		const reply = await fetch(url, { redirect: 'manual', ...(headers && { headers }) });
		return { status: reply.status, headers: reply.headers, bytes: Buffer.from(await reply.arrayBuffer()) };
	}

	private async json(method: string, api: string, path: string, body?: unknown): Promise<Reply> {
		this.calls++;
		const headers = { 'content-type': 'application/json' };
		const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
		const reply = await this.request(`${api}${path}`, init);
		this.left.note(method, path, body, reply);
		return reply;
	}

	private async request(url: string, init: RequestInit): Promise<Reply> {
		for (let tries = 1; ; tries++) {
			if (this.stop?.aborted) throw new Error('Stopped');
			const headers = { authorization: `Bearer ${await this.accessToken()}`, ...init.headers };
			const reply = await fetch(url, { ...init, headers });
			const text = await reply.text();
			const passing = reply.status === 429 || reply.status === 503;
			if (!passing || tries === RETRY.tries) {
				return { status: reply.status, body: parsed(text), headers: reply.headers };
			}
			await wait(RETRY.seconds * 1000, undefined, { signal: this.stop }).catch(() => {});
		}
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
