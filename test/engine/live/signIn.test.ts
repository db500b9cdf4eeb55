/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emulatedAccount } from '../emulator/client';

type Account = Awaited<ReturnType<typeof emulatedAccount>>;

/** What somebody does on Google's page. */
type Decision = (form: URLSearchParams, scopes: string[]) => void;

const allow: Decision = (form, scopes) => {
	form.set('decision', 'allow');
	for (const scope of scopes) form.append('scope', scope);
};

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'live-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

/** Runs the command as somebody at a terminal and a browser does. */
async function live(account: Account, options: string[], decide: Decision = allow, answer = '') {
	const child = spawn(process.execPath, [path.join(__dirname, '../../../live/main.mts'), ...options], {
		env: {
			...process.env,
			GOOGLE_CLIENT_ID: account.clientId,
			GOOGLE_CLIENT_SECRET: account.clientSecret,
		},
	});
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
		const [url] = /^https:\S+$/m.exec(output) ?? [];
		if (url && !signedIn) {
			signedIn = true;
			void browse(url);
		}
		if (output.endsWith('(y/n) ')) child.stdin.write(`${answer}\n`);
	});
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await ended) as [number];
	return { code, output, signedIn };
}

it('signs in, asks first, compares, and tells nothing of the account', async () => {
	const account = await emulatedAccount();
	const keep = path.join(folder, 'sign-in');
	const first = await live(account, ['--video', `--keep=${keep}`], allow, 'y');
	expect(first.output).toContain('No app can delete them');
	expect(first.output).toContain('no difference');
	expect(first.code).toBe(0);
	const { albums, mediaItems } = await account.library();
	expect(albums.map(({ title }) => title)).toEqual([
		expect.stringMatching(/^n8n-nodes-google-photos-library live check 20\d\d-/),
	]);
	expect(mediaItems).toHaveLength(4);
	const refreshToken = await readFile(keep, 'utf8');
	expect((await stat(keep)).mode & 0o777).toBe(0o600);
	const [, report] = first.output.split('To paste into an issue');
	for (const secret of [refreshToken, account.clientSecret, account.user, ...mediaItems.map(({ id }) => id)]) {
		expect(report).not.toContain(secret);
	}

	const again = await live(account, ['--yes', `--keep=${keep}`]);
	expect([again.code, again.signedIn]).toEqual([0, false]);
	expect(again.output).toContain('no difference');
}, 60_000);

it.each<[string, string, string[], Decision, string]>([
	['who cancels', 'Google did not sign you in: access_denied', [], (form) => form.set('decision', 'cancel'), ''],
	[
		'who leaves a box empty',
		'tick every box: photospicker.mediaitems.readonly',
		['--yes'],
		(form, scopes) => allow(form, scopes.filter((scope) => !scope.includes('photospicker'))),
		'',
	],
	['who does not want it', 'Go on? (y/n)', [], allow, 'n'],
])('uploads nothing for somebody %s', async (_name, says, options, decide, answer) => {
	const account = await emulatedAccount();
	const { output, code } = await live(account, options, decide, answer);
	expect(output).toContain(says);
	expect(code).toBe(answer === 'n' ? 0 : 1);
	expect((await account.library()).albums).toEqual([]);
}, 30_000);
