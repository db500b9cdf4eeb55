/**
 * Compares Google with the emulator, in a real account: `npm run live`. What it does and leaves behind is in
 * docs/live.md.
 *
 *   --yes         does not ask before it uploads
 *   --video       uploads a short video as well
 *   --keep=FILE   keeps the sign-in in this file for the next time; it is a secret
 *   --port=N      where the browser comes back to; needed for clients of the type "Web application"
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { askAll } from './check.mts';
import { allChecks } from './checks/all.mts';
import { Google } from './google.mts';
import { reportOf } from './report.mts';
import { type OAuthClient, type SignedIn, signIn, signInAgain } from './sign-in.mts';
import { TestAlbum } from './test-album.mts';

const root = join(import.meta.dirname, '..');

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

async function comeIn(client: OAuthClient): Promise<SignedIn> {
	const { keep, port } = options;
	if (keep !== undefined && existsSync(keep)) {
		try {
			return await signInAgain(client, await readFile(keep, 'utf8'));
		} catch {
			say(`Google no longer accepts the sign-in in ${keep}.`);
		}
	}
	const show = (url: string) => say(`Open this page, sign in, and tick every box:\n\n${url}\n`);
	const signedIn = await signIn(client, show, Number(port));
	if (keep !== undefined) await writeFile(keep, signedIn.refreshToken, { mode: 0o600 });
	return signedIn;
}

async function mayUpload(title: string): Promise<boolean> {
	if (options.yes) return true;
	say(`This makes the album "${title}" in your Google Photos with 3 tiny pictures${options.video ? ' and a short video' : ''}.`);
	say('No app can delete them: you have to, afterwards, in Google Photos.');
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return /^y(es)?$/i.test((await terminal.question('Go on? (y/n) ')).trim());
	} finally {
		terminal.close();
	}
}

async function main(): Promise<void> {
	const title = `n8n-nodes-google-photos-library live check ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`;
	const client = clientFromEnvironment();
	const { accessToken, missing } = await comeIn(client);
	if (missing.length > 0) throw new Error(`These permissions are missing; tick every box: ${missing.join(', ')}`);
	if (!(await mayUpload(title))) return;
	const google = new Google(accessToken);
	const album = await TestAlbum.make(google, title);
	const checks = allChecks.filter(({ video }) => options.video || !video);
	const findings = await askAll(checks, album, ({ check, answer }) => {
		const mark = answer === undefined ? '?' : answer === check.expected ? ' ' : '≠';
		say(`${mark} ${check.question}: ${answer ?? 'could not be asked'}`);
	});
	const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
	say(`\nTo paste into an issue:\n\n${reportOf(findings, google.calls, version)}`);
	say(`Left in your Google Photos: the album "${title}" and what is in it. Delete them there.`);
}

try {
	await main();
} catch (error) {
	say((error as Error).message);
	process.exitCode = 1;
}
