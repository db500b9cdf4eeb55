/** Option Capture Date in a real n8n: its expressions, time zones and binary data. */
import sharp from 'sharp';
import { itemsOf } from '../../tools/n8n/execution.mts';
import { sharedN8n } from '../support/sharedN8n.mts';
import { uploadUndated } from '../support/undatedUpload.mts';
import { chain, manualTrigger, photos } from '../support/workflow.mts';

const MINUTES = 60_000;

test('a JPEG, a PNG and a WebP without a date are listed with the date, found by its day, and show the same picture', async () => {
	const n8n = await sharedN8n();
	const account = await n8n.connect();
	const uploaded = await uploadUndated(n8n, account);
	expect(uploaded.map(({ outcome }) => outcome)).toEqual(['written', 'written', 'written']);
	const { mediaItems } = await account.library();
	expect(mediaItems.map(({ creationTime }) => creationTime)).toEqual(Array(3).fill('2019-07-14T16:30:00.000Z'));
	for (const { source, sent } of uploaded) {
		expect((await sharp(sent).raw().toBuffer()).equals(await sharp(source).raw().toBuffer())).toBe(true);
	}

	// filtered search finds uploads only after a delay
	await account.advance(60);
	const search = photos('Found', account.id, {
		resource: 'mediaItem',
		operation: 'getAll',
		from: 'filters',
		returnAll: true,
		filters: { dates: { values: [{ date: '2019-07-14' }] } },
	});
	const found = itemsOf(await n8n.run(chain('of-that-day', [manualTrigger, search])), 'Found').map(({ json }) => json.id);
	expect(found.sort()).toEqual(uploaded.map(({ id }) => id).sort());
}, 15 * MINUTES);
