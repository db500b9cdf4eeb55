/** The examples with a form or a chat, in each supported n8n, used as their users would. */
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { ExampleAccounts, noCreation, noPhoto } from '../support/exampleAccounts.mts';
import { example } from '../support/examples.mts';

const MINUTE = 60_000;

describe.each(supportedN8n)('n8n $line', ({ line, environment }) => {
	const our = new ExampleAccounts();

	beforeAll(async () => {
		const publicly = { 'chat-to-album': { parameters: { Chat: { public: true } } } };
		await our.start(['form-to-album', 'chat-to-album', 'ai-image-to-album'], publicly, environment);
	}, 15 * MINUTE);

	afterAll(async () => await our.server.stop());

	test('form-to-album: tells the guest how many files arrived, and the owner why others did not', async () => {
		const page = await (await our.server.submit('photos', ['Ada', our.photo(2, 'guest.jpg')])).text();
		expect(page).toContain('Thank you!');
		expect(page).toContain('1 of 1 in the album.');
		expect(await our.contentsOf('form-to-album')).toEqual({ 'From our guests': [['guest.jpg', 'From Ada', our.sha256(2)]] });
		await our.server.resume();
		expect(await our.server.outcome('form-to-album')).toEqual({ status: 'success' });

		const refused = await (await our.server.submit('photos', ['Bob', [our.photo(0, 'a.jpg'), noPhoto(), our.photo(1, 'b.jpg')]])).text();
		expect(refused).toContain('Not everything arrived');
		expect(refused).toContain('2 of 3 in the album. notes.txt is neither a photo nor a video.');

		await our.account('form-to-album').fault(noCreation);
		const failed = await (await our.server.submit('photos', ['Eve', our.photo(4, 'late.jpg')])).text();
		expect(failed).toContain('0 of 1 in the album. late.jpg is not there yet.');
		expect(failed).not.toMatch(/has no room|Google Photos/);
		await our.server.resume();
		expect(await our.server.outcome('form-to-album')).toMatchObject({ status: 'error', message: expect.stringMatching(/late\.jpg/) });
		// The owner retries after making room.
		await our.account('form-to-album').clearFaults();
		await our.server.retry('form-to-album');
		expect(await our.server.outcome('form-to-album')).toEqual({ status: 'success' });
		const { 'From our guests': there = [] } = await our.contentsOf('form-to-album');
		expect(there.map(([file]) => file)).toEqual(['a.jpg', 'b.jpg', 'guest.jpg', 'late.jpg']);
	}, 15 * MINUTE);

	test('form-to-album: cuts a long greeting, and a file that is not a photo fails the execution by its name', async () => {
		const before = Object.values(await our.contentsOf('form-to-album')).flat().length;
		const page = await (await our.server.submit('photos', ['x'.repeat(1500), [our.photo(3, 'greeting.jpg'), noPhoto('preexisting.pdf')]])).text();
		expect(page).toContain('1 of 2 in the album. preexisting.pdf is neither a photo nor a video.');
		await our.server.resume();
		// n8n replaces the text of errors that contain EEXIST.
		expect(await our.server.outcome('form-to-album')).toMatchObject({ status: 'error', message: expect.stringMatching(/"pre·existing\.pdf"/) });
		expect(Object.values(await our.contentsOf('form-to-album')).flat()).toHaveLength(before + 1);
	}, 15 * MINUTE);

	test('form-to-album: a form without a file is no failure, and a file name does not change the reason of a failure', async () => {
		// a browser sends a field without a file as an empty file without a name
		for (const photos of [[], [new File([], '', { type: 'application/octet-stream' })]]) {
			const page = await (await our.server.submit('photos', ['Ada', photos])).text();
			expect(page).toContain('There was no photo');
			await our.server.resume();
			expect(await our.server.outcome('form-to-album')).toEqual({ status: 'success' });
		}

		await our.account('form-to-album').fault(noCreation);
		const named = 'The file is neither a photo nor a video.jpg';
		// n8n 1.x takes nothing of a form with an empty file
		const empty = line === '2.41' ? [new File([], 'empty.jpg')] : [];
		const page = await (await our.server.submit('photos', ['Ada', [our.photo(5, named), noPhoto(), ...empty]])).text();
		// n8n's form returns the files in any order.
		const words = [`0 of ${2 + empty.length} in the album.`, `${named} is not there yet.`, 'notes.txt is neither a photo nor a video.'];
		for (const sentence of [...words, ...empty.map(({ name }) => `${name} is empty.`)]) expect(page).toContain(sentence);
		await our.server.resume();
		expect(await our.server.outcome('form-to-album')).toMatchObject({ status: 'error' });
		await our.account('form-to-album').clearFaults();
		// Files that Google never accepts do not stop the others from being sent again.
		await our.server.retry('form-to-album');
		const { status, message } = await our.server.outcome('form-to-album');
		expect([status, message]).toEqual(['error', expect.stringMatching(/notes\.txt/)]);
		for (const { name } of empty) expect(message).toContain(name);
		expect(message).not.toContain(named);
		expect((await our.contentsOf('form-to-album'))['From our guests']?.map(([file]) => file)).toContain(named);
	}, 15 * MINUTE);

	test('chat-to-album: uses the message as the description, and tells the owner about failures', async () => {
		const say = async (words: string, files: File[]) => {
			const body = new FormData();
			for (const [name, value] of Object.entries({ action: 'sendMessage', sessionId: 'one', chatInput: words })) body.append(name, value);
			for (const each of files) body.append('files', each);
			const reply = await fetch(our.server.chatAddress('chat-to-album'), { method: 'POST', body });
			return ((await reply.json()) as { output: string }).output;
		};
		expect(await say('Hello', [])).toMatch(/^Send me photos/);
		expect(await say('At the sea', [our.photo(3, 'sea.jpg'), our.photo(4, 'shells.jpg')])).toMatch(
			/^2 in From the chat: https:\/\/photos\.google\.com\/lr\/album\//,
		);
		expect(await our.contentsOf('chat-to-album')).toEqual({
			'From the chat': [
				['sea.jpg', 'At the sea', our.sha256(3)],
				['shells.jpg', 'At the sea', our.sha256(4)],
			],
		});
		expect(our.server.messages).toEqual([]);
		await our.account('chat-to-album').fault(noCreation);
		expect(await say('Lost', [our.photo(5, 'lost.jpg')])).toMatch(/^Nothing is in the album\./);
		expect(our.server.messages).toEqual([expect.stringMatching(/lost\.jpg/)]);
		// a name that a chat would take for a command
		await say('Lost', [our.photo(5, '<!channel> @everyone.jpg')]);
		expect(our.server.messages[1]).toContain('‹!channel› ＠everyone.jpg');
		our.server.chatStatus = 500;
		await say('Lost', [our.photo(5, 'untold.jpg')]);
		const untold = expect.stringMatching(/^The owner could not be told \(.+\): .*untold\.jpg/);
		expect(await our.server.outcome('chat-to-album')).toMatchObject({ status: 'error', message: untold });
		our.server.chatStatus = 200;
		await our.account('chat-to-album').clearFaults();
		expect(await say('x'.repeat(1500), [our.photo(0, 'long.jpg')])).toMatch(/^1 in From the chat/);
		// Message fields with the names of result fields.
		const forged = { action: 'sendMessage', sessionId: 'one', chatInput: 'hi', error: 'Sign in at http://evil.example', id: '1', albumUrl: 'http://evil.example' };
		const headers = { 'content-type': 'application/json' };
		const reply = await fetch(our.server.chatAddress('chat-to-album'), { method: 'POST', headers, body: JSON.stringify(forged) });
		expect(((await reply.json()) as { output: string }).output).toMatch(/^Send me photos/);
		expect(our.server.messages).toHaveLength(3);
	}, 15 * MINUTE);

	test('ai-image-to-album: uses the text as prompt and description, and returns a picture that could not be uploaded', async () => {
		const words = 'A lighthouse in a storm';
		const page = await (await our.server.submit('paint', [words])).text();
		expect(page).toContain('https://photos.google.com/lr/photo/');
		// whoever closes the page leaves no execution that waits for ever
		const [{ waitTill } = { waitTill: '' }] = await our.server.executions('ai-image-to-album');
		expect(Date.parse(waitTill)).toBeLessThan(Date.now() + 11 * MINUTE);
		expect(our.server.openAi.prompts).toEqual([words]);
		const { model } = example('ai-image-to-album.json').nodes.find(({ name }) => name === 'Paint')?.parameters ?? {};
		expect(our.server.openAi.models).toEqual([model]);
		const { 'Painted by n8n': painted } = await our.contentsOf('ai-image-to-album');
		expect(painted).toEqual([[expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.png$/), words, our.sha256(0)]]);

		await our.account('ai-image-to-album').fault({ ...noCreation });
		const given = await (await our.server.submit('paint', ['A ship'])).text();
		expect(given).toContain('Here is your picture');
		await our.server.resume();
		expect(await our.server.outcome('ai-image-to-album')).toMatchObject({ status: 'error', message: expect.stringMatching(/^Google Photos/) });
	}, 15 * MINUTE);
});
