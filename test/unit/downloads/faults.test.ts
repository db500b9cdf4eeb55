import fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';
import type { MediaItem } from '../../../nodes/GooglePhotos/api/mediaItem';
import { errorText } from '../../support/errorText';
import { MINUTE, SECOND, useVirtualClock } from '../support/virtualClock';
import { batchGetFault, bytesFault, bytesOf, forBytes, MediaHost } from '../support/mediaHost';
import type { MediaFault } from '../support/mediaHost';
import { downloadFiles } from '../support/operations';

const time = useVirtualClock();
const ids = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);

function whole(host: MediaHost, output: INodeExecutionData): boolean {
	return host.content(output) === bytesOf(String(output.json.id), 'd').toString();
}

/** Every fault: whether it is transient, and the error text if it lasts. */
const faults: Array<[MediaFault, passes: boolean, says: RegExp]> = [
	['refused', true, /could not be reached/],
	['reset', true, /connection .* was lost/],
	['breaks off', true, /connection .* was lost.*broke off/],
	['ends early', true, /connection .* was lost.*broke off/],
	['silent', true, /connection .* was lost.*Nothing more of the file came for 120 seconds/],
	['web page', true, /omething other than the file arrived.*web page/],
	['empty', true, /omething other than the file arrived.*empty/],
	[400, false, /did not accept the request/],
	[401, false, /did not accept the access token/],
	[403, false, /refused access/],
	[404, false, /could not find/],
	[408, true, /connection .* was lost/],
	[409, true, /another change/],
	[410, false, /could not find/],
	[416, false, /did not accept the request/],
	[429, true, /is refusing downloads for now.*75,000/],
	[500, true, /could not process/],
	[502, true, /could not process/],
	[503, true, /could not process/],
	[504, true, /could not process/],
];

describe.each(faults)('the download fault "%s"', (fault, passes, says) => {
	test('is retried if it is transient or 403, and reported otherwise, when it occurs once', async () => {
		const host = new MediaHost();
		host.fault = bytesFault((n) => (n === 0 ? fault : undefined));
		const [output] = await time.clock.until(downloadFiles(host.run(ids(1))));
		if (passes || fault === 403) expect(whole(host, output)).toBe(true);
		else expect(errorText(output.error as Error)).toMatch(says);
		expect(host.fetches).toHaveLength(passes || fault === 403 ? 2 : 1);
	});

	test('fails only its own item, with an error that explains it and without a file, when it lasts', async () => {
		const host = new MediaHost();
		host.fault = bytesFault((_, id) => (id === 'id1' ? fault : undefined));
		const outputs = await time.clock.until(downloadFiles(host.run(ids(3))));
		expect(errorText(outputs[1].error as Error)).toMatch(says);
		expect(outputs[1]).toEqual({ json: {}, error: expect.anything(), pairedItem: { item: 1 } });
		expect([outputs[0], outputs[2]].map((output) => whole(host, output))).toEqual([true, true]);
	});
});

test.each([
	['refused', /could not be reached/],
	['reset', /connection .* was lost/],
	['web page', /not have the format of the Google Photos API/],
	// each item was requested alone in the end, since one of them could have been the cause
	[400, /did not accept the request: "id2" \[item 2\]\. Google says: /],
	[401, /did not accept the access token/],
	[403, /refused access/],
	[429, /too many requests/],
	[500, /could not process/],
	[503, /could not process/],
] as Array<[MediaFault, RegExp]>)('the lasting batchGet fault "%s" causes an error for each item of the batch', async (fault, says) => {
	const host = new MediaHost();
	host.fault = batchGetFault(() => fault);
	const outputs = await time.clock.until(downloadFiles(host.run(ids(3))));
	expect(outputs.map(({ error }) => (error as Error).message)).toEqual(
		[0, 1, 2].map((item) => expect.stringMatching(new RegExp(`"id${item}" \\[item ${item}\\]\\. .`))),
	);
	expect(errorText(outputs[2].error as Error)).toMatch(says);
	expect(host.fetches).toEqual([]);
});

test('a reply without Content-Length is accepted if it ends cleanly', async () => {
	const host = new MediaHost();
	host.fault = bytesFault(() => 'no length');
	const [output] = await time.clock.until(downloadFiles(host.run(ids(1))));
	expect(whole(host, output)).toBe(true);
});

test('an incomplete download is retried with a new base URL, a 503 with the same base URL', async () => {
	const host = new MediaHost();
	host.fault = bytesFault((n) => (['breaks off', 503, 'ends early'] as MediaFault[])[n]);
	await time.clock.until(downloadFiles(host.run(ids(1))));
	expect(host.fetches).toHaveLength(4);
	expect(host.batchGets).toHaveLength(3);
});

test('a body without data times out after 2 minutes, or after Request Options > Timeout', async () => {
	for (const [settings, longest] of [[{}, 2 * MINUTE], [{ timeout: 10 * SECOND }, 10 * SECOND]] as const) {
		const host = new MediaHost();
		host.fault = bytesFault((n) => (n === 0 ? 'silent' : undefined));
		const start = time.clock.elapsed;
		const [output] = await time.clock.until(downloadFiles({ ...host.run(ids(1)), settings }));
		expect(whole(host, output)).toBe(true);
		expect(time.clock.elapsed - start).toBeGreaterThanOrEqual(longest);
		expect(time.clock.elapsed - start).toBeLessThan(1.25 * longest + 5 * SECOND);
	}
});

test('a lasting 429 ends the execution within 25 minutes, and the remaining items are not sent', async () => {
	const host = new MediaHost();
	host.fault = bytesFault(() => 429);
	const outputs = await time.clock.until(downloadFiles(host.run(ids(120))));
	expect(time.clock.elapsed).toBeLessThan(25 * MINUTE);
	expect(errorText(outputs[0].error as Error)).toMatch(/refusing downloads for now.*midnight Pacific/);
	expect(errorText(outputs[119].error as Error)).toMatch(/^Not sent: .*\[item 119\]/);
	expect(host.batchGets.length).toBeLessThanOrEqual(2);
});

const stillProcessing = (item: MediaItem) => ({
	mediaItem: { ...item, mediaMetadata: { video: { status: 'PROCESSING' } } },
});

test('a cancelled execution ends within one second in every phase of a download', async () => {
	for (const fault of ['silent', 429, 503, undefined] as Array<MediaFault | undefined>) {
		const cancel = new AbortController();
		const host = new MediaHost();
		host.fault = bytesFault(() => fault);
		if (fault === undefined) host.describe = stillProcessing;
		const run = host.run(ids(60), { options: { waitForProcessing: 600 } }, { signal: cancel.signal });
		const outcome = downloadFiles(run);
		await time.clock.pass(5 * SECOND);
		const start = time.clock.elapsed;
		cancel.abort();
		const outputs = await time.clock.until(outcome);
		expect(time.clock.elapsed - start).toBeLessThanOrEqual(SECOND);
		expect(errorText(outputs[59].error as Error)).toMatch(/cancelled.*\[item 59\]/);
	}
});

test('without Continue On Fail, the first failure ends the execution and aborts running downloads', async () => {
	const host = new MediaHost();
	host.fault = bytesFault((_, id) => (id === 'id0' ? 'silent' : id === 'id3' ? 404 : undefined));
	const failing = downloadFiles({ ...host.run(ids(200)), continueOnFail: false });
	const error = await time.clock.until(failing.catch((thrown: Error) => thrown));
	expect(errorText(error as Error)).toMatch(/could not find.*"id3" \[item 3\]/);
	expect(time.clock.elapsed).toBeLessThan(SECOND);
	expect(host.fetches.length).toBeLessThan(15);
});

test('for any faults, each input item has one paired output item, in order, with the exact bytes or an error', async () => {
	const every = [...faults.map(([fault]) => fault), 'no length' as const];
	const faulty = fc.array(fc.option(fc.constantFrom(...every), { freq: 2, nil: undefined }), { maxLength: 60 });
	const id = fc.oneof(
		{ weight: 9, arbitrary: fc.integer({ min: 0, max: 90 }).map((n) => `id${n}`) },
		{ weight: 1, arbitrary: fc.constantFrom('unknown1', 'unknown2', 'not an id!', '') },
	);
	await fc.assert(
		fc.asyncProperty(fc.array(id, { maxLength: 130 }), faulty, faulty, async (wanted, bytes, batches) => {
			const host = new MediaHost();
			const [ofBytes, ofBatchGets] = [
				bytesFault((n) => bytes[n]),
				batchGetFault((n) => (batches[n] === 'breaks off' || batches[n] === 'silent' ? 503 : batches[n])),
			];
			host.fault = (call) => ofBytes(call) ?? ofBatchGets(call);
			host.takes = forBytes(() => 10);
			const outputs = await time.clock.until(downloadFiles(host.run(wanted)));
			expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(wanted.map((_, item) => ({ item })));
			outputs.forEach((output, item) => {
				if (output.error) expect(output.error.message).toMatch(new RegExp(`\\[item ${item}\\]\\. .`));
				else expect([output.json.id, whole(host, output)]).toEqual([wanted[item], true]);
			});
			expect(host.mostOpen).toBeLessThanOrEqual(5);
		}),
		{ numRuns: 60 },
	);
}, 60_000);
