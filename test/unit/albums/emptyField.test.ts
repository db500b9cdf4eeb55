/** Album fields without an album: whether they count as empty or cause an error. */
import type { INode } from 'n8n-workflow';
import { isEmptyField, parseAlbumId } from '../../../nodes/GooglePhotos/properties/albumLocator';
import { errorText } from '../../support/errorText';
import { node } from '../support/caller';
import { errorOf } from '../support/virtualClock';

/** A node with this value in its album field. */
const withField = (album: unknown): INode => ({ ...node(), parameters: { album } as INode['parameters'] });
const of = (mode: string, value: unknown) => ({ __rl: true, mode, value });
const NOTHING = [undefined, null, '', '  '];
const MODES = ['list', 'title', 'url', 'id'];

const refused = async (field: unknown, locator: unknown) =>
	errorText(await errorOf((async () => parseAlbumId(withField(field), locator, { item: 3 }))()));

test('a field without a value is empty in every mode', () => {
	for (const value of NOTHING) {
		expect(isEmptyField(node(), value)).toBe(true);
		for (const mode of MODES) expect(isEmptyField(withField(of(mode, value)), of(mode, value))).toBe(true);
	}
});

test.each(MODES)('an expression without a result is rejected: mode %s', async (mode) => {
	const field = of(mode, '={{ $json.missing }}');
	for (const value of NOTHING) {
		expect(isEmptyField(withField(field), of(mode, value))).toBe(false);
		expect(await refused(field, of(mode, value))).toMatch(
			/^The expression in 'Album' returns no album \[item 3\]\. Check the expression: it returned nothing for this item\. \| [^']+$/,
		);
	}
});

test('an expression for the whole field without a result is rejected', async () => {
	for (const value of [undefined, null, '', ' ']) {
		expect(isEmptyField(withField('={{ $json.missing }}'), value)).toBe(false);
		expect(await refused('={{ $json.missing }}', value)).toMatch(/expression in 'Album' returns no album/);
	}
});

test('a field that was switched to an expression and left empty counts as empty', () => {
	for (const field of ['=', '= ', of('title', '=')]) expect(isEmptyField(withField(field), '')).toBe(true);
});

test.each([{ id: 'x' }, {}, [], ['a'], true, false])('%j is not text and is rejected in every mode', async (value) => {
	for (const locator of [value, ...MODES.map((mode) => of(mode, value))]) {
		expect(isEmptyField(withField('={{ $json.album }}'), locator)).toBe(false);
		expect(await refused('={{ $json.album }}', locator)).toMatch(/^'Album' is neither text nor a number \[item 3\]\. .*\| /);
	}
});

test('a number is converted to text', () => {
	expect(parseAlbumId(node(), of('title', 2026), {})).toBeUndefined();
	expect(parseAlbumId(node(), of('id', 2026), {})).toBe('2026');
});
