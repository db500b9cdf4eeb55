/**
 * What an agent's model receives when the node is its tool. n8n runs tools in two ways: for an agent of version 3 the
 * engine runs the node; everything else calls `execute`, which bypasses the custom operations.
 */
import type { IDataObject, INode } from 'n8n-workflow';
import type { AccountRequest } from '../../../tools/emulator/control-client.mts';
import { newAccount } from '../../support/account';
import { Engine } from '../../support/engine';
import { album, errorOf } from '../../support/files';
import { withoutWaiting } from '../../support/instantClock';
import type { PassedTime } from '../../support/instantClock';
import { finished, pickable, picker, sessions } from '../../support/picker';
import { seedAlbums, seedPictures } from '../../support/seed';

const mediaItems = (more: IDataObject): IDataObject => ({ resource: 'mediaItem', operation: 'getAll', ...more });
const albums = (more: IDataObject = {}): IDataObject => ({ resource: 'album', operation: 'getAll', ...more });
const mediaItem = (operation: string, value: unknown, more: IDataObject = {}): IDataObject => ({
	resource: 'mediaItem',
	operation,
	mediaItem: { __rl: true, mode: 'id', value } as IDataObject,
	...more,
});

let time: PassedTime;
beforeEach(() => {
	time = withoutWaiting();
});
afterEach(() => time.restore());

type Way = (engine: Engine, form: IDataObject, node?: Partial<INode>) => Promise<string>;

const ways: Array<[string, Way]> = [
	['n8n\'s engine runs it', async (engine, form, node) => await engine.answerForAgent(form, node)],
	[
		'`execute` is called',
		async (engine, form, node) => {
			try {
				const items = await engine.runAsTool(form, { json: {} }, node);
				return JSON.stringify(items.map(({ json }) => json));
			} catch (error) {
				return JSON.stringify({ error: (error as Error).message });
			}
		},
	],
];

/** n8n 2.x's engine makes an error an item, n8n 1.x's does not. */
const errorIn = (said: string) => [JSON.parse(said) as { error: string } | Array<{ error: string }>].flat()[0];

async function fresh(request?: AccountRequest) {
	const account = await newAccount(request);
	return { account, engine: await Engine.for(account) };
}

describe.each(ways)('where %s', (_way, answer) => {
	test.each<[string, IDataObject]>([
		['albums', albums()],
		['media items', mediaItems({ from: 'library' })],
		['media items of filters', mediaItems({ from: 'filters', filters: { mediaType: 'VIDEO' } })],
	])('without any %s, the answer says that none was found', async (_what, form) => {
		const { engine } = await fresh();
		const [said, ...more] = JSON.parse(await answer(engine, form)) as IDataObject[];
		expect(more).toEqual([]);
		expect(said).toEqual({ results: 0, note: expect.stringMatching(/^Nothing was found\. Google shows an app only/) });
	});

	test.each(['waitForSelection', 'getAll', 'download'])('without picks, the answer of %s says so', async (operation) => {
		const library = await pickable(0);
		const { json } = await finished(library, []);
		const form = picker(operation, { sessionId: json.id, items: 'all' });
		expect(JSON.parse(await answer(library.engine, form))).toEqual([
			{ results: 0, note: expect.stringMatching(/^Nothing was found\. Nothing was picked/) },
		]);
	});

	test.each<[string, IDataObject, RegExp]>([
		['a date', mediaItems({ from: 'filters', filters: { dates: { values: [{ date: 'last summer' }] } } }), /2026/],
		['an album', mediaItems({ from: 'album', ...album('title', 'Nowhere') }), /Album: Get or Create/],
		['a media item', mediaItem('get', 'x'.repeat(98)), /Check the ID/],
		['a session', picker('waitForSelection', { sessionId: 'https://photos.google.com/picker/1' }), /Enter the 'id'/],
	])('the error about %s says what to do', async (_what, form, says) => {
		const { engine } = await fresh();
		const { error } = errorIn(await answer(engine, form));
		expect(error).toMatch(says);
		expect(error).not.toContain('[item');
	});

	test('with On Error: Continue, the answer contains the error too', async () => {
		const { engine } = await fresh();
		const continueOnFail: Partial<INode> = { onError: 'continueRegularOutput' };
		for (const form of [mediaItem('get', 'x'.repeat(98)), mediaItems({ from: 'album', ...album('title', 'Nowhere') })]) {
			expect(errorIn(await answer(engine, form, continueOnFail))).toEqual({ error: expect.stringMatching(/Check the ID|Get or Create/) });
		}
	});

	test('many results are truncated with a note, and Google is not asked for the rest', async () => {
		const { account, engine } = await fresh();
		await seedAlbums(account, 620);
		const said = JSON.parse(await answer(engine, albums({ returnAll: true }))) as IDataObject[];
		expect(said.length).toBeGreaterThan(50);
		expect(said.at(-1)?.leftOut).toMatch(`first ${said.length - 1} results are here, and there may be more`);
		expect((await account.counts()).byMethod['albums.list']).toBe(2);
		const ofLimit = JSON.parse(await answer(engine, albums({ limit: 10 }))) as IDataObject[];
		expect(ofLimit).toHaveLength(11);
		expect(ofLimit.at(-1)).toEqual({ leftOut: expect.stringMatching(/first 10 results/) });
	});

	test('results that are too long are truncated with a note', async () => {
		const { account, engine } = await fresh();
		await seedPictures(account, 90, undefined, 'A long description. '.repeat(40));
		const said = await answer(engine, mediaItems({ from: 'library', returnAll: true }));
		expect(said.length).toBeLessThanOrEqual(30_000);
		expect(said.length).toBeGreaterThan(28_000);
		const items = JSON.parse(said) as IDataObject[];
		expect(items.at(-1)?.leftOut).toBe(
			`Only the first ${items.length - 1} of 90 results are here, since all would be too long. None of those left out failed.`,
		);
	});

	test('names the operations that there are if the model gives another one', async () => {
		const { engine } = await fresh();
		const { error } = errorIn(await answer(engine, { resource: 'album', operation: 'delete' }));
		expect(error).toMatch(/^There is no operation "delete" of "album"\. Use one of the operations of "album": .*getOrCreate/);
	});

	test('waits half a minute for a selection, then answers that the user has to pick first', async () => {
		const library = await pickable(1);
		const [{ json }] = await sessions(library.engine, 1);
		const { error } = errorIn(await answer(library.engine, picker('waitForSelection', { sessionId: json.id })));
		expect(error).toMatch(/^The user has not finished picking within 'Maximum Wait': picking session ".*"\. Open the 'pickerUri'/);
		// The emulator's sessions ask for one poll a second.
		expect((await library.account.counts()).byMethod['sessions.get']).toBe(31);
	});

	test('rejects several ids for one item before anything is sent', async () => {
		const { account, engine } = await fresh();
		const { ids } = await seedPictures(account, 2);
		await account.resetRequests();
		const several = ids.join(', ');
		const forms = [mediaItem('get', several), mediaItem('download', several), mediaItem('update', several, { description: '' })];
		for (const form of [...forms, { resource: 'album', operation: 'get', ...album('id', several) }]) {
			expect(errorIn(await answer(engine, form)).error).toMatch(/^'(Media Item|Album)' contains several IDs or URLs.* Enter one for each input item, or for each call/);
		}
		expect(await account.requests()).toEqual([]);
	});

	test('the answer for a downloaded file says that the model cannot see it', async () => {
		const { account, engine } = await fresh();
		const { ids } = await seedPictures(account, 1);
		const said = JSON.parse(await answer(engine, mediaItem('download', ids[0]))) as unknown[];
		expect(said.flat()).toEqual([expect.objectContaining({ id: ids[0], note: expect.stringContaining('You cannot see') })]);
	});
});

test('in a workflow, results are complete and have no notes', async () => {
	const { account, engine } = await fresh();
	expect(await engine.run(albums({ returnAll: true }))).toEqual([]);
	await seedAlbums(account, 120);
	expect(await engine.run(albums({ returnAll: true }))).toHaveLength(120);
	const error = await errorOf(engine.run(mediaItems({ from: 'album', ...album('title', 'Nowhere') })));
	expect(error.message).toBe('There is no album with that title: album "Nowhere" [item 0]. Check the title, or use \'Album: Get or Create\'.');
});
