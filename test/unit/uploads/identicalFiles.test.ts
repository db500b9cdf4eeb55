/** Files with the same bytes: Google may reply only that it already has them (code 6). */
import type { INodeExecutionData } from 'n8n-workflow';
import { disconnected, googleSays } from '../support/httpErrors';
import { albumsOf, FakeGoogle } from '../support/google';
import { photo, runOver, summary } from '../support/runs';
import { failed, success } from '../support/sentFiles';
import { useVirtualClock } from '../support/virtualClock';
import { uploadFiles } from '../support/operations';

const time = useVirtualClock();

/** Creates one media item for the same bytes. Replies code 6 to a used token and, with `always`, to known bytes. */
class Sparing extends FakeGoogle {
	private readonly used = new Set<string>();
	private tokens = 0;
	readonly library = new Map<string, string>();

	/** @param always whether known bytes get code 6 also with a new token */
	constructor(always = false) {
		super(albumsOf('one', 'two'));
		this.token = (bytes) => `${bytes}#${++this.tokens}`;
		this.create = (token) => {
			const [bytes] = token.split('#');
			const known = this.library.get(bytes);
			if (this.used.has(token) || (always && known)) return failed(token, 6, 'EXISTS');
			this.used.add(token);
			const result = success(token);
			const mediaItem = { id: known ?? `item of ${bytes}` };
			this.library.set(bytes, mediaItem.id);
			return { ...result, mediaItem };
		};
	}
}

async function upload(account: FakeGoogle, items: INodeExecutionData[]) {
	return await time.clock.until(uploadFiles(runOver(account, items)));
}

const into = (album: string) => ({ album: { mode: 'id', value: album } });

test('if the reply to a create call is lost and its tokens are used up, the bytes are sent again', async () => {
	const account = new Sparing();
	let lost = 0;
	account.fault = ({ what }) => (what.startsWith('create ') && lost++ === 0 ? { error: disconnected('ECONNRESET'), actsAfter: 0 } : undefined);
	const outputs = await upload(account, [photo('sea'), photo('hut')]);
	expect(summary(outputs)).toEqual(['item of sea', 'item of hut']);
	// this execution may have created them itself
	expect(outputs.map(({ json }) => json.alreadyInLibrary)).toEqual([null, null]);
	expect(account.askedTo('send')).toEqual(['sea', 'hut', 'sea', 'hut']);
});

test('the same bytes in two batches become one media item', async () => {
	const account = new Sparing(true);
	const names = ['sea', ...Array.from({ length: 49 }, (_, number) => `${number}`), 'sea'];
	const outputs = await upload(account, names.map((name) => photo(name)));
	expect(summary(outputs)).toEqual(names.map((name) => `item of ${name}`));
	expect(outputs.map(({ json }) => json.alreadyInLibrary)).toEqual([...Array<null>(50).fill(null), true]);
	expect(account.askedTo('create')).toHaveLength(2);
});

test.each([
	['a fresh token helps', false, 0],
	['not even a fresh token helps: it is added', true, 1],
])('the same bytes are put into two albums: %s', async (_title, always, added) => {
	const account = new Sparing(always);
	const outputs = await upload(account, [photo('sea', into('one')), photo('sea', into('two'))]);
	expect(summary(outputs)).toEqual(['item of sea', 'item of sea']);
	expect(outputs.map(({ json }) => json.albumId)).toEqual(['one', 'two']);
	const additions = account.requests.filter((_, index) => account.asked[index] === 'POST /v1/albums/two:batchAddMediaItems');
	expect(additions.map(({ body }) => body)).toEqual(Array(added).fill({ mediaItemIds: ['item of sea'] }));
	expect(outputs.map(({ json }) => json.alreadyInLibrary)).toEqual([null, true]);
});

test('the same bytes twice in an album are one media item, without a second request', async () => {
	const account = new Sparing(true);
	const outputs = await upload(account, [photo('sea', into('one')), photo('sea', into('one'))]);
	expect(summary(outputs)).toEqual(['item of sea', 'item of sea']);
	expect(account.asked.slice(-1)).toEqual(['create sea#1,sea#2']);
});

test('if the same bytes cannot be added to a second album, the error names their file', async () => {
	const account = new Sparing(true);
	account.fault = ({ what }) => (what.startsWith('POST /v1/albums/two') ? googleSays(400, 'No.') : undefined);
	const outputs = await upload(account, [photo('sea', into('one')), photo('sea', into('two'))]);
	expect(summary(outputs)).toEqual(['item of sea', expect.stringMatching(/: file "sea\.jpg" in field "data" \[item 1\]/)]);
});

test('code 6 with a media item is a success with that media item', async () => {
	const account = new FakeGoogle();
	account.create = (uploadToken) => ({ uploadToken, status: { code: 6, message: 'EXISTS' }, mediaItem: { id: 'a' } });
	const outputs = await upload(account, [photo('sea')]);
	expect(outputs[0].json).toMatchObject({ id: 'a', alreadyInLibrary: true });
	expect(account.askedTo('create')).toHaveLength(1);
});
