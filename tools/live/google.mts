/** Client of Google's APIs that returns raw replies. */

import { setTimeout as wait } from 'node:timers/promises';
import { LeftBehind } from './left-behind.mts';

const LIBRARY = 'https://photoslibrary.googleapis.com';
const PICKER = 'https://photospicker.googleapis.com';

export interface Reply {
	status: number;
	/** Parsed JSON, or text if it is not JSON. */
	body: unknown;
	headers: Headers;
}

/** Attempts for a 429 or 503, and seconds between them. */
const RETRY = { tries: 3, seconds: 30 };

/** Waits for so many seconds, or until the signal aborts. */
type Pause = (seconds: number, stop: AbortSignal | undefined) => Promise<void>;

const pauseFor: Pause = async (seconds, signal) => {
	await wait(seconds * 1000, undefined, { signal }).catch(() => {});
};

/** One account's APIs. */
export class Google {
	/** Requests that count against a Cloud project's quota of 10,000 a day. */
	calls = 0;
	/** Objects that the requests have created. */
	readonly left = new LeftBehind();
	private readonly accessToken: () => Promise<string>;
	private stop?: AbortSignal;
	private readonly pauseFor: Pause;

	/** @param stop once aborted, no request starts except those that restore the previous state */
	constructor(accessToken: () => Promise<string>, stop?: AbortSignal, pause: Pause = pauseFor) {
		this.accessToken = accessToken;
		this.stop = stop;
		this.pauseFor = pause;
	}

	/** Waits for so many seconds; ends at once when the checks are stopped. */
	async pause(seconds: number): Promise<void> {
		await this.pauseFor(seconds, this.stop);
	}

	/** Allows requests that restore the previous state after `stop` was aborted. */
	allowAfterStop(): void {
		this.stop = undefined;
	}

	async library(method: string, path: string, body?: unknown): Promise<Reply> {
		return await this.json(method, LIBRARY, path, body);
	}

	/** A call of the Library API that is not sent again by itself. */
	async once(method: string, path: string, body?: unknown): Promise<Reply> {
		return await this.json(method, LIBRARY, path, body, 1);
	}

	/** A call of the Picker API, which has a separate quota. */
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

	/** Downloads from a base URL, with the token or without. */
	async bytes(url: string, withToken = true): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
		const headers = withToken ? { authorization: `Bearer ${await this.accessToken()}` } : undefined;
		const reply = await fetch(url, { redirect: 'manual', ...(headers && { headers }) });
		return { status: reply.status, headers: reply.headers, bytes: Buffer.from(await reply.arrayBuffer()) };
	}

	private async json(method: string, api: string, path: string, body?: unknown, tries?: number): Promise<Reply> {
		this.calls++;
		const headers = { 'content-type': 'application/json' };
		const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
		const reply = await this.request(`${api}${path}`, init, tries);
		this.left.note(method, path, body, reply);
		return reply;
	}

	private async request(url: string, init: RequestInit, maxTries = RETRY.tries): Promise<Reply> {
		for (let tries = 1; ; tries++) {
			if (this.stop?.aborted) throw new Error('Stopped');
			const headers = { authorization: `Bearer ${await this.accessToken()}`, ...init.headers };
			const reply = await fetch(url, { ...init, headers });
			const text = await reply.text();
			const passing = reply.status === 429 || reply.status === 503;
			if (!passing || tries === maxTries) {
				return { status: reply.status, body: parsed(text), headers: reply.headers };
			}
			await this.pause(RETRY.seconds);
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
