/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { emulatedAccount } from '../emulator/client';

export type Account = Awaited<ReturnType<typeof emulatedAccount>>;

/** The user's choice on Google's page. */
export type Decision = (form: URLSearchParams, scopes: string[]) => void;

export const allow: Decision = (form, scopes) => {
	form.set('decision', 'allow');
	for (const scope of scopes) form.append('scope', scope);
};

/** Simulated behavior of a user at a terminal and a browser. */
interface User {
	decide?: Decision;
	/** to "Continue? (y/n)"; standard input is closed if undefined */
	answer?: string;
	/** called with the output so far; may press Ctrl+C */
	watch?: (output: string, child: ChildProcess) => void;
}

/** Runs `npm run live` to its end. */
export async function live(
	account: Pick<Account, 'clientId' | 'clientSecret' | 'user'>,
	options: string[],
	{ decide = allow, answer, watch }: User = {},
) {
	const child = spawn(process.execPath, ['--import', path.join(__dirname, 'shortWaits.mts'), path.join(__dirname, '../../../tools/live/main.mts'), ...options], {
		env: {
			...process.env,
			GOOGLE_CLIENT_ID: account.clientId,
			GOOGLE_CLIENT_SECRET: account.clientSecret,
		},
	});
	if (answer === undefined) child.stdin.end();
	const ended = once(child, 'close');
	let output = '';
	let signedIn = false;
	const browse = async (url: string) => {
		const form = new URLSearchParams({ user: account.user });
		decide(form, (new URL(url).searchParams.get('scope') ?? '').split(' '));
		const consent = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
		await fetch(consent.headers.get('location') ?? '');
	};
	child.stdout.on('data', (chunk: Buffer) => {
		output += chunk.toString();
		watch?.(output, child);
		const [url] = /^https:\S+$/m.exec(output) ?? [];
		if (url && !signedIn) {
			signedIn = true;
			void browse(url);
		}
		if (output.endsWith('(y/n) ') && answer !== undefined) child.stdin.write(`${answer}\n`);
	});
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await ended) as [number];
	return { code, output, signedIn };
}
