import { createHash } from 'node:crypto';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import type { OperationContext } from '../../../nodes/GooglePhotos/execution/context';
import { inFull, seedBase, seedCount } from '../../support/rings';
import { fakeCaller, fakeRun } from '../support/caller';
import { BEARER } from '../support/httpErrors';
import { useVirtualClock } from '../support/virtualClock';
import { BinaryStore } from './binaryStore';
import { Library } from './library';
import { Network } from './network';
import { Random } from './random';
import { downloadFiles } from '../support/operations';

/** Under random network faults each media item outputs its whole file or one error. See upload.test.ts. */
const MEDIA_ITEMS = 30;

const time = useVirtualClock();

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function complaintsOf(seed: number): Promise<{ said: string[]; faults: number }> {
	const random = new Random(seed);
	const library = new Library();
	const bytes = new Map<string, Buffer>();
	for (let number = 0; number < MEDIA_ITEMS; number++) {
		const id = `item${number}`;
		const content = Buffer.alloc(random.int(1, 20_000), `content ${number} `);
		library.entries.set(id, { id, sha256: id, fileName: `${number}.jpg` });
		bytes.set(id, content);
	}
	const store = new BinaryStore();
	const network = new Network(library, time.clock, random, {
		trouble: random.pick([0, 0.05, 0.15, 0.3]),
		endings: random.chance(0.3),
		bytesOf: (id) => bytes.get(id) as Buffer,
	});
	const wanted = Array.from({ length: MEDIA_ITEMS }, () => (random.chance(0.05) ? 'unknown' : `item${random.int(0, MEDIA_ITEMS - 1)}`));
	const caller = fakeCaller();
	Object.assign(caller.helpers, network.helpers, store.helpers);
	const run = {
		...fakeRun(caller, {}, wanted.map((id) => ({ json: { id } }))),
		parameter: <T>(name: string, position: number, fallback: T) =>
			(name === 'mediaItem' ? { mode: 'id', value: wanted[position] } : fallback) as T,
	} as OperationContext;
	time.clock.random = random.next;

	const outputs = await time.clock.until(downloadFiles(run));
	const said: string[] = [];
	const complain = (about: boolean, text: string) => about && said.push(text);
	complain(outputs.length !== wanted.length, `${wanted.length} media items, but ${outputs.length} outputs`);
	const hosts = ['photoslibrary.googleapis.com', 'lh3.googleusercontent.com'];
	for (const host of network.bearerHosts) complain(!hosts.includes(host), `the token went to ${host}`);
	outputs.forEach((output, index) => said.push(...complaintsAbout(output, wanted[index], index)));
	return { said, faults: network.faults };

	function complaintsAbout(output: INodeExecutionData, id: string, index: number): string[] {
		if ((output.pairedItem as { item: number }).item !== index) return [`${id}: paired with another item`];
		if (!output.error) {
			const file = output.binary?.data as IBinaryData;
			const whole = store.hashes.get(file.id as string) === hashOf(bytes.get(id) ?? Buffer.alloc(0));
			return [...(whole ? [] : [`${id}: not its bytes`]), ...(output.json.id === id ? [] : [`${id}: another id`])];
		}
		const text = `${output.error.message} ${output.error.description ?? ''}`;
		if (text.includes(BEARER)) return [`${id}: the token is in the error`];
		if (!text.includes(`[item ${index}]`)) return [`${id}: the error names no item: ${text}`];
		return id !== 'unknown' && network.faults === 0 ? [`${id}: failed although nothing went wrong: ${text}`] : [];
	}
}

test(`${seedCount} executions with ${MEDIA_ITEMS} media items under random faults output whole files or errors`, async () => {
	const found: string[] = [];
	let faults = 0;
	for (let seed = seedBase; seed < seedBase + seedCount; seed++) {
		const result = await complaintsOf(seed);
		faults += result.faults;
		if (result.said.length > 0) found.push(`seed ${seed}: ${result.said.join('; ')}`);
	}
	expect(found).toEqual([]);
	// faults did occur
	if (seedCount >= 100) expect(faults).toBeGreaterThan((inFull ? 3 : 1) * seedCount);
}, 600_000);
