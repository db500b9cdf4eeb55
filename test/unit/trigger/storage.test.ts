/** Storage of the trigger state: renamed nodes, several triggers, and state of earlier versions. */
import type { IPollFunctions } from 'n8n-workflow';
import { saveState, loadState } from '../../../nodes/GooglePhotosTrigger/state';
import type { TriggerState } from '../../../nodes/GooglePhotosTrigger/state';
import { ChangingLibrary } from '../support/changingLibrary';
import { Poller } from '../support/poller';
import { useVirtualClock } from '../support/virtualClock';

const time = useVirtualClock();
const inLibrary = { event: 'newMediaItem', from: 'library' };

/** A workflow whose nodes have names and IDs. Static data is stored by name, as in n8n. */
class Nodes {
	staticData: Record<string, object> = {};
	names: Record<string, string> = {};

	context(id: string): IPollFunctions {
		const name = this.names[id];
		const nodes = Object.fromEntries(Object.entries(this.names).map(([of, called]) => [called, { id: of, name: called }]));
		return {
			workflow: { staticData: this.staticData, nodes },
			getNode: () => ({ id, name }),
			getWorkflowStaticData: () => (this.staticData[`node:${name}`] ??= {}),
		} as unknown as IPollFunctions;
	}

	of(id: string): string | undefined {
		return loadState(this.context(id))?.known;
	}

	keep(id: string, known: string): void {
		saveState(this.context(id), { source: 's', signIn: 'i', known, checkedAt: 0 });
	}
}

test('a renamed node keeps its state', async () => {
	const library = new ChangingLibrary({ page: 4 });
	library.upload(0);
	const poller = new Poller(library, inLibrary);
	await time.clock.until(poller.activate());
	const { id } = library.upload(1);
	poller.rename('Another name');
	expect(await time.clock.until(poller.activate())).toEqual([id]);
	const other = library.upload(2).id;
	poller.rename('Trigger');
	expect(await time.clock.until(poller.activate())).toEqual([other]);
	expect(JSON.stringify(poller.staticData).match(/known/g)).toHaveLength(1);
});

test('two nodes that exchange their names keep their own states', () => {
	const nodes = new Nodes();
	nodes.names = { a: 'A', b: 'B' };
	nodes.keep('a', 'of a');
	nodes.keep('b', 'of b');
	nodes.names = { a: 'B', b: 'A' };
	nodes.keep('b', `${nodes.of('b')}, later`);
	expect(nodes.of('a')).toBe('of a');
	nodes.keep('a', `${nodes.of('a')}, later`);
	expect([nodes.of('a'), nodes.of('b')]).toEqual(['of a, later', 'of b, later']);
	expect(JSON.stringify(nodes.staticData).match(/known/g)).toHaveLength(2);
});

test('a second trigger starts without state; one that replaces another of the same name continues its state', () => {
	const nodes = new Nodes();
	nodes.names = { a: 'A', b: 'B' };
	nodes.keep('a', 'of a');
	expect(nodes.of('b')).toBeUndefined();
	nodes.names = { new: 'A', b: 'B' };
	expect(nodes.of('new')).toBe('of a');
	nodes.keep('new', 'of the new one');
	expect(nodes.of('b')).toBeUndefined();
	expect(JSON.stringify(nodes.staticData).match(/known/g)).toHaveLength(1);
});

test('without access to the workflow, state is stored by node name, as in n8n', () => {
	const data = {};
	const context = (id: string) => ({ getNode: () => ({ id, name: 'A' }), getWorkflowStaticData: () => data }) as never;
	saveState(context('a'), { source: 's', signIn: 'i', known: 'of a', checkedAt: 0 });
	expect(loadState(context('b'))?.known).toBe('of a');
});

test('state of earlier versions is read and moved to the current format', async () => {
	const library = new ChangingLibrary({ page: 4 });
	for (let index = 0; index < 9; index++) library.upload(index);
	const poller = new Poller(library, inLibrary);
	await time.clock.until(poller.activate());
	const memory = poller.memory as TriggerState;
	poller.staticData = { 'node:Trigger': { memory: memory as never } };
	poller.store();
	const { id } = library.upload(time.clock.now());
	expect(await time.clock.until(poller.activate())).toEqual([id]);
	expect(poller.staticData['node:Trigger']).not.toHaveProperty('memory');
});

test('with an unfinished first scan of an album in the state of an earlier version, a new item is found', async () => {
	const library = new ChangingLibrary({ page: 100 });
	for (let index = 0; index < 9; index++) library.album.push(library.upload(index).id);
	const poller = new Poller(library, { event: 'newMediaItem', from: 'album', album: { mode: 'id', value: 'album' } });
	await time.clock.until(poller.activate());
	const memory = { ...(poller.memory as TriggerState), fullScan: { begun: 0, baseline: true }, suspectCount: 12 };
	poller.staticData = { 'node:Trigger': { memory: memory as never } };
	poller.store();
	library.album.push(library.upload(1).id);
	expect(await time.clock.until(poller.activate())).toHaveLength(1);
});
