/**
 * Compares Google with the emulator in a real account: `npm run live`. docs/live.md says what it does and what it
 * leaves behind.
 *
 *   --yes         does not ask before it uploads
 *   --video       also uploads a short video
 *   --keep=FILE   saves the sign-in in this file for the next time; it is a secret
 *   --port=N      port of the redirect address; needed for clients of the type "Web application"
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { askAll, isDifference } from './check.mts';
import { allChecks } from './checks/all.mts';
import { Google } from './google.mts';
import { messageOfError } from './redacted.mts';
import { reportOf } from './report.mts';
import { type OAuthClient, type SignedIn, signIn, signInAgain } from './sign-in.mts';
import { TestAlbum } from './test-album.mts';

const root = join(import.meta.dirname, '../..');

const { values: options } = parseArgs({
	options: {
		yes: { type: 'boolean', default: false },
		video: { type: 'boolean', default: false },
		keep: { type: 'string' },
		port: { type: 'string', default: '0' },
	},
});

const say = (text: string) => process.stdout.write(`${text}\n`);

function clientFromEnvironment(): OAuthClient {
	const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = process.env;
	if (clientId && clientSecret) return { clientId, clientSecret };
	throw new Error(
		'Set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET to an OAuth client of your Google Cloud project: docs/live.md',
	);
}

async function authenticate(client: OAuthClient): Promise<SignedIn> {
	const { keep, port } = options;
	if (keep !== undefined && existsSync(keep)) {
		try {
			return await signInAgain(client, await readFile(keep, 'utf8'));
		} catch {
			say(`Google no longer accepts the sign-in stored in ${keep}.`);
		}
	}
	const show = (url: string) => say(`Open this page, sign in, and tick every box:\n\n${url}\n`);
	const signedIn = await signIn(client, show, Number(port));
	if (keep !== undefined) await writeFile(keep, signedIn.refreshToken, { mode: 0o600 });
	return signedIn;
}

/** @throws Error if standard input is closed, so that nobody can answer */
async function mayUpload(title: string): Promise<boolean> {
	if (options.yes) return true;
	say(`This creates the album "${title}" in your Google Photos, with 6 tiny pictures${options.video ? ' and a short video' : ''}.`);
	say('No app can delete them: delete them yourself in Google Photos afterwards.');
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const nobody = once(terminal, 'close').then(() => {
		throw new Error('\nThere is no terminal to answer at. Run it again with --yes.');
	});
	try {
		const answer = terminal.question('Continue? (y/n) ');
		return /^y(es)?$/i.test((await Promise.race([answer, nobody])).trim());
	} finally {
		nobody.catch(() => {});
		terminal.close();
	}
}

/** Restores the previous state, and prints what is left, whether or not the checks succeeded. */
async function cleanUp(google: Google, album: TestAlbum | undefined): Promise<void> {
	google.allowAfterStop();
	try {
		await album?.restore();
		for (const id of google.left.openSessions) await google.picker('DELETE', `/v1/sessions/${id}`);
	} catch (error) {
		say(`\nSome changes could not be undone: ${messageOfError(error)}`);
	}
	say(`\n${google.left.lines().join('\n')}`);
	say(
		"To end this sign-in, use your account's connections: https://myaccount.google.com/connections. If n8n uses the same client, that ends n8n's sign-in as well.",
	);
}

async function main(): Promise<void> {
	const title = `n8n-nodes-google-photos-library live check ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`;
	const client = clientFromEnvironment();
	const { accessToken, missing } = await authenticate(client);
	if (missing.length > 0) throw new Error(`The sign-in lacks permissions. Sign in again and tick every box: ${missing.join(', ')}`);
	if (!(await mayUpload(title))) return;
	const stop = new AbortController();
	process.once('SIGINT', () => {
		say('\nStopping. Changes are undone first.');
		process.exitCode = 130;
		stop.abort();
	});
	const google = new Google(accessToken, stop.signal);
	let album: TestAlbum | undefined;
	try {
		album = await TestAlbum.make(google, title);
		const checks = allChecks.filter(({ video }) => options.video || !video);
		const findings = await askAll(checks, album, (finding) => {
			if (stop.signal.aborted) return;
			const { check, answer } = finding;
			const mark = answer === undefined ? '?' : isDifference(finding) ? '≠' : ' ';
			say(`${mark} ${check.question}: ${answer ?? 'could not be checked'}`);
		});
		if (stop.signal.aborted) return;
		const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
		say(`\nTo paste into an issue:\n\n${reportOf(findings, google.calls, version)}`);
	} finally {
		await cleanUp(google, album);
	}
}

try {
	await main();
} catch (error) {
	say(messageOfError(error));
	process.exitCode ||= 1;
}
