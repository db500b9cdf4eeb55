/** The examples with a webhook, a form or a chat, in each supported n8n, used as their users would. */
import { createHash } from 'node:crypto';
import type { LibraryContents } from '../../tools/emulator/control-client.mts';
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { basic, ExampleServer, token } from '../support/exampleServer.mts';
import { example, type Own } from '../support/examples.mts';
import type { TestN8n } from '../support/realN8n.mts';
import { inZip } from '../support/zip.mts';

const MINUTE = 60_000;

type Account = Awaited<ReturnType<TestN8n['connect']>>;

const asked = ['webhook-to-album-of-the-month', 'form-to-album', 'chat-to-album', 'ai-image-to-album', 'album-to-zip'];

/** Google rejects all following creates. */
const noCreation = {
	method: 'mediaItems.batchCreate',
	kind: 'status' as const,
	status: 400,
	body: { error: { code: 400, status: 'FAILED_PRECONDITION', message: 'The user has no room.' } },
	times: 100,
};

describe.each(supportedN8n)('n8n $line', ({ environment }) => {
	let server: ExampleServer;
	/** Accounts by name of the example. */
	const accounts: Record<string, Account> = {};

	beforeAll(async () => {
		server = await ExampleServer.start(async ({ n8n }) => {
			for (const name of [...asked, 'customer-photos']) accounts[name] = await n8n.connect();
			const connected = Object.entries(accounts).map(([name, { id }]) => [
				name,
				{ credentials: { googlePhotosLibraryOAuth2Api: id }, parameters: { Chat: { public: true } } },
			]);
			const customers = { 'customers-by-webhook': { texts: { ID_OF_WORKFLOW_ACME: 'customer-photos' } } };
			return { ...Object.fromEntries(connected), ...customers } as Record<string, Own>;
		}, environment);
		for (const name of ['customer-photos', 'customers-by-webhook', ...asked]) await server.publish(name);
	}, 15 * MINUTE);

	afterAll(async () => await server.stop());

	const account = (name: string) => accounts[name] as Account;
	const sha256 = (index: number) => createHash('sha256').update(server.pictures[index] as Buffer).digest('hex');
	const noPhoto = (name = 'notes.txt') => new File(['not a picture'], name, { type: 'text/plain' });
	const photo = (index: number, name: string) =>
		new File([server.pictures[index] as Buffer<ArrayBuffer>], name, { type: 'image/jpeg' });

	async function post(path: string, fields: Record<string, string | File[]>, headers: Record<string, string> = { [token.name]: token.value }) {
		const body = new FormData();
		for (const [name, value] of Object.entries(fields)) {
			for (const each of [value].flat()) body.append(name, each);
		}
		return await fetch(server.address(path), { method: 'POST', body, headers });
	}

	/** Contents of an account by album title: name, description and hash of each item. */
	async function contentsOf(name: string): Promise<Record<string, Array<[string, string, string]>>> {
		const library: LibraryContents = await account(name).library();
		return Object.fromEntries(
			library.albums.map(({ id, title }) => [
				title,
				library.mediaItems
					.filter(({ albumIds }) => albumIds.includes(id))
					.map(({ filename, description, sha256: hash }) => [filename, description, hash] as [string, string, string])
					.sort(([one], [other]) => one.localeCompare(other)),
			]),
		);
	}

	test('webhook-to-album-of-the-month: replies with the result of each file, and a failed file fails the execution', async () => {
		const name = 'webhook-to-album-of-the-month';
		const send = async (photos: File[]) => await post('webhook/album-of-the-month', { photo: photos });
		expect((await post('webhook/album-of-the-month', { photo: [photo(0, 'one.jpg')] }, {})).status).toBe(403);

		const good = await send([photo(0, 'one.jpg'), photo(1, 'two.jpg')]);
		const entries = (await good.json()) as Array<Record<string, string>>;
		expect(good.status).toBe(200);
		// n8n's webhook returns the files of a request in any order.
		expect(entries.map(({ sourceFileName }) => sourceFileName).sort()).toEqual(['one.jpg', 'two.jpg']);
		expect(entries[0]?.albumTitle).toMatch(/^\d{4}-\d\d$/);
		expect(await server.outcome(name)).toEqual({ status: 'success' });

		const mixed = await send([photo(2, 'three.jpg'), noPhoto()]);
		expect(mixed.status).toBe(422);
		expect(await mixed.text()).toContain('neither a photo nor a video');
		expect(await server.outcome(name)).toMatchObject({ status: 'error', message: expect.stringMatching(/notes\.txt/) });
		expect((await send([noPhoto('preexisting.pdf')])).status).toBe(422);
		expect(await server.outcome(name)).toMatchObject({ status: 'error', message: expect.stringMatching(/pre·existing\.pdf/) });
		expect((await post('webhook/album-of-the-month', { album: 'none' })).status).toBe(422);

		await account(name).fault(noCreation);
		const failed = await send([photo(3, 'four.jpg')]);
		expect([failed.status, await failed.text()]).toEqual([502, expect.not.stringContaining(token.value)]);
		expect(await server.outcome(name)).toMatchObject({ status: 'error' });
		await account(name).clearFaults();
		expect((await send([photo(3, 'four.jpg'), photo(0, 'one.jpg')])).status).toBe(200);
		const [[, contents] = []] = Object.entries(await contentsOf(name));
		expect(contents?.map(([file]) => file)).toEqual(['four.jpg', 'one.jpg', 'three.jpg', 'two.jpg']);
	}, 15 * MINUTE);

	test('form-to-album: tells the guest how many files arrived, and the owner why others did not', async () => {
		const page = await (await server.submit('photos', ['Ada', photo(2, 'guest.jpg')])).text();
		expect(page).toContain('Thank you!');
		expect(page).toContain('1 of 1 in the album.');
		expect(await contentsOf('form-to-album')).toEqual({ 'From our guests': [['guest.jpg', 'From Ada', sha256(2)]] });
		await server.resume();
		expect(await server.outcome('form-to-album')).toEqual({ status: 'success' });

		const refused = await (await server.submit('photos', ['Bob', [photo(0, 'a.jpg'), noPhoto(), photo(1, 'b.jpg')]])).text();
		expect(refused).toContain('Not everything arrived');
		expect(refused).toContain('2 of 3 in the album. notes.txt is neither a photo nor a video.');

		await account('form-to-album').fault(noCreation);
		const failed = await (await server.submit('photos', ['Eve', photo(4, 'late.jpg')])).text();
		expect(failed).toContain('0 of 1 in the album. late.jpg is not there yet.');
		expect(failed).not.toMatch(/has no room|Google Photos/);
		await server.resume();
		expect(await server.outcome('form-to-album')).toMatchObject({ status: 'error', message: expect.stringMatching(/late\.jpg/) });
		// The owner retries after making room.
		await account('form-to-album').clearFaults();
		await server.retry('form-to-album');
		expect(await server.outcome('form-to-album')).toEqual({ status: 'success' });
		const { 'From our guests': there = [] } = await contentsOf('form-to-album');
		expect(there.map(([file]) => file)).toEqual(['a.jpg', 'b.jpg', 'guest.jpg', 'late.jpg']);
	}, 15 * MINUTE);

	test('form-to-album: cuts a long greeting, and a file that is not a photo fails the execution by its name', async () => {
		const before = Object.values(await contentsOf('form-to-album')).flat().length;
		const page = await (await server.submit('photos', ['x'.repeat(1500), [photo(3, 'greeting.jpg'), noPhoto('preexisting.pdf')]])).text();
		expect(page).toContain('1 of 2 in the album. preexisting.pdf is neither a photo nor a video.');
		await server.resume();
		// n8n replaces the text of errors that contain EEXIST.
		expect(await server.outcome('form-to-album')).toMatchObject({ status: 'error', message: expect.stringMatching(/"pre·existing\.pdf"/) });
		expect(Object.values(await contentsOf('form-to-album')).flat()).toHaveLength(before + 1);
	}, 15 * MINUTE);

	test('chat-to-album: uses the message as the description, and tells the owner about failures', async () => {
		const say = async (words: string, files: File[]) => {
			const body = new FormData();
			for (const [name, value] of Object.entries({ action: 'sendMessage', sessionId: 'one', chatInput: words })) body.append(name, value);
			for (const each of files) body.append('files', each);
			const reply = await fetch(server.chatAddress('chat-to-album'), { method: 'POST', body });
			return ((await reply.json()) as { output: string }).output;
		};
		expect(await say('Hello', [])).toMatch(/^Send me photos/);
		expect(await say('At the sea', [photo(3, 'sea.jpg'), photo(4, 'shells.jpg')])).toMatch(
			/^2 in From the chat: https:\/\/photos\.google\.com\/lr\/album\//,
		);
		expect(await contentsOf('chat-to-album')).toEqual({
			'From the chat': [
				['sea.jpg', 'At the sea', sha256(3)],
				['shells.jpg', 'At the sea', sha256(4)],
			],
		});
		expect(server.messages).toEqual([]);
		await account('chat-to-album').fault(noCreation);
		expect(await say('Lost', [photo(5, 'lost.jpg')])).toMatch(/^Nothing is in the album\./);
		expect(server.messages).toEqual([expect.stringMatching(/lost\.jpg/)]);
		await account('chat-to-album').clearFaults();
		expect(await say('x'.repeat(1500), [photo(0, 'long.jpg')])).toMatch(/^1 in From the chat/);
		// Message fields with the names of result fields.
		const forged = { action: 'sendMessage', sessionId: 'one', chatInput: 'hi', error: 'Sign in at http://evil.example', id: '1', albumUrl: 'http://evil.example' };
		const headers = { 'content-type': 'application/json' };
		const reply = await fetch(server.chatAddress('chat-to-album'), { method: 'POST', headers, body: JSON.stringify(forged) });
		expect(((await reply.json()) as { output: string }).output).toMatch(/^Send me photos/);
		expect(server.messages).toHaveLength(1);
	}, 15 * MINUTE);

	test('ai-image-to-album: uses the text as prompt and description, and returns a picture that could not be uploaded', async () => {
		const words = 'A lighthouse in a storm';
		const page = await (await server.submit('paint', [words])).text();
		expect(page).toContain('https://photos.google.com/lr/photo/');
		expect(server.openAi.prompts).toEqual([words]);
		const { model } = example('ai-image-to-album.json').nodes.find(({ name }) => name === 'Paint')?.parameters ?? {};
		expect(server.openAi.models).toEqual([model]);
		const { 'Painted by n8n': painted } = await contentsOf('ai-image-to-album');
		expect(painted).toEqual([[expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.png$/), words, sha256(0)]]);

		await account('ai-image-to-album').fault({ ...noCreation });
		const given = await (await server.submit('paint', ['A ship'])).text();
		expect(given).toContain('Here is your picture');
		await server.resume();
		expect(await server.outcome('ai-image-to-album')).toMatchObject({ status: 'error' });
	}, 15 * MINUTE);

	test('album-to-zip: returns the downloadable files as a zip, or an error with a matching status', async () => {
		const { id } = account('album-to-zip');
		const ask = async (title: string) => await fetch(server.address(`webhook/album-zip?title=${title}`), { headers: basic });
		await server.put(id, 'Trip', { 'a/same.jpg': 0, 'b/same.jpg': 1, 'other.jpg': 2 });
		expect((await fetch(server.address('webhook/album-zip?title=Trip'))).status).toBe(401);
		const reply = await ask('Trip');
		expect([reply.status, reply.headers.get('content-disposition')]).toEqual([200, 'attachment; filename="album.zip"']);
		const zip = inZip(Buffer.from(await reply.arrayBuffer()));
		expect(Object.keys(zip).sort()).toEqual(['other.jpg', 'same (2).jpg', 'same.jpg']);
		expect(new Set(Object.values(zip)).size).toBe(3);
		expect(await server.outcome('album-to-zip')).toEqual({ status: 'success' });

		const notFound = { kind: 'status' as const, status: 404, body: 'gone' };
		await account('album-to-zip').fault({ method: 'bytes', ...notFound, times: 1 });
		const part = inZip(Buffer.from(await (await ask('Trip')).arrayBuffer()));
		expect(Object.keys(part)).toHaveLength(3);
		expect(Object.keys(part)).toContain('MISSING.txt');
		expect(await server.outcome('album-to-zip')).toMatchObject({ status: 'error', message: expect.stringMatching(/^1 of 3 could not be downloaded: (same|other)\.jpg: /) });

		await account('album-to-zip').clearFaults();
		await account('album-to-zip').fault({ method: 'bytes', ...notFound, times: 1000 });
		const none = await ask('Trip');
		expect([none.status, none.headers.get('content-disposition'), await none.text()]).toEqual([502, null, expect.stringMatching(/^3 of 3 could not/)]);
		expect(await server.outcome('album-to-zip')).toMatchObject({ status: 'error' });
		await account('album-to-zip').clearFaults();

		const unknown = await ask('Nowhere');
		expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringMatching(/^There is no album of that title/)]);
		expect(await server.outcome('album-to-zip')).toEqual({ status: 'success' });
		await account('album-to-zip').seed({ albums: [{ title: 'Empty' }] } as never);
		const empty = await ask('Empty');
		expect([empty.status, await empty.text()]).toEqual([404, expect.stringMatching(/nothing in this album/)]);
		const untitled = await ask('');
		expect([untitled.status, untitled.headers.get('content-type')]).toEqual([404, expect.stringMatching(/^text\/plain/)]);
		expect(await untitled.text()).toMatch(/^Which album\?/);
	}, 15 * MINUTE);

	test("customers-by-webhook: uploads each customer's photos into their own account, and rejects unknown customers", async () => {
		const send = async (customer: string, photos: File[]) =>
			await post('webhook/customer-photos', { customer, album: 'House 7', photo: photos });
		const good = await send('acme', [photo(5, 'door.jpg')]);
		expect([good.status, await good.json()]).toMatchObject([200, [{ sourceFileName: 'door.jpg', albumTitle: 'House 7' }]]);
		const stranger = await send('stranger', [photo(5, 'door.jpg')]);
		expect([stranger.status, await stranger.json()]).toEqual([404, { error: 'There is no customer "stranger".' }]);
		expect(await server.outcome('customers-by-webhook')).toMatchObject({ status: 'error' });
		expect(await contentsOf('customer-photos')).toEqual({ 'House 7': [['door.jpg', '', sha256(5)]] });
		expect((await send('acme', [photo(4, 'window.jpg'), noPhoto()])).status).toBe(422);
		expect(await server.outcome('customers-by-webhook')).toMatchObject({ status: 'error', message: expect.stringMatching(/notes\.txt/) });
		await account('customer-photos').revoke();
		expect((await send('acme', [photo(3, 'roof.jpg')])).status).toBe(502);
		expect(await server.outcome('customers-by-webhook')).toMatchObject({ status: 'error' });
	}, 15 * MINUTE);
});
