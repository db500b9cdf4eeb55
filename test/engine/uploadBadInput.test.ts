import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EmulatedAccount } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import { errorText } from '../support/errorText';
import { album, errorOf, itemWith, pictureItems, upload } from '../support/files';
import { jpeg } from '../support/pictures';
import { seedAlbums } from '../support/seed';

/** An invalid input, as the second of three items. */
interface BadInput {
	title: string;
	/** creates the invalid item; the others are valid pictures */
	item: (engine: Engine) => Promise<INodeExecutionData>;
	parameters?: (account: EmulatedAccount) => Promise<IDataObject> | IDataObject;
	/** expected parts of the error */
	says: RegExp[];
	/** whether the error can be found before anything is sent */
	beforeSending: boolean;
}

const good = async (engine: Engine, number: number) => await itemWith(engine, await jpeg(number), `${number}.jpg`);

const cases: BadInput[] = [
	{
		title: 'an item without a file',
		item: async () => ({ json: {} }),
		says: [/has no file/, /\[item 1\]/, /'Files'/, /Items Without Files/],
		beforeSending: true,
	},
	{
		title: 'an empty file',
		item: async (engine) => await itemWith(engine, Buffer.alloc(0), 'empty.jpg'),
		says: [/empty/, /"empty\.jpg"/, /\[item 1\]/, /'Files'/],
		beforeSending: true,
	},
	{
		title: 'a text file',
		item: async (engine) => await itemWith(engine, Buffer.from('hello'), 'notes.txt', 'text/plain'),
		says: [/neither a photo nor a video/, /"notes\.txt"/, /\[item 1\]/, /'Files'/],
		beforeSending: true,
	},
	{
		title: 'a text without a name or a type',
		item: async (engine) => await itemWith(engine, Buffer.from('hello'), '', 'application/octet-stream'),
		says: [/neither a photo nor a video/, /field "data"/, /\[item 1\]/],
		beforeSending: true,
	},
	{
		title: 'a photo over 200 MB',
		item: async (engine) => await itemWith(engine, Buffer.alloc(200 * 1024 * 1024 + 1), 'huge.jpg'),
		says: [/too large/, /"huge\.jpg"/, /\[item 1\]/, /200 MB/],
		beforeSending: true,
	},
	{
		title: 'a description over 1,000 characters',
		item: async (engine) => ({ ...(await good(engine, 1)), json: { text: 'x'.repeat(1001) } }),
		parameters: () => ({ description: '={{ $json.text ?? "" }}' }),
		says: [/description is longer than 1000/i, /\[item 1\]/, /'Description'/],
		beforeSending: true,
	},
	{
		title: 'a file name over 255 characters',
		item: async (engine) => ({ ...(await good(engine, 1)), json: { name: `${'x'.repeat(252)}.jpg` } }),
		parameters: () => ({ fileName: '={{ $json.name ?? "" }}' }),
		says: [/file name is longer/, /\[item 1\]/, /'File Name'/],
		beforeSending: true,
	},
	{
		title: 'a web page called photo.jpg',
		item: async (engine) => await itemWith(engine, Buffer.from('<!doctype html><title>Sign in</title>'), 'photo.jpg'),
		says: [/neither a photo nor a video/, /"photo\.jpg"/, /\[item 1\]/, /text\/html/],
		beforeSending: true,
	},
	{
		title: 'half an emoji in the description',
		item: async (engine) => ({ ...(await good(engine, 1)), json: { text: 'Sunset \ud83c' } }),
		parameters: () => ({ description: '={{ $json.text ?? "" }}' }),
		says: [/half of a character/, /\[item 1\]/, /'Description'/],
		beforeSending: true,
	},
	{
		title: 'an object as the description',
		item: async (engine) => ({ ...(await good(engine, 1)), json: { text: { de: 'Am Meer' } } }),
		parameters: () => ({ description: '={{ $json.text ?? "" }}' }),
		says: [/neither text nor a number/, /an object/, /\[item 1\]/, /'Description'/],
		beforeSending: true,
	},
	{
		title: 'an object as the title of the album',
		item: async (engine) => ({ ...(await good(engine, 1)), json: { title: { x: 1 } } }),
		parameters: () => ({ album: { __rl: true, mode: 'title', value: '={{ $json.title ?? "Sea" }}' } }),
		says: [/neither text nor a number/, /\[item 1\]/, /'Album'/],
		beforeSending: true,
	},
	{
		title: 'binary data built by hand that is not Base64',
		item: async () => ({ json: {}, binary: { data: { data: '<svg/>', mimeType: 'image/png', fileName: 5 } } as never }),
		says: [/data of the file is not Base64/, /"5"/, /\[item 1\]/],
		beforeSending: true,
	},
	{
		title: 'a missing named field',
		item: async (engine) => ({ json: {}, binary: { photo: (await good(engine, 1)).binary!.data } }),
		parameters: () => ({ files: 'named', binaryPropertyName: 'data' }),
		says: [/no file in the field "data"/, /\[item 1\]/, /photo/],
		beforeSending: true,
	},
	{
		title: 'a link from the browser as the album',
		item: async (engine) => ({
			...(await good(engine, 1)),
			json: { album: 'https://photos.google.com/album/AF1QipNotAnApiId' },
		}),
		parameters: async (account) => {
			const [id] = await seedAlbums(account, 1);
			const link = `https://photos.google.com/lr/album/${id}`;
			return { album: { __rl: true, mode: 'url', value: `={{ $json.album ?? "${link}" }}` } };
		},
		says: [/not a link to an album of this app/, /\[item 1\]/, /'Album'/, /From List/],
		beforeSending: true,
	},
	{
		title: 'a damaged picture',
		item: async (engine) => await itemWith(engine, Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]), 'broken.jpg'),
		says: [/could not create a photo or video/, /"broken\.jpg"/, /\[item 1\]/, /Google says/],
		beforeSending: false,
	},
];

describe.each(cases)('$title', ({ item, parameters, says, beforeSending }) => {
	async function prepare() {
		const account = await newAccount();
		const engine = await Engine.for(account);
		const items = [await good(engine, 100), await item(engine), await good(engine, 102)];
		return { account, engine, items, form: upload(await parameters?.(account)) };
	}

	test('stops the node with an error that names it, if possible before anything is sent', async () => {
		const { account, engine, items, form } = await prepare();
		const error = await errorOf(engine.run(form, { items }));
		for (const pattern of says) expect(errorText(error)).toMatch(pattern);
		if (beforeSending) expect(await account.requests()).toEqual([]);
		else expect(errorText(error)).toMatch(/In the library from this run: 100\.jpg, 102\.jpg\./);
	});

	test('Continue On Fail: the other files are uploaded', async () => {
		const { account, engine, items, form } = await prepare();
		const outputs = await engine.run(form, { items, node: { onError: 'continueRegularOutput' } });
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(outputs[1].json.error).toMatch(says[0]);
		expect((await account.library()).mediaItems).toHaveLength(2);
	});

	test('error output: receives the failed item with its error', async () => {
		const { engine, items, form } = await prepare();
		const [successes, errors] = await engine.outputs(form, { items, node: { onError: 'continueErrorOutput' } });
		expect(successes.map(({ json }) => json.filename)).toEqual(['100.jpg', '102.jpg']);
		expect(errors).toHaveLength(1);
		expect(errors[0].json.error).toMatch(says[0]);
	});
});

test('items without files pass through and unsupported files are skipped if set so', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = [
		{ json: { note: 'no file' } },
		await itemWith(engine, Buffer.from('hello'), 'notes.txt', 'text/plain'),
		await good(engine, 1),
	];
	const options = { itemsWithoutFiles: 'passThrough', unsupportedFiles: 'skip' };
	const outputs = await engine.run(upload({ options }), { items });
	expect(outputs).toEqual([
		{ json: { note: 'no file' }, pairedItem: { item: 0 } },
		expect.objectContaining({ pairedItem: { item: 2 } }),
	]);
});

test('Files and Position in Album can be expressions, and fields they do not need can be empty', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const items = await pictureItems(engine, 2);
	items.forEach((item, index) => (item.json = { files: ['all', 'NAMED'][index], position: 'FIRST_IN_ALBUM' }));
	const place = { position: '={{ $json.position }}' };
	const parameters = upload({ files: '={{ $json.files }}', ...album('title', 'Album'), options: { albumPosition: { place } } });
	expect(await engine.run(parameters, { items })).toHaveLength(2);
	for (const [value, says] of [['url', /no URL.*\[item 0\]/], ['picture', /'Files' is not one of the choices: "picture" \[item 0\]/]] as const) {
		const error = await errorOf(engine.run(upload({ files: `={{ "${value}" }}` }), { items }));
		expect(errorText(error)).toMatch(says);
	}
});
