import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { CREDENTIAL } from '../../../nodes/GooglePhotos/http/credential';
import { inFull, seedBase, seedCount } from '../../support/rings';
import { fakeCaller, fakeRun, newCredentialId } from '../support/caller';
import { BEARER } from '../support/httpErrors';
import { useVirtualClock } from '../support/virtualClock';
import { BinaryStore, sha256Of } from './binaryStore';
import type { StoredContent } from './binaryStore';
import { DAMAGED, Library } from './library';
import { Network } from './network';
import { Random } from './random';
import { uploadFiles } from '../support/operations';

/**
 * Under random network faults each file outputs one media item or one error. A seed determines one execution with all
 * its files and faults; rings.ts says how to repeat a seed.
 */
const FILES = 30;
const MEBIBYTE = 1024 * 1024;

const time = useVirtualClock();

interface TestFile {
	content: StoredContent;
	sha256: string;
	name: string;
	album: string;
	/** whether it can become a media item */
	good: boolean;
}

interface Scene {
	seed: number;
	library: Library;
	network: Network;
	store: BinaryStore;
	run: OperationContext;
	/** in the order of the outputs */
	files: TestFile[];
	/** for each file, the index of its input item */
	itemOf: number[];
	/** hints that the user got besides the outputs */
	hints: string[];
	/** whether another execution uses the same account at the same time */
	shared: boolean;
}

function contentOf(random: Random, name: string, large: boolean): StoredContent {
	const head = Buffer.alloc(random.int(30, 4000), `\u0001content of ${name} `);
	return { head, size: large ? 50 * MEBIBYTE + random.int(1, 5 * MEBIBYTE) : head.length };
}

/** @param beside an execution that uses the same account at the same time */
function sceneOf(seed: number, beside?: Scene): Scene {
	const random = new Random(seed);
	const library = beside?.library ?? new Library();
	if (!beside) library.google.albums.push({ id: 'before', title: 'There before' });
	const store = beside?.store ?? new BinaryStore();
	const trouble = random.pick([0, 0.05, 0.15, 0.3]);
	const network =
		beside?.network ?? new Network(library, time.clock, random, { trouble, endings: random.chance(0.5) });
	const files: TestFile[] = [];
	const items: INodeExecutionData[] = [];
	const itemOf: number[] = [];
	const large = seed % 10 === 0 ? random.int(0, FILES - 1) : -1;
	while (files.length < FILES) {
		const album = random.pick(['', 'There before', 'New', 'Another new']);
		const binary: INodeExecutionData['binary'] = {};
		const ofItem = Math.min(random.int(1, 3), FILES - files.length);
		for (let field = 0; field < ofItem; field++) {
			const number = files.length;
			const name = `${number}.jpg`;
			const twin = number > 0 && random.chance(0.1) ? random.pick(files) : undefined;
			const content = twin?.content ?? contentOf(random, `${seed}/${number}`, number === large);
			const damaged = !twin && number !== large && random.chance(0.05);
			if (damaged) content.head.write(DAMAGED);
			const sha256 = twin?.sha256 ?? sha256Of(content);
			binary[`file${field}`] = store.add(content, name, 'image/jpeg');
			files.push({ content, sha256, name, album, good: twin?.good ?? !damaged });
			itemOf.push(items.length);
		}
		items.push({ json: { album }, binary });
	}
	const credentialId = beside?.run.n8n.getNode().credentials?.[CREDENTIAL].id ?? newCredentialId();
	const caller = fakeCaller({ credentialId });
	Object.assign(caller.helpers, network.helpers, store.helpers);
	const parameters: IDataObject = { options: { parallelUploads: random.int(1, 10) } };
	const hints: string[] = [];
	const run = {
		...fakeRun(caller, parameters, items),
		hint: (message: string) => void hints.push(message),
		continueOnFail: random.chance(0.7),
		parameter: <T>(name: string, position: number, fallback: T) =>
			(name === 'album' ? { mode: 'title', value: items[position].json.album } : (parameters[name] ?? fallback)) as T,
	} as OperationContext;
	time.clock.random = random.next;
	return { seed, library, network, store, run, files, itemOf, hints, shared: beside !== undefined };
}

/** Runs a scene to its end. */
async function play(scene: Scene): Promise<{ outputs?: INodeExecutionData[]; error?: Error & { description?: string } }> {
	return await time.clock.until(
		uploadFiles(scene.run).then(
			(outputs) => ({ outputs }),
			(error: Error) => ({ error }),
		),
	);
}

/** @returns descriptions of what is wrong; an empty list if nothing is */
function complaints(scene: Scene, { outputs, error }: Awaited<ReturnType<typeof play>>): string[] {
	const { library, network, store } = scene;
	const said: string[] = [];
	const complain = (about: boolean, text: string) => about && said.push(text);
	complain(network.mostWrites > 1, `${network.mostWrites} writes at once`);
	complain(network.createdAgain.length > 0, `created again: ${network.createdAgain.join(', ')}`);
	complain(store.open > 0, `${store.open} streams left open`);
	for (const host of network.bearerHosts) complain(host !== 'photoslibrary.googleapis.com', `the token went to ${host}`);
	for (const { id, title } of library.google.albums) {
		const entries = library.google.entriesOf(id);
		complain(new Set(entries).size < entries.length, `the album "${title}" has something twice`);
	}
	const titles = library.google.albums.map(({ title }) => title);
	complain(new Set(titles).size < titles.length, `albums twice: ${titles.join(', ')}`);
	if (outputs) said.push(...complaintsAboutOutputs(scene, outputs));
	else said.push(...complaintsAboutStop(scene, error));
	return said;
}

function complaintsAboutOutputs(scene: Scene, outputs: INodeExecutionData[]): string[] {
	const { library, network, files, itemOf } = scene;
	const said: string[] = [];
	if (outputs.length !== files.length) return [`${files.length} files, but ${outputs.length} outputs`];
	const ids = new Set<unknown>();
	outputs.forEach((output, index) => {
		const { sha256, name, album, good } = files[index];
		const entry = library.entries.get(sha256);
		const about = `${name}: `;
		if ((output.pairedItem as { item: number }).item !== itemOf[index]) said.push(`${about}paired with another item`);
		if (output.error) {
			const text = `${output.error.message} ${output.error.description ?? ''}`;
			if (text.includes(BEARER)) said.push(`${about}the token is in the error`);
			if (!text.includes(`[item ${itemOf[index]}]`)) said.push(`${about}the error names no item: ${text}`);
			if (good && network.faults === 0) said.push(`${about}failed although nothing went wrong: ${text}`);
			return;
		}
		ids.add(output.json.id);
		if (!good) said.push(`${about}is damaged, but succeeded`);
		if (output.json.id !== entry?.id) said.push(`${about}succeeded, but is not in the library`);
		if (output.json.sha256 !== sha256) said.push(`${about}has another hash`);
		const inAlbum = library.google.albums.find(({ title }) => title === album);
		if (album && !(inAlbum && library.google.entriesOf(inAlbum.id).includes(output.json.id as string))) said.push(`${about}is not in its album`);
	});
	const unknown = [...library.entries.values()].filter(({ id }) => !ids.has(id));
	for (const { sha256, fileName } of scene.shared ? [] : unknown) {
		const own = outputs.filter((_, index) => files[index].sha256 === sha256);
		const told = own.some(({ error }) => error?.message.includes('may be in the library'));
		if (!told) said.push(`${fileName} is in the library, and no error says that it may be`);
	}
	if (unknown.length > 0 && network.repliesLost === 0 && !scene.shared) {
		said.push(`in the library without a success: ${unknown.map(({ fileName }) => fileName).join(', ')}`);
	}
	return [...said, ...complaintsAboutOrder(scene, outputs)];
}

/** Album order is input order, except for files that have a twin with the same bytes, or if a hint says otherwise. */
function complaintsAboutOrder({ library, files, hints }: Scene, outputs: INodeExecutionData[]): string[] {
	if (hints.some((hint) => hint.includes('input order'))) return [];
	const order = new Map(outputs.filter(({ error }) => !error).map(({ json }, index) => [json.id as string, index]));
	const twins = files.map(({ sha256 }) => sha256).filter((hash, index, all) => all.indexOf(hash) !== index);
	const unique = new Set(
		[...library.entries.values()].filter(({ sha256 }) => !twins.includes(sha256)).map(({ id }) => id),
	);
	return library.google.albums.flatMap(({ id, title }) => {
		const indexes = library.google.entriesOf(id).filter((id) => unique.has(id) && order.has(id)).map((id) => order.get(id) as number);
		const sorted = [...indexes].sort((one, other) => one - other);
		return indexes.join() === sorted.join() ? [] : [`the album "${title}" has another order: ${indexes.join()}`];
	});
}

/** For an execution that ended with an error: the error says what is in the library nevertheless. */
function complaintsAboutStop({ library, network, shared }: Scene, error?: Error & { description?: string }): string[] {
	const text = `${error?.message} ${error?.description ?? ''}`;
	if (text.includes(BEARER)) return ['the token is in the error'];
	if (shared) return [];
	if (library.entries.size > 0 && text.includes('No file of this run is in the library')) return ['files are in the library, and the error says that none is'];
	if (network.repliesLost > 0) {
		const counts = /(?:from this run: (?<made>.*?)(?: and (?<others>\d+) more)?\. )?(?:(?<unsure>\d+) files? may be|Running it again creates no second copies)/.exec(text)?.groups;
		const told = (counts?.made?.split(', ').length ?? 0) + Number(counts?.others ?? 0) + Number(counts?.unsure ?? 0);
		return told < library.entries.size ? [`${library.entries.size} in the library, but ${told} told: ${text}`] : [];
	}
	const told = /In the library from this run: (.*?)\. Running it again creates no second copies/.exec(text)?.[1] ?? '';
	const more = Number(/and (\d+) more/.exec(told)?.[1] ?? 0);
	const names = new Set(told.match(/\d+\.jpg/g));
	const inLibrary = [...library.entries.values()];
	const missing = inLibrary.filter(({ fileName }) => !names.has(fileName));
	return missing.length > more ? [`in the library, but not told: ${missing.map(({ fileName }) => fileName).join(', ')} (${text})`] : [];
}

test(`${seedCount} executions with ${FILES} files under random faults lose no file and add none twice`, async () => {
	const found: string[] = [];
	let faults = 0;
	let outOfOrder = 0;
	for (let seed = seedBase; seed < seedBase + seedCount; seed++) {
		const scene = sceneOf(seed);
		const said = complaints(scene, await play(scene));
		faults += scene.network.faults;
		if (scene.hints.some((hint) => hint.includes('input order'))) outOfOrder++;
		if (said.length > 0) found.push(`seed ${seed}: ${said.join('; ')}`);
	}
	expect(found).toEqual([]);
	// faults did occur: six per execution on average
	if (seedCount >= 100) expect(faults).toBeGreaterThan((inFull ? 5 : 2) * seedCount);
	// none in 8,000 seeds
	expect(outOfOrder).toBeLessThan(Math.max(seedCount / 50, 3));
}, 600_000);

test('two concurrent executions of one account send one write at a time, and each file has its own result', async () => {
	const found: string[] = [];
	for (let seed = seedBase; seed < seedBase + Math.ceil(seedCount / 10); seed++) {
		const one = sceneOf(seed);
		const other = { ...sceneOf(seed + 1_000_000, one) };
		one.shared = true;
		const [ofOne, ofOther] = await Promise.all([play(one), play(other)]);
		const said = [...complaints(one, ofOne), ...complaints(other, ofOther)];
		if (said.length > 0) found.push(`seed ${seed}: ${said.join('; ')}`);
	}
	expect(found).toEqual([]);
}, 600_000);
