/**
 * Replies with compressed bytes, of another kind, without metadata or with path characters in names, and an n8n that
 * cannot store files.
 */
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import type { AccountRequest } from '../../tools/emulator/control-client.mts';
import { newAccount } from '../support/account';
import { Engine } from '../support/engine';
import type { BinaryMode } from '../support/engine';
import { errorText } from '../support/errorText';
import { errorOf } from '../support/files';
import { withoutWaiting } from '../support/instantClock';
import { finished, ofItem, picker } from '../support/picker';
import { jpeg, video } from '../support/pictures';

type Switches = AccountRequest['switches'];

const download = (more: IDataObject = {}): IDataObject => ({
	resource: 'mediaItem',
	operation: 'download',
	mediaItem: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	...more,
});
const pickedDownload = picker('download', ofItem);

/** A photo and a video, both as this app's media items and picked in a session. */
async function library(switches: Switches, mode: BinaryMode = 'filesystem', names = ['beach.jpg', 'clip.mp4']) {
	const account = await newAccount({ switches });
	const engine = await Engine.for(account, mode);
	const contents = [await jpeg(1), await video(100_000)];
	const pictures = contents.map((content, number) => ({ fileName: names[number], base64: content.toString('base64') }));
	const { mediaItemIds } = await account.seed({ pictures });
	const items = mediaItemIds.map((id) => ({ json: { id } }));
	const ids: string[] = [];
	for (const [number, content] of contents.entries()) ids.push(await account.addFromElsewhere(content, names[number]));
	const session = await finished({ account, engine, ids, pictures: contents }, ids);
	await account.resetRequests();
	return { account, engine, contents, items, session };
}

type Library = Awaited<ReturnType<typeof library>>;

const continued = { onError: 'continueRegularOutput' as const };

const ways: Array<[string, (given: Library) => Promise<INodeExecutionData[]>]> = [
	['Media Item: Download', async ({ engine, items }) => await engine.run(download(), { items, node: continued })],
	['Picker: Download Picked Items', async ({ engine, session }) => await engine.run(pickedDownload, { items: [session], node: continued })],
];

async function expectWhole({ engine, contents }: Library, outputs: INodeExecutionData[]) {
	expect(outputs.map(({ json }) => json.error)).toEqual([undefined, undefined]);
	for (const [number, { binary }] of outputs.entries()) {
		expect((await engine.content(binary!.data)).equals(contents[number])).toBe(true);
	}
}

const bytesOf = async ({ account }: Library) => (await account.counts()).byMethod.bytes;

describe.each(ways)('%s', (_title, run) => {
	test.each([
		['gzip', 'filesystem'],
		['br', 'filesystem'],
		['gzip', 'default'],
		['br', 'default'],
	] as const)('decompresses files with Content-Encoding %s stored in %s mode, each downloaded once', async (bytesPacked, mode) => {
		const given = await library({ bytesPacked }, mode);
		await expectWhole(given, await run(given));
		expect(await bytesOf(given)).toBe(2);
	});

	test('retries compressed files that break off', async () => {
		const given = await library({ bytesPacked: 'gzip' });
		const time = withoutWaiting();
		await given.account.fault({ method: 'bytes', kind: 'truncate', times: 2 });
		await expectWhole(given, await run(given));
		time.restore();
		expect(await bytesOf(given)).toBe(4);
	});

	test('a picture instead of a video fails without a retry, and the photo succeeds', async () => {
		const given = await library({ videoBytes: 'still' });
		const outputs = await run(given);
		expect(outputs[0].json.error).toBeUndefined();
		expect(outputs[1].json.error).toMatch(/different type of file than requested/);
		expect(outputs[1].binary).toBeUndefined();
		expect(await bytesOf(given)).toBe(2);
	});

	test.each(['few', 'none'] as const)('with %s of the descriptive fields, takes the type from the bytes', async (describedFields) => {
		const given = await library({ describedFields });
		const outputs = await run(given);
		await expectWhole(given, outputs);
		const named = describedFields === 'few';
		expect(outputs.map(({ json }) => json.type)).toEqual(named ? ['photo', 'video'] : [undefined, undefined]);
		expect(outputs.map(({ binary }) => binary!.data.mimeType)).toEqual(['image/jpeg', 'video/mp4']);
		const names = outputs.map(({ binary, json }) => [binary!.data.fileName, json.id]);
		expect(names.map(([name]) => name)).toEqual(
			named ? ['beach.jpg', 'clip.mp4'] : [`${names[0][1]}.jpg`, `${names[1][1]}.mp4`],
		);
	});

	test('removes folders and reserved characters from file names', async () => {
		const given = await library({}, 'filesystem', ['../../etc/passwd', '..\\CON/x:y.mp4']);
		const outputs = await run(given);
		expect(outputs.map(({ binary }) => binary!.data.fileName)).toEqual(['etc_passwd', 'CON_x_y.mp4']);
	});

	test.each([
		['it exceeds the size limit of its database', new UserError('its size of 600 MB exceeds the max size limit of 512 MB')],
		['its disk is full', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
	])('a file that n8n cannot store because %s fails with an n8n error and is not downloaded again', async (_title, reason) => {
		const given = await library({});
		const keeping = jest.spyOn(BinaryDataService.prototype, 'store').mockRejectedValue(reason);
		const outputs = await run(given);
		keeping.mockRestore();
		for (const { json } of outputs) expect(json.error).toMatch(/^n8n could not store the file/);
		expect(await bytesOf(given)).toBe(2);
	});
});

test("the output of a pick comes from the last read before the download, with the video's new status", async () => {
	const given = await library({ videoProcessingSeconds: 60 });
	const time = withoutWaiting({ delay: async () => await given.account.advance(61) });
	const parameters = { ...pickedDownload, options: { maximumWait: 5 } };
	const outputs = await given.engine.run(parameters, { items: [given.session] });
	time.restore();
	expect(outputs.map(({ json }) => json.videoStatus)).toEqual([undefined, 'READY']);
});

test('a video thumbnail is a picture, and the variant Motion fails for a still', async () => {
	const given = await library({ videoBytes: 'still' });
	const motion = download({ variant: 'motion' });
	const [photo, clip] = await given.engine.run(motion, { items: given.items, node: continued });
	expect(photo.json.error).toMatch(/The photo does not contain a video/);
	expect(clip.json.error).toMatch(/different type of file/);
	const thumbnail = download({ variant: 'thumbnail', maxWidth: 16 });
	const outputs = await given.engine.run(thumbnail, { items: given.items });
	expect(outputs.map(({ binary }) => binary!.data.mimeType)).toEqual(['image/jpeg', 'image/jpeg']);
	expect(errorText(await errorOf(given.engine.run(motion, { items: given.items })))).toMatch(/does not contain a video/);
});
