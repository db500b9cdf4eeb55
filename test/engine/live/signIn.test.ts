/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emulatedAccount } from '../emulator/client';
import { allow, type Decision, live } from './command';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'live-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

it('signs in, asks before uploading, compares, and discloses nothing about the account', async () => {
	const account = await emulatedAccount({ switches: { createLatencyMs: 200 } });
	const keep = path.join(folder, 'sign-in');
	const first = await live(account, ['--video', `--keep=${keep}`], { answer: 'y' });
	expect(first.output).toContain('No app can delete them');
	expect(first.output).toContain('no difference');
	expect(first.code).toBe(0);
	const { albums, mediaItems } = await account.library();
	expect(albums.map(({ title }) => title)).toEqual([
		expect.stringMatching(/^n8n-nodes-google-photos-library live check 20\d\d-/),
	]);
	expect(mediaItems).toHaveLength(7);
	const refreshToken = await readFile(keep, 'utf8');
	expect((await stat(keep)).mode & 0o777).toBe(0o600);
	const [, report] = first.output.split('To paste into an issue');
	for (const secret of [refreshToken, account.clientSecret, account.user, ...mediaItems.map(({ id }) => id)]) {
		expect(report).not.toContain(secret);
	}

	const again = await live(account, ['--yes', `--keep=${keep}`]);
	expect([again.code, again.signedIn]).toEqual([0, false]);
	expect(again.output).toContain('no difference');
	// The numbers in docs/live.md.
	const [, checks, calls] = /: (\d+) checks, (\d+) calls/.exec(again.output) ?? [];
	const page = await readFile(path.join(__dirname, '../../../docs/live.md'), 'utf8');
	expect(page).toContain(`asks ${checks} questions`);
	const [, about] = /about (\d+) of the 10,000 requests/.exec(page) ?? [];
	// two writes that are to overlap are sent again if they did not
	expect(Math.abs(Number(about) - Number(calls))).toBeLessThanOrEqual(12);
});

it.each<[string, string, string[], Decision, string | undefined]>([
	['who cancels', 'Google did not sign you in: access_denied', [], (form) => form.set('decision', 'cancel'), ''],
	[
		'who leaves a box unticked',
		'tick every box: photospicker.mediaitems.readonly',
		['--yes'],
		(form, scopes) => allow(form, scopes.filter((scope) => !scope.includes('photospicker'))),
		'',
	],
	['who answers no', 'Continue? (y/n)', [], allow, 'n'],
	['who has no terminal', 'There is no terminal to answer at. Run it again with --yes.', [], allow, undefined],
])('uploads nothing for a user %s', async (_name, says, options, decide, answer) => {
	const account = await emulatedAccount();
	const { output, code } = await live(account, options, { decide, answer });
	expect(output).toContain(says);
	expect(code).toBe(answer === 'n' ? 0 : 1);
	expect((await account.library()).albums).toEqual([]);
});
