/** The type sent to Google for a file, and binary data that other nodes built by hand. */
import type { INodeExecutionData } from 'n8n-workflow';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import type { BinaryMode } from '../support/engine';
import { itemWith, upload } from '../support/files';
import { jpeg } from '../support/pictures';

const tiff = Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), Buffer.alloc(64)]);

test.each<[fileName: string, n8nSays: string, content: Buffer | 'jpeg', told: string]>([
	['IMG_1.nef', 'text/plain', tiff, 'image/x-nikon-nef'],
	['IMG_1.cr3', 'text/plain', Buffer.from([0, 1, 2, 3]), 'image/x-canon-cr3'],
	['picture', 'text/plain', 'jpeg', 'image/jpeg'],
	['picture.html', 'text/html', 'jpeg', 'image/jpeg'],
	['picture.jpg', 'application/json', 'jpeg', 'image/jpeg'],
	['picture.jpg', 'IMAGE/JPG', 'jpeg', 'image/jpeg'],
	['odd', 'application/force-download', Buffer.from([0, 1, 2, 3]), 'application/octet-stream'],
])('%s, which n8n calls %s, is sent with its own type', async (fileName, n8nSays, content, told) => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const item = await itemWith(engine, content === 'jpeg' ? await jpeg(1) : content, fileName, n8nSays);
	const [{ json }] = await engine.run({ ...upload(), operation: 'uploadBytes' }, { items: [item] });
	expect(json.mimeType).toBe(told);
});

describe.each<BinaryMode>(['default', 'filesystem'])('in binary data mode %s', (mode) => {
	test.each(['={{ $binary.photo }}', '={{ [$binary.photo] }}', 'photo'])('Named Fields %s uploads its file', async (binaryPropertyName) => {
		const engine = await Engine.for(await newAccount(), mode);
		const photo = await engine.file(await jpeg(1), 'beach.jpg', 'image/jpeg');
		const other = await engine.file(await jpeg(2), 'sea.jpg', 'image/jpeg');
		const items = [{ json: {}, binary: { other, photo } }];
		const [{ json }] = await engine.run(upload({ files: 'named', binaryPropertyName, simplify: false }), { items });
		expect(json).toMatchObject({ filename: 'beach.jpg', sourceField: 'photo', sourceFileName: 'beach.jpg' });
	});
});

test('binary data built by hand is uploaded with its detected type', async () => {
	const account = await newAccount();
	const engine = await Engine.for(account);
	const data = (await jpeg(1)).toString('base64');
	const binary = {
		number: { data, mimeType: 7, fileName: 20260714 },
		nothing: { data },
		url: { data: `data:image/png;base64,${data}`, fileName: 'a.png' },
	} as unknown as INodeExecutionData['binary'];
	const outputs = await engine.run(upload({ simplify: false }), { items: [{ json: {}, binary }] });
	expect(outputs.map(({ json }) => [json.sourceField, json.mimeType, json.sourceSize])).toEqual(
		['number', 'nothing', 'url'].map((field) => [field, 'image/jpeg', Buffer.from(data, 'base64').length]),
	);
	expect(outputs[0].json.sourceFileName).toBe('20260714');
});
