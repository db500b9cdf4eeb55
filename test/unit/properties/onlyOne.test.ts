/** Fields for one ID or URL that get several: a model joins them, an expression gives a list. */
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';
import { parseAlbumId } from '../../../nodes/GooglePhotos/properties/albumLocator';
import { parseMediaItemId, parseMediaItemIds } from '../../../nodes/GooglePhotos/properties/mediaItemLocator';
import { parseAlbumPosition } from '../../../nodes/GooglePhotos/properties/albumPosition';
import { parseSessionId } from '../../../nodes/GooglePhotos/properties/sessionId';
import { fileAddress } from '../../../nodes/GooglePhotos/uploads/urlGuard';
import { errorText } from '../../support/errorText';
import { fakeCaller, fakeRun, node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

const own = node();
const about = { item: 0 };
const SEVERAL = ' contains several IDs or URLs, but only one is allowed';

const fields: Array<[string, (value: unknown) => unknown]> = [
	['a media item', (value) => parseMediaItemId(own, { mode: 'id', value }, about)],
	['a media item without a mode', (value) => parseMediaItemId(own, value, about)],
	['an album', (value) => parseAlbumId(own, { mode: 'id', value }, about)],
	['a picking session', (value) => parseSessionId(own, value, about)],
	['what to come after', (value) => parseAlbumPosition(own, { position: 'AFTER_MEDIA_ITEM', relativeMediaItem: value }, about)],
	[
		'a text to come after',
		(value) => parseAlbumPosition(own, { position: 'AFTER_ENRICHMENT_ITEM', relativeEnrichmentItemId: value }, about),
	],
];

describe.each(fields)('the field for %s', (_field, read) => {
	test.each([['a,b'], ['a b'], ['a, b'], ['a\nb'], ['a;b'], ['["a","b"]']])('rejects %j', (value) => {
		expect(() => read(value)).toThrow(SEVERAL);
	});

	test('rejects a list and advises one value for each item or tool call', async () => {
		const error = await errorOf((async () => read(['a', 'b']))());
		expect(errorText(error)).toMatch(/neither text nor a number.*one for each input item, or for each call of a tool/);
	});

	test('accepts any single ID, also with white space around it', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[\w-]{20,90}$/), fc.constantFrom('', ' ', '\n'), (id, around) => {
				expect(JSON.stringify(read(`${around}${id}${around}`))).toContain(id);
			}),
		);
	});
});

const link = (kind: string, id: string) => `https://photos.google.com/lr/${kind}/${id}`;

test.each([', ', ' ', '\n', ',', '","'])('links separated by %j are rejected as several values', (between) => {
	const photos = ['a', 'b'].map((id) => link('photo', id)).join(between);
	const albums = ['a', 'b'].map((id) => link('album', id)).join(between);
	expect(() => parseMediaItemId(own, { mode: 'url', value: photos }, about)).toThrow(SEVERAL);
	expect(() => parseAlbumId(own, { mode: 'url', value: albums }, about)).toThrow(SEVERAL);
	expect(parseMediaItemIds(own, { mode: 'id', value: 'a, b' }, about)).toEqual(['a', 'b']);
});

test('an album title may contain commas', () => {
	expect(parseAlbumId(own, { mode: 'title', value: 'Bread, butter' }, about)).toBeUndefined();
});

describe('the URL of a file', () => {
	const run = fakeRun({ ...fakeCaller(), helpers: {} as IExecuteFunctions['helpers'] } as never);
	const at = async (text: string) => await fileAddress(run, text, { item: 0, parameter: 'URL' });

	test.each([
		'https://example.com/1.jpg,https://example.com/2.jpg',
		'https://example.com/1.jpg, https://example.com/2.jpg',
		'https://example.com/1.jpg\nhttps://example.com/2.jpg',
		'["https://example.com/1.jpg","https://example.com/2.jpg"]',
	])('%j is rejected as several URLs', async (text) => {
		expect((await errorOf(at(text))).message).toContain(SEVERAL);
	});

	test.each([
		'https://example.com/a,b.jpg',
		'https://example.com/resize?of=https://example.org/1.jpg',
		'https://example.com/w_300,h_200/https://example.org/1.jpg',
		'https://example.com/my%20photo.jpg',
	])('%j is accepted as one URL', async (text) => {
		expect((await at(text)).href).toBe(text);
	});
});
