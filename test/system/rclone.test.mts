/**
 * rclone as packaged by Debian, an independent client of Google Photos: where it and the emulator disagree, the
 * emulator is wrong.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { samplesFolder, sampleNames } from '../../tools/demo/samples.mts';
import { type EmulatedAccount, EmulatorControl } from '../../tools/emulator/control-client.mts';
import { notesOf } from '../../tools/demo/pictures.mts';

const MINUTE = 60_000;

let folder: string;
let pictures: string;
let account: EmulatedAccount;

async function rclone(...rcloneArguments: string[]): Promise<string> {
	const config = ['--config', join(folder, 'rclone.conf'), '--retries', '1', '--transfers', '1'];
	const { stdout } = await promisify(execFile)('rclone', [...config, ...rcloneArguments], {
		maxBuffer: 16 * 1024 * 1024,
		// Set by test/run.mts: the proxy and the certificate authority's file.
		env: process.env,
	});
	return stdout;
}

beforeAll(async () => {
	const control = new EmulatorControl(process.env.EMULATOR_CONTROL_URL ?? '');
	account = await control.account();
	folder = await mkdtemp(join(tmpdir(), 'rclone-'));
	pictures = join(folder, 'pictures');
	await mkdir(pictures);
	for (const name of await samplesWithoutLocation()) {
		await copyFile(join(samplesFolder, name), join(pictures, name));
	}
	const token = {
		access_token: account.accessToken,
		refresh_token: account.refreshToken,
		token_type: 'Bearer',
		expiry: '2020-01-01T00:00:00Z',
	};
	await writeFile(
		join(folder, 'rclone.conf'),
		`[gp]\ntype = google photos\nclient_id = ${account.clientId}\nclient_secret = ${account.clientSecret}\n` +
			`token = ${JSON.stringify(token)}\nread_size = true\n`,
	);
});

afterAll(async () => {
	await account.remove();
	await rm(folder, { recursive: true, force: true });
});

/** Google removes the location from downloads, so only files without one are returned byte for byte. */
async function samplesWithoutLocation(): Promise<string[]> {
	const names = await sampleNames();
	const located = await Promise.all(
		names.map(async (name) => notesOf(await readFile(join(samplesFolder, name))).hasLocation),
	);
	return names.filter((_, index) => !located[index]);
}

test('copies a folder of pictures into an album, lists it and downloads it', async () => {
	const names = (await readdir(pictures)).sort();
	expect(names.length).toBeGreaterThanOrEqual(8);

	await rclone('copy', pictures, 'gp:album/Copied');
	const { albums, mediaItems } = await account.library();
	expect(albums).toMatchObject([{ title: 'Copied' }]);
	expect(albums[0]?.entries).toHaveLength(names.length);
	expect(mediaItems).toHaveLength(names.length);

	expect((await rclone('lsf', 'gp:album')).trim()).toBe('Copied/');
	const listed = (await rclone('lsf', '--format', 'ps', '--separator', '|', 'gp:album/Copied')).trim().split('\n');
	expect(listed.map((line) => line.split('|')[0]).sort()).toEqual(names);

	const back = join(folder, 'back');
	await rclone('copy', 'gp:album/Copied', back);
	for (const name of names) {
		expect(Buffer.compare(await readFile(join(back, name)), await readFile(join(pictures, name)))).toBe(0);
	}
}, 15 * MINUTE);

test('a second copy creates no duplicate media items', async () => {
	const before = (await account.library()).mediaItems.length;
	await rclone('copy', pictures, 'gp:album/Again');
	const { mediaItems, albums } = await account.library();
	expect(mediaItems).toHaveLength(before);
	expect(albums.map(({ title, entries }) => [title, entries.length]).sort()).toEqual([
		['Again', before],
		['Copied', before],
	]);
}, 15 * MINUTE);
