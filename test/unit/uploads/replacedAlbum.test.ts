/** An album found by its title that is deleted before the files get there. */
import type { IDataObject } from 'n8n-workflow';
import { FakeGoogle } from '../support/google';
import { googleSays } from '../support/httpErrors';
import { uploadFiles } from '../support/operations';
import { photo, runOver } from '../support/runs';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();

/** An account with the album "Trip", which is gone when files are to be created in it, as often as wanted. */
class Forgetful extends FakeGoogle {
	constructor(private readonly deletions: number) {
		super([{ id: 'first', title: 'Trip' }]);
		this.fault = ({ what, nth }) => {
			if (!what.startsWith('create token') || nth >= this.deletions) return undefined;
			for (const album of this.albums) album.title = 'deleted';
			return googleSays(404, 'Requested entity was not found.');
		};
	}
}

async function upload(account: FakeGoogle, album: IDataObject) {
	const items = [photo('sea', { album }), photo('hut', { album })];
	const outputs = await time.clock.until(uploadFiles(runOver(account, items)));
	return outputs.map(({ json, error }) => error?.message ?? json.albumId);
}

const byTitle = { mode: 'title', value: 'Trip' };

test('all files go to a new album of that title', async () => {
	const account = new Forgetful(1);
	expect(await upload(account, byTitle)).toEqual(['album-2', 'album-2']);
	expect(account.creates.map(({ albumId }) => albumId)).toEqual(['first', 'album-2']);
});

test('the album is replaced once: if the new one is rejected as well, the files fail', async () => {
	const account = new Forgetful(10);
	expect(await upload(account, byTitle)).toEqual([0, 1].map((item) => expect.stringMatching(new RegExp(`could not find what was requested.* \\[item ${item}\\]`))));
	expect(account.creates).toHaveLength(2);
});

test('an album chosen by its ID is not replaced, and not requested again', async () => {
	const account = new Forgetful(1);
	await upload(account, { mode: 'id', value: 'first' });
	expect(account.asked).toEqual(['get album first', 'send sea', 'send hut', 'create token-of-sea,token-of-hut']);
});
