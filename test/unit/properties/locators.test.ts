import fc from 'fast-check';
import type { INodeProperties, INodePropertyModeValidation } from 'n8n-workflow';
import { albumLocator, locatorParts } from '../../../nodes/GooglePhotos/properties/albumLocator';
import { mediaItemLocator, parseMediaItemId } from '../../../nodes/GooglePhotos/properties/mediaItemLocator';
import { node } from '../support/caller';

const of = (mode: string, value: unknown) => ({ __rl: true, mode, value });

describe('the value of a resource locator', () => {
	test.each<[unknown, { mode: string; value: string }]>([
		[of('list', 'abc'), { mode: 'list', value: 'abc' }],
		[of('title', '  Holiday\n'), { mode: 'title', value: 'Holiday' }],
		[
			of('url', 'https://photos.google.com/lr/album/abc'),
			{ mode: 'url', value: 'https://photos.google.com/lr/album/abc' },
		],
		[of('id', 12), { mode: 'id', value: '12' }],
		[of('id', null), { mode: 'id', value: '' }],
		[of('id', undefined), { mode: 'id', value: '' }],
		['abc ', { mode: 'id', value: 'abc' }],
		['', { mode: 'id', value: '' }],
		[null, { mode: 'id', value: '' }],
		[undefined, { mode: 'id', value: '' }],
		[7, { mode: 'id', value: '7' }],
	])('%j is parsed as %j', (locator, parts) => {
		expect(locatorParts(locator)).toEqual(parts);
	});
});

const mediaItem = (locator: unknown) => parseMediaItemId(node(), locator, { item: 5 });

describe('the ID of the chosen media item', () => {
	const id = 'AbC-_123';

	test.each([
		of('list', id),
		of('id', ` ${id} `),
		id,
		of('url', id),
		of('url', `https://photos.google.com/lr/photo/${id}`),
		of('url', `https://photos.google.com/u/0/lr/photo/${id}`),
		of('url', `https://photos.google.com/u/12/lr/photo/${id}?pli=1#top`),
		of('url', `https://photos.google.com/lr/photo/${id}/`),
		of('url', `https://photos.google.com/lr/album/Xyz-_9/photo/${id}`),
		of('id', `https://photos.google.com/lr/photo/${id}`),
		`https://photos.google.com/lr/photo/${id}`,
	])('is read from %j', (locator) => {
		expect(mediaItem(locator)).toBe(id);
	});

	test.each([
		'https://photos.google.com/photo/AF1QipNotAnApiId',
		'https://photos.google.com/album/AF1QipA/photo/AF1QipB',
		'https://photos.google.com/lr/photo/',
		'https://photos.google.com/lr/album/AbC',
		'https://photos.google.com/u/x/lr/photo/AbC',
		'http://photos.google.com/lr/photo/AbC',
		'HTTPS://photos.google.com/lr/photo/AbC',
		'https://photos.google.com.evil.example/lr/photo/AbC',
		'https://evil.example/https://photos.google.com/lr/photo/AbC',
		'https://photos.app.goo.gl/AbC',
		'https://photos.google.com/lr/photo/AbC%2F..',
	])('is not read from the link %s, which is rejected with advice', (link) => {
		const refused = expect.objectContaining({
			message: `'Media Item' is not a link to a media item of this app: "${new URL(link).host}" [item 5]. Choose the photo or video 'From List'.`,
			description: expect.stringMatching(/^Addresses in the browser/),
		});
		expect(() => mediaItem(of('url', link))).toThrow(refused);
	});

	test.each([of('list', ''), of('id', '  '), '', null, undefined])(
		'is reported as not chosen for %j',
		(locator) => {
			expect(() => mediaItem(locator)).toThrow('No media item is chosen [item 5]');
		},
	);

	test('is returned for any value, or an error names the input item', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (value) => {
				try {
					expect(mediaItem(of('url', value))).toBe(value.trim());
				} catch (error) {
					expect(error.message).toMatch(/\[item 5\]\. ./);
				}
			}),
		);
	});
});

describe.each<[string, INodeProperties, string]>([
	['album', albumLocator({}, 'hint'), 'https://photos.google.com/lr/album/AbC-_1'],
	['media item', mediaItemLocator({}), 'https://photos.google.com/lr/photo/AbC-_1'],
])('the validation in the editor of a link to the resource: %s', (_title, { modes = [] }, link) => {
	const url = modes.find(({ name }) => name === 'url');
	const extract = new RegExp((url?.extractValue as { regex: string }).regex);
	const [validation] = url?.validation ?? [];
	const { regex } = (validation as INodePropertyModeValidation).properties as { regex: string };

	test('extracts the ID', () => {
		expect(extract.exec(link)?.[1]).toBe('AbC-_1');
		expect(extract.exec(link.replace('/lr/', '/u/3/lr/'))?.[1]).toBe('AbC-_1');
	});

	test('marks a link that is not from this app as invalid', () => {
		expect(link).toMatch(new RegExp(regex));
		expect(link.replace('/lr/', '/')).not.toMatch(new RegExp(regex));
	});
});
