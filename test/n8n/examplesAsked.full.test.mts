/** The examples that somebody asks: by a webhook, a form, a chat, in words. Each in a real n8n, as its user would. */
import { createHash } from 'node:crypto';
import type { LibraryContents } from '../../emulator/control-client.mts';
import { basic, ExampleServer, PICTURES, token } from '../support/exampleServer.mts';
import type { Own } from '../support/examples.mts';
import type { TestN8n } from '../support/realN8n.mts';
import { inZip } from '../support/zip.mts';

const MINUTE = 60_000;

type Account = Awaited<ReturnType<TestN8n['connect']>>;

let server: ExampleServer;
/** One account for each, by the name of the example's file. */
const accounts: Record<string, Account> = {};

const asked = [
	'webhook-to-album-of-the-month',
	'form-to-album',
	'chat-to-album',
	'ai-image-to-album',
	'album-to-zip',
	'agent-with-google-photos',
];
const publicChat = { Chat: { public: true } };

beforeAll(async () => {
	server = await ExampleServer.start(async ({ n8n }) => {
		for (const name of [...asked, 'customer-photos']) accounts[name] = await n8n.connect();
		const connected = Object.entries(accounts).map(([name, { id }]) => [
			name,
			{ credentials: { googlePhotosLibraryOAuth2Api: id }, parameters: publicChat },
		]);
		const customers = { 'customers-by-webhook': { texts: { ID_OF_WORKFLOW_ACME: 'customer-photos' } } };
		return { ...Object.fromEntries(connected), ...customers } as Record<string, Own>;
	});
	for (const name of ['customer-photos', 'customers-by-webhook', ...asked]) await server.publish(name);
}, 15 * MINUTE);

afterAll(async () => await server.stop());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function file(index: number, name: string): File {
	return new File([server.pictures[index] as Buffer<ArrayBuffer>], name, { type: 'image/jpeg' });
}

/** What is in an account: album by album, each item's name, description and bytes. */
async function contentsOf(name: string): Promise<Record<string, Array<[string, string, string]>>> {
	const library: LibraryContents = await (accounts[name] as Account).library();
	return Object.fromEntries(
		library.albums.map(({ id, title }) => [
			title,
			library.mediaItems
				.filter(({ albumIds }) => albumIds.includes(id))
				.map(({ filename, description, sha256 }) => [filename, description, sha256] as [string, string, string])
				.sort(([one], [other]) => one.localeCompare(other)),
		]),
	);
}

const month = () => new Date().toISOString().slice(0, 7);

test('webhook-to-album-of-the-month: all files of a request, and what became of each', async () => {
	const body = new FormData();
	body.append('photo', file(0, 'one.jpg'));
	body.append('photo', file(1, 'two.jpg'));
	body.append('photo', new File(['not a picture'], 'notes.txt', { type: 'text/plain' }));
	const address = server.address('webhook/album-of-the-month');
	expect((await fetch(address, { method: 'POST', body })).status).toBe(403);
	const before = month();
	const reply = await fetch(address, { method: 'POST', body, headers: { [token.name]: token.value } });
	const results = (await reply.json()) as Array<{ filename?: string; albumTitle?: string; error?: string }>;
	// n8n's webhook takes the files of a request in no order
	expect(results.map(({ filename }) => filename ?? 'none').sort()).toEqual(['none', 'one.jpg', 'two.jpg']);
	expect(results.find(({ error }) => error)?.error).toMatch(/neither a photo nor a video/);
	const album = results.find(({ albumTitle }) => albumTitle)?.albumTitle ?? '';
	expect([before, month()]).toContain(album);
	expect(await contentsOf('webhook-to-album-of-the-month')).toEqual({
		[album]: [
			['one.jpg', '', sha256(server.pictures[0] as Buffer)],
			['two.jpg', '', sha256(server.pictures[1] as Buffer)],
		],
	});
}, 15 * MINUTE);

test('form-to-album: a guest reads how many arrived, and their name is the description', async () => {
	const page = await (await server.submit('photos', ['Ada', file(2, 'guest.jpg')])).text();
	expect(page).toContain('Thank you!');
	expect(page).toContain('1 in the album.');
	expect(await contentsOf('form-to-album')).toEqual({
		'From our guests': [['guest.jpg', 'From Ada', sha256(server.pictures[2] as Buffer)]],
	});
	const refused = await (await server.submit('photos', ['Bob', new File(['x'], 'a.txt', { type: 'text/plain' })])).text();
	expect(refused).toContain('0 in the album.');
	expect(refused).toContain('neither a photo nor a video');
}, 15 * MINUTE);

test('chat-to-album: what is written beside the photos is their description', async () => {
	const say = async (words: string, files: File[]) => {
		const body = new FormData();
		for (const [name, value] of Object.entries({ action: 'sendMessage', sessionId: 'one', chatInput: words })) body.append(name, value);
		for (const each of files) body.append('files', each);
		const reply = await fetch(server.chatAddress('chat-to-album'), { method: 'POST', body });
		return ((await reply.json()) as { output: string }).output;
	};
	expect(await say('Hello', [])).toMatch(/^Send me photos/);
	const answer = await say('At the sea', [file(3, 'sea.jpg'), file(4, 'shells.jpg')]);
	expect(answer).toMatch(/^2 in From the chat: https:\/\/photos\.google\.com\/lr\/album\//);
	expect(await contentsOf('chat-to-album')).toEqual({
		'From the chat': [
			['sea.jpg', 'At the sea', sha256(server.pictures[3] as Buffer)],
			['shells.jpg', 'At the sea', sha256(server.pictures[4] as Buffer)],
		],
	});
}, 15 * MINUTE);

test('ai-image-to-album: the words are the prompt and the description', async () => {
	const words = 'A lighthouse in a storm';
	const page = await (await server.submit('paint', [words])).text();
	expect(page).toContain('https://photos.google.com/lr/photo/');
	expect(server.openAi.prompts).toEqual([words]);
	const { 'Painted by n8n': painted } = await contentsOf('ai-image-to-album');
	expect(painted).toEqual([[expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.png$/), words, sha256(server.pictures[0] as Buffer)]]);
}, 15 * MINUTE);

test('album-to-zip: the browser gets the album, photos of one name beside each other', async () => {
	const { id } = accounts['album-to-zip'] as Account;
	await server.put(id, 'Trip', { 'a/same.jpg': 0, 'b/same.jpg': 1, 'other.jpg': 2 });
	const address = server.address('webhook/album-zip?title=Trip');
	expect((await fetch(address)).status).toBe(401);
	const reply = await fetch(address, { headers: basic });
	expect(reply.headers.get('content-disposition')).toBe('attachment; filename="album.zip"');
	const zip = inZip(Buffer.from(await reply.arrayBuffer()));
	expect(Object.keys(zip).sort()).toEqual(['other.jpg', 'same (2).jpg', 'same.jpg']);
	expect(new Set(Object.values(zip)).size).toBe(3);
}, 15 * MINUTE);

test('customers-by-webhook: each customer\'s photos go into their own account, strangers are refused', async () => {
	const send = async (customer: string) => {
		const body = new FormData();
		body.append('customer', customer);
		body.append('album', 'House 7');
		body.append('photo', file(5, 'door.jpg'));
		return await fetch(server.address('webhook/customer-photos'), {
			method: 'POST',
			body,
			headers: { [token.name]: token.value },
		});
	};
	expect(await (await send('acme')).json()).toMatchObject([{ filename: 'door.jpg', albumTitle: 'House 7' }]);
	expect((await send('stranger')).status).toBe(500);
	expect(await contentsOf('customer-photos')).toEqual({
		'House 7': [['door.jpg', '', sha256(server.pictures[5] as Buffer)]],
	});
}, 15 * MINUTE);

test('agent-with-google-photos: the model is told that there is nothing yet and what to do, uploads from an address, lists albums and looks into one', async () => {
	const { openAi } = server;
	openAi.script.push(
		{ tool: 'List_Albums', values: {} },
		{ tool: 'Look_into_an_Album', values: { Album: 'Sunsets' } },
		{ tool: 'Upload_a_Photo', values: { URL: `https://${PICTURES}/sunset.jpg`, Album: 'Sunsets', Description: 'A sunset' } },
		{ tool: 'Upload_a_Photo', values: { URL: 'http://127.0.0.1/router.jpg', Album: 'Sunsets', Description: '' } },
		{ tool: 'List_Albums', values: {} },
		{ tool: 'Look_into_an_Album', values: { Album: 'Sunsets' } },
		{ say: 'It is in the album.' },
	);
	const reply = await fetch(server.chatAddress('agent-with-google-photos'), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'sendMessage', sessionId: 'two', chatInput: 'Put my sunset into Sunsets' }),
	});
	expect(await reply.json()).toMatchObject({ output: 'It is in the album.' });
	const told = openAi.asked.slice(1).map(({ messages }) => messages.at(-1)?.content ?? '');
	expect(told[0]).toContain('None was found');
	expect(told[1]).toMatch(/There is no album of that title: album \\"Sunsets\\"\. .*use Album: Get or Create/);
	expect(told[2]).toMatch(/"filename":"sunset\.jpg".*"albumTitle":"Sunsets"/);
	expect(told[3]).toMatch(/An agent may not fetch files from inside the network that n8n runs in.* Only addresses on the internet/);
	expect(told[4]).toMatch(/"title":"Sunsets"/);
	expect(told[5]).toMatch(/"filename":"sunset\.jpg"/);
	expect(await contentsOf('agent-with-google-photos')).toEqual({
		Sunsets: [['sunset.jpg', 'A sunset', sha256(server.pictures[1] as Buffer)]],
	});
}, 15 * MINUTE);
