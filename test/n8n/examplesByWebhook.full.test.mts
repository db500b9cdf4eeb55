/** The examples with a webhook, in each supported n8n. */
import { supportedN8n } from '../../tools/n8n/versions.mts';
import { ExampleAccounts, noCreation, noPhoto } from '../support/exampleAccounts.mts';
import { basic, token } from '../support/exampleServer.mts';
import { inZip } from '../support/zip.mts';

const MINUTE = 60_000;

describe.each(supportedN8n)('n8n $line', ({ line, environment }) => {
	const our = new ExampleAccounts();

	beforeAll(async () => {
		const customers = { 'customers-by-webhook': { texts: { ID_OF_WORKFLOW_ACME: 'customer-photos' } } };
		await our.start(['customer-photos', 'webhook-to-album-of-the-month', 'album-to-zip'], customers, environment);
	}, 15 * MINUTE);

	afterAll(async () => await our.server.stop());

	const post = async (path: string, fields: Record<string, string | string[] | File[]>, headers: Record<string, string> = { [token.name]: token.value }) =>
		await our.post(path, fields, headers);

	test('webhook-to-album-of-the-month: replies with the result of each file, and a failed file fails the execution', async () => {
		const name = 'webhook-to-album-of-the-month';
		const send = async (photos: File[]) => await post('webhook/album-of-the-month', { photo: photos });
		expect((await post('webhook/album-of-the-month', { photo: [our.photo(0, 'one.jpg')] }, {})).status).toBe(403);

		const good = await send([our.photo(0, 'one.jpg'), our.photo(1, 'two.jpg')]);
		const entries = (await good.json()) as Array<Record<string, string>>;
		expect(good.status).toBe(200);
		// n8n's webhook returns the files of a request in any order.
		expect(entries.map(({ sourceFileName }) => sourceFileName).sort()).toEqual(['one.jpg', 'two.jpg']);
		expect(entries[0]?.albumTitle).toMatch(/^\d{4}-\d\d$/);
		expect(await our.server.outcome(name)).toEqual({ status: 'success' });

		const mixed = await send([our.photo(2, 'three.jpg'), noPhoto()]);
		expect(mixed.status).toBe(422);
		expect(await mixed.text()).toContain('neither a photo nor a video');
		expect(await our.server.outcome(name)).toMatchObject({ status: 'error', message: expect.stringMatching(/notes\.txt/) });
		expect((await send([noPhoto('preexisting.pdf')])).status).toBe(422);
		expect(await our.server.outcome(name)).toMatchObject({ status: 'error', message: expect.stringMatching(/pre·existing\.pdf/) });
		expect((await post('webhook/album-of-the-month', { album: 'none' })).status).toBe(422);
		expect((await send([new File([], 'empty.jpg')])).status).toBe(422);
		await our.account(name).fault({ method: 'mediaItems.batchCreate', kind: 'item-status', code: 3, times: 100 });
		expect((await send([our.photo(3, 'damaged.jpg')])).status).toBe(422);
		await our.account(name).clearFaults();

		await our.account(name).fault(noCreation);
		// The file name does not change the status.
		const failed = await send([our.photo(3, 'The file is neither a photo nor a video.jpg')]);
		expect([failed.status, await failed.text()]).toEqual([502, expect.not.stringContaining(token.value)]);
		expect(await our.server.outcome(name)).toMatchObject({ status: 'error' });
		await our.account(name).clearFaults();
		expect((await send([our.photo(3, 'four.jpg'), our.photo(0, 'one.jpg')])).status).toBe(200);
		const [[, contents] = []] = Object.entries(await our.contentsOf(name));
		expect(contents?.map(([file]) => file)).toEqual(['four.jpg', 'one.jpg', 'three.jpg', 'two.jpg']);
	}, 15 * MINUTE);

	test('album-to-zip: returns the downloadable files as a zip, or an error with a matching status', async () => {
		const { id } = our.account('album-to-zip');
		const ask = async (title: string) => await fetch(our.server.address(`webhook/album-zip?title=${title}`), { headers: basic });
		await our.server.put(id, 'Trip', { 'a/same.jpg': 0, 'b/same.jpg': 1, 'other.jpg': 2 });
		expect((await fetch(our.server.address('webhook/album-zip?title=Trip'))).status).toBe(401);
		const reply = await ask('Trip');
		expect([reply.status, reply.headers.get('content-disposition')]).toEqual([200, 'attachment; filename="album.zip"']);
		const zip = inZip(Buffer.from(await reply.arrayBuffer()));
		expect(Object.keys(zip).sort()).toEqual(['other.jpg', 'same (2).jpg', 'same.jpg']);
		expect(new Set(Object.values(zip)).size).toBe(3);
		expect(await our.server.outcome('album-to-zip')).toEqual({ status: 'success' });

		const notFound = { kind: 'status' as const, status: 404, body: 'gone' };
		await our.account('album-to-zip').fault({ method: 'bytes', ...notFound, times: 1 });
		const part = inZip(Buffer.from(await (await ask('Trip')).arrayBuffer()));
		expect(Object.keys(part)).toHaveLength(3);
		expect(Object.keys(part)).toContain('MISSING.txt');
		expect(await our.server.outcome('album-to-zip')).toMatchObject({ status: 'error', message: expect.stringMatching(/^1 of 3 could not be downloaded: (same|other)\.jpg: /) });

		await our.account('album-to-zip').clearFaults();
		await our.account('album-to-zip').fault({ method: 'bytes', ...notFound, times: 1000 });
		const none = await ask('Trip');
		expect([none.status, none.headers.get('content-disposition'), await none.text()]).toEqual([502, null, expect.stringMatching(/^3 of 3 could not/)]);
		expect(await our.server.outcome('album-to-zip')).toMatchObject({ status: 'error' });
		await our.account('album-to-zip').clearFaults();

		const unknown = await ask('Nowhere');
		expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringMatching(/^There is no album with that title/)]);
		expect(await our.server.outcome('album-to-zip')).toEqual({ status: 'success' });
		await our.account('album-to-zip').seed({ albums: [{ title: 'Empty' }] } as never);
		const empty = await ask('Empty');
		expect([empty.status, await empty.text()]).toEqual([404, expect.stringMatching(/nothing in this album/)]);
		const untitled = await ask('');
		expect([untitled.status, untitled.headers.get('content-type')]).toEqual([400, expect.stringMatching(/^text\/plain/)]);
		expect(await untitled.text()).toMatch(/^Which album\?/);
		for (const titles of ['%20', 'Trip&title=Empty', 'x'.repeat(501)]) expect((await ask(titles)).status).toBe(400);
		expect(await our.server.outcome('album-to-zip')).toEqual({ status: 'success' });

		const refused = { error: { code: 403, status: 'PERMISSION_DENIED', message: 'No.' } };
		await our.account('album-to-zip').fault({ method: 'albums.list', kind: 'status', status: 403, body: refused, times: 100 });
		// The album title does not change the status.
		expect((await ask('There is no album with that title')).status).toBe(502);
		expect(await our.server.outcome('album-to-zip')).toMatchObject({ status: 'error' });
	}, 15 * MINUTE);

	test("customers-by-webhook: uploads each customer's photos into their own account, and rejects unknown customers", async () => {
		const name = 'customers-by-webhook';
		const send = async (customer: string, photos: File[], album: string | string[] = 'House 7') =>
			await post('webhook/customer-photos', { customer, album, photo: photos });
		const good = await send('acme', [our.photo(5, 'door.jpg')]);
		expect([good.status, await good.json()]).toMatchObject([200, [{ sourceFileName: 'door.jpg', albumTitle: 'House 7' }]]);
		const stranger = await send('stranger', [our.photo(5, 'door.jpg')]);
		expect([stranger.status, await stranger.json()]).toEqual([404, { error: 'There is no customer "stranger".' }]);
		expect(await our.server.outcome(name)).toMatchObject({ status: 'error' });
		for (const album of ['  ', ['House 7', 'House 8'], 'x'.repeat(501)]) {
			const untitled = await send('acme', [our.photo(4, 'window.jpg')], album);
			expect([untitled.status, await untitled.json()]).toEqual([400, { error: expect.stringMatching(/title/) }]);
			expect(await our.server.outcome(name)).toMatchObject({ status: 'error', message: expect.stringMatching(/^Customer "acme": .*title/) });
		}
		expect(await our.contentsOf('customer-photos')).toEqual({ 'House 7': [['door.jpg', '', our.sha256(5)]] });
		// its ID is still that of the file
		const wrongId = await send('globex', [our.photo(5, 'door.jpg')]);
		expect([wrongId.status, await wrongId.json()]).toEqual([503, { error: 'The workflow of this customer could not be run.' }]);
		const noWorkflow = expect.stringMatching(/^The workflow of customer "globex" in the node "Which Workflow\?" could not be run: \w/);
		expect(await our.server.outcome(name)).toMatchObject({ status: 'error', message: noWorkflow });
		expect((await send('acme', [our.photo(4, 'window.jpg'), noPhoto()])).status).toBe(422);
		expect(await our.server.outcome(name)).toMatchObject({ status: 'error', message: expect.stringMatching(/notes\.txt/) });
		await our.account('customer-photos').revoke();
		expect((await send('acme', [our.photo(3, 'There is no album.jpg')])).status).toBe(502);
		expect(await our.server.outcome(name)).toMatchObject({ status: 'error' });
		// n8n 1.x publishes nothing that is only called
		if (line === '2.41') {
			await our.server.editor.ask('POST', '/workflows/customer-photos/deactivate', {});
			expect((await send('acme', [our.photo(3, 'roof.jpg')])).status).toBe(503);
		}
	}, 15 * MINUTE);
});
