import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { samplesFolder, sampleNames } from '../../tools/demo/samples.mts';
import { type Execution, ExecutionFailed, itemsOf } from '../../tools/n8n/execution.mts';
import { type SharedN8n, sharedN8n } from '../support/sharedN8n.mts';
import { chain, manualTrigger, photos, readFiles, type Step } from '../support/workflow.mts';

const MINUTES = 60_000;

let n8n: SharedN8n;
let pictures: string;

beforeAll(async () => {
	n8n = await sharedN8n();
	pictures = join(n8n.folder, 'pictures');
	await mkdir(pictures);
	const names = (await sampleNames()).filter((name) => name.endsWith('.jpg')).slice(0, 3);
	for (const [index, name] of names.entries()) {
		await copyFile(join(samplesFolder, name), join(pictures, `${index}.jpg`));
	}
}, 15 * MINUTES);

async function run(id: string, steps: Step[]): Promise<Execution> {
	return await n8n.run(chain(id, [manualTrigger, ...steps]));
}

const title = (value: string) => ({ __rl: true, mode: 'title', value });
const id = (value: string) => ({ __rl: true, mode: 'id', value });

test('every operation works in a workflow', async () => {
	const account = await n8n.connect();
	const node = (name: string, parameters: Record<string, unknown>) => photos(name, account.id, parameters);
	const execution = await run('operations', [
		node('Create', { resource: 'album', operation: 'create', title: 'Made' }),
		node('Get or Create', { resource: 'album', operation: 'getOrCreate', title: 'Made' }),
		node('Get', { resource: 'album', operation: 'get', album: title('Made') }),
		readFiles(`${pictures}/*.jpg`),
		node('Upload', { resource: 'mediaItem', operation: 'upload', album: title('Made') }),
		node('Get Item', { resource: 'mediaItem', operation: 'get', mediaItem: id('={{ $json.id }}') }),
		node('Update', { resource: 'mediaItem', operation: 'update', mediaItem: id('={{ $json.id }}'), description: 'Seen' }),
		node('Download', {
			resource: 'mediaItem',
			operation: 'download',
			mediaItem: id('={{ $json.id }}'),
			options: { fileName: '={{ "Seen " + $json.filename.replace(".jpg", ".png") }}' },
		}),
		node('Remove', { resource: 'album', operation: 'removeMediaItems', album: title('Made'), mediaItem: id('={{ $json.id }}') }),
		node('Add', { resource: 'album', operation: 'addMediaItems', album: title('Made'), mediaItem: id('={{ $json.mediaItemId }}') }),
		{ ...node('Text', { resource: 'album', operation: 'addEnrichment', album: title('Made'), text: 'The first day' }), executeOnce: true },
		{ ...node('Rename', { resource: 'album', operation: 'update', album: title('Made'), newTitle: 'Renamed' }), executeOnce: true },
		{ ...node('List', { resource: 'mediaItem', operation: 'getAll', from: 'album', album: title('Renamed'), returnAll: true }), executeOnce: true },
		{ ...node('Found', { resource: 'mediaItem', operation: 'getAll', from: 'filters', filters: { mediaType: 'PHOTO' } }), executeOnce: true },
		{ ...node('Albums', { resource: 'album', operation: 'getAll', returnAll: true }), executeOnce: true },
	]);

	const uploaded = itemsOf(execution, 'Upload').map(({ json }) => json.id);
	expect(uploaded).toHaveLength(3);
	expect(itemsOf(execution, 'Upload').map(({ json }) => Object.keys(json).length)).toEqual([10, 10, 10]);
	expect(itemsOf(execution, 'Get or Create')[0]?.json).toMatchObject({ title: 'Made', created: false });
	expect(itemsOf(execution, 'Get')[0]?.json).toMatchObject({ title: 'Made', isWriteable: true });
	expect(itemsOf(execution, 'Get Item').map(({ json }) => json.id)).toEqual(uploaded);
	expect(itemsOf(execution, 'Download').map(({ binary }) => binary?.data?.fileName)).toEqual([
		'Seen 0.jpg',
		'Seen 1.jpg',
		'Seen 2.jpg',
	]);
	expect(itemsOf(execution, 'Remove').map(({ json }) => json.removed)).toEqual([true, true, true]);
	expect(itemsOf(execution, 'Add').map(({ json }) => json.added)).toEqual([true, true, true]);
	expect(itemsOf(execution, 'Text')[0]?.json).toMatchObject({ type: 'text' });
	expect(itemsOf(execution, 'List').map(({ json }) => json.id)).toEqual(uploaded);
	expect(itemsOf(execution, 'Albums')).toMatchObject([{ json: { title: 'Renamed', mediaItemsCount: '3' } }]);
	expect(itemsOf(execution, 'Update').map(({ json }) => json.description)).toEqual(['Seen', 'Seen', 'Seen']);
	expect(itemsOf(execution, 'Found').map(({ json }) => json.id).sort()).toEqual([...uploaded].sort());
	const { albums, mediaItems } = await account.library();
	expect(albums).toHaveLength(1);
	expect(mediaItems).toHaveLength(3);
	const first = mediaItems.find((item) => item.id === uploaded[0]);
	expect(Buffer.from(await account.original(first?.id ?? ''))).toEqual(await readFile(join(pictures, '0.jpg')));
}, 15 * MINUTES);

test('uploads bytes first, and creates media items later', async () => {
	const account = await n8n.connect();
	const execution = await run('tokens', [
		readFiles(`${pictures}/*.jpg`),
		photos('Bytes', account.id, { resource: 'mediaItem', operation: 'uploadBytes' }),
		photos('Create Items', account.id, {
			resource: 'mediaItem',
			operation: 'createFromTokens',
			uploadToken: '={{ $json.uploadToken }}',
			fileName: '={{ $json.fileName }}',
			album: title('Later'),
			simplify: false,
		}),
	]);
	const created = itemsOf(execution, 'Create Items').map(({ json }) => json);
	expect(created.map(({ filename, albumTitle }) => [filename, albumTitle])).toEqual([
		['0.jpg', 'Later'],
		['1.jpg', 'Later'],
		['2.jpg', 'Later'],
	]);
	const { albums } = await account.library();
	expect(albums[0]?.entries).toEqual(created.map(({ id: mediaItemId }) => ({ mediaItemId })));
	expect(created.map(({ id: made, mediaItem }) => (mediaItem as { id?: string }).id === made)).toEqual([true, true, true]);
}, 15 * MINUTES);

test('a file that is not a picture: Stop Workflow names it and sends nothing, and the error output receives only that file', async () => {
	const account = await n8n.connect();
	await writeFile(join(pictures, '1-notes.txt'), 'not a picture');
	const upload = (settings = {}) =>
		photos('Upload', account.id, { resource: 'mediaItem', operation: 'upload' }, settings);

	const stopped = await run('stop', [readFiles(`${pictures}/*`), upload()]).catch((error) => error);
	expect(stopped).toBeInstanceOf(ExecutionFailed);
	const { error } = (stopped as ExecutionFailed).execution.data.resultData;
	expect(error?.message).toMatch(/neither a photo nor a video: file "1-notes\.txt".*\[item \d\]/);
	expect(error?.description).toMatch(/Parameter: 'Files'/);
	expect(await account.requests()).toEqual([]);

	const execution = await run('error-output', [
		readFiles(`${pictures}/*`),
		upload({ onError: 'continueErrorOutput' }),
	]);
	expect(itemsOf(execution, 'Upload', 0)).toHaveLength(3);
	expect(itemsOf(execution, 'Upload', 1)).toMatchObject([
		{ json: { error: expect.stringMatching(/1-notes\.txt/) } },
	]);
	expect((await account.library()).mediaItems).toHaveLength(3);
}, 15 * MINUTES);

test('an expired token is refreshed once and saved, and a revoked one tells the user to reconnect', async () => {
	const account = await n8n.connect();
	const albums = [photos('Albums', account.id, { resource: 'album', operation: 'getAll' })];
	await account.expireAccess();
	await run('expired', albums);
	await run('expired', albums);
	const methods = (await account.requests()).map(({ method }) => method);
	expect(methods.filter((method) => method === 'token')).toHaveLength(1);

	await account.revoke();
	const failed = (await run('expired', albums).catch((error) => error)) as ExecutionFailed;
	const { error } = failed.execution.data.resultData;
	expect(error?.message).toMatch(/no longer accepts the sign-in/);
	expect(error?.description).toMatch(/sign in with Google again/);
}, 15 * MINUTES);
