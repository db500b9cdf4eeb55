import { emulatedAccount } from '../emulator/client';
import type { Switches } from '../../../tools/emulator/control-client.mts';
import { type Account, live } from './command';

/** Checks that the output names everything in the library, and nothing else. */
async function expectNamed(account: Account, output: string) {
	const { albums, mediaItems } = await account.library();
	const [, left = ''] = output.split(/(?=Left in your Google Photos|Nothing is left)/);
	for (const { title, id } of albums) expect(left).toMatch(new RegExp(`"${title}".*${id}`));
	const inAlbums = new Set(albums.flatMap(({ entries }) => entries.flatMap((entry) => ('mediaItemId' in entry ? [entry.mediaItemId] : []))));
	const outside = mediaItems.filter(({ id }) => !inAlbums.has(id));
	for (const { id } of outside) expect(left).toContain(id);
	expect(left.match(/a file that is in no album/g) ?? []).toHaveLength(outside.length);
	if (albums.length > 0) expect(left).toContain(`with ${inAlbums.size} file`);
	return { albums, mediaItems, left };
}

const title = /^n8n-nodes-google-photos-library live check 20\d\d-/;

it.each<[string, Partial<Switches> | 'hostile']>([
	['accepts a title that is too long', { longTitles: 'take' }],
	['accepts an item twice, and removes it', { removeTwice: 'take' }],
	['has all hostile switches', 'hostile'],
])('restores everything if Google %s', async (_name, switches) => {
	const account = await emulatedAccount();
	await account.switches(switches);
	const { output } = await live(account, ['--yes']);
	const { albums } = await expectNamed(account, output);
	expect(albums.map((album) => album.title)).toEqual([expect.stringMatching(title)]);
	expect(output).toContain('To paste into an issue');
});

it.each([
	['before the album exists', 'albums.create', 0],
	['before its pictures exist', 'mediaItems.batchCreate', 0],
	['before the new pictures are read', 'mediaItems.get', 0],
])('lists what is left if it fails %s', async (_name, method, skip) => {
	const account = await emulatedAccount();
	await account.fault({ method, kind: 'status', status: 500, times: 1, skip });
	const { output, code } = await live(account, ['--yes']);
	expect(code).toBe(1);
	await expectNamed(account, output);
});

it.each(['  mediaItems.batchCreate: the same bytes again', '  albums.patch:', '  sessions: what'])(
	'restores everything and lists what is left after Ctrl+C at "%s"',
	async (line) => {
		const account = await emulatedAccount();
		await account.switches({ longTitles: 'take', removeTwice: 'take' });
		let pressed = false;
		const { output, code } = await live(account, ['--yes'], {
			watch: (printed, child) => {
				if (pressed || !printed.includes(line.trim())) return;
				pressed = true;
				child.kill('SIGINT');
			},
		});
		expect([code, pressed]).toEqual([130, true]);
		const { albums } = await expectNamed(account, output);
		expect(albums.map((album) => album.title)).toEqual([expect.stringMatching(title)]);
	},
);
