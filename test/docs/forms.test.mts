/**
 * n8n's UX guidelines, point by point, over the built nodes and the credential.
 * https://docs.n8n.io/integrations/creating-nodes/build/reference/ux-guidelines/ and
 * https://docs.n8n.io/integrations/creating-nodes/plan/node-ui-design/
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { choicesOf, fields, names, node, operations, sentences, trigger } from './builtTexts.mts';
import { root } from './pages.mts';
import { capitalsIn, isOneSentence, isTitleCase, quotedIn, translated } from './wording.mts';

const field = (name: string, operation?: string): INodeProperties[] =>
	fields.map(({ property }) => property).filter((one) => one.name === name && (!operation || one.displayOptions?.show?.operation?.[0] === operation));
const outOfOrder = (list: string[]) => list.filter((name, index) => index > 0 && name.toLowerCase().localeCompare((list[index - 1] as string).toLowerCase(), 'en') < 0);

test('the built forms are read', () => {
	expect(operations.length).toBeGreaterThan(20);
	expect(fields.length).toBeGreaterThan(100);
	expect(sentences.length).toBeGreaterThan(100);
});

describe('case', () => {
	test('names of fields, options, modes and nodes are in title case', () => {
		expect(names.filter((name) => !isTitleCase(name))).toEqual([]);
	});

	test('descriptions, hints and notices are in sentence case; names in them stand in single quotes', () => {
		expect(sentences.flatMap(([where, text]) => capitalsIn(text).map((word) => `${where}: ${word}`))).toEqual([]);
	});

	test('the subtitle of the trigger is in title case', () => {
		expect([...(trigger.subtitle ?? '').matchAll(/[?:] "([^"]+)"/g)].map(([, title]) => title)).toEqual(['New Album', 'New Media Item']);
	});
});

test('a single sentence has no period, several have one each', () => {
	const wrong = sentences.filter(([, text]) => isOneSentence(text) === /\.$/.test(text.replace(/\.\.\.$/, '')));
	expect(wrong).toEqual([]);
});

test('what stands in single quotes is a name of these forms, of n8n or of a field of the output', () => {
	const ofForms = new Set(names.map((name) => name.replace(/ \((?:Minutes|Hours)\)$/, '')));
	const ofOthers = new Set(['Retry On Fail', 'Done', 'Media Item: Download', 'Picker: Wait for Selection']);
	const isField = (name: string) => /^[a-z]+[A-Za-z]*$/.test(name);
	const unknown = sentences.flatMap(([, text]) => quotedIn(text)).filter((name) => !ofForms.has(name) && !ofOthers.has(name) && !isField(name));
	expect(unknown).toEqual([]);
});

test('no text reads as translated', () => {
	expect(sentences.map(([, text]) => text).filter((text) => translated.test(text))).toEqual([]);
});

describe('operations', () => {
	test('their actions have no article, are in sentence case and name their object', () => {
		const actions = operations.map(({ option }) => option.action ?? '');
		expect(actions.filter((action) => /\b(an?|the)\b/i.test(action))).toEqual([]);
		expect(actions.filter((action) => !/^[A-Z][^A-Z]*$/.test(action))).toEqual([]);
		expect(actions.filter((action) => !/album|media item|picking session|picked items/.test(action))).toEqual([]);
		expect(actions).toEqual(expect.arrayContaining(['Create album', 'Get many media items']));
	});

	test('their descriptions say what is done, in other words than the name', () => {
		const verb = /^(Add|Change|Create|Delete|Download|For advanced workflows: (send|create)|Insert|Remove|Retrieve|Upload|Wait)\b/;
		const told = operations.map(({ option }) => option.description ?? '');
		expect(told.filter((text) => !verb.test(text) || text.length < 30)).toEqual([]);
		const retrieving = operations.filter(({ option }) => /^Get\b/.test(option.name));
		expect(retrieving.filter(({ option }) => !/^Retrieve\b/.test(option.description ?? ''))).toEqual([]);
	});

	test('an object other than the resource is part of the name', () => {
		const ofPicker = operations.filter(({ resource }) => resource === 'picker').map(({ option }) => option.name);
		expect(ofPicker.filter((name) => !/Session|Picked Items|Selection/.test(name))).toEqual([]);
	});

	test('deleting gives {deleted: true}', () => {
		const schema = JSON.parse(readFileSync(path.join(root, 'nodes/GooglePhotos/__schema__/v1.0.0/picker/deleteSession.json'), 'utf8')) as { properties: object };
		expect(schema.properties).toEqual({ deleted: { type: 'boolean' } });
	});
});

describe('fields', () => {
	test('descriptions of switches begin with "Whether to" or "Whether the"', () => {
		const switches = fields.filter(({ property }) => property.type === 'boolean');
		expect(switches.length).toBeGreaterThan(10);
		expect(switches.filter(({ property }) => !/^Whether (to|the) /.test(property.description ?? '')).map(({ where }) => where)).toEqual([]);
	});

	test('placeholders begin with "e.g. ", those of lists with "Select", those of collections with "Add"', () => {
		const wrong = fields.flatMap(({ property: { type, placeholder, modes = [] }, where }) => {
			const own = /^(collection|fixedCollection)$/.test(type) ? /^Add [a-z ]+$/ : /^e\.g\. \S/;
			const all = [[placeholder, own] as const, ...modes.map((mode) => [mode.placeholder, mode.type === 'list' ? /^Select an? [a-z ]+\.\.\.$/ : /^e\.g\. \S/] as const)];
			return all.flatMap(([text, form]) => (text !== undefined && !form.test(text) ? [`${where}: ${text}`] : []));
		});
		expect(wrong).toEqual([]);
	});

	test('Return All, Limit and Simplify have the texts of n8n', () => {
		const textsOf = (name: string) => new Set(field(name).map(({ displayName, description }) => `${displayName}: ${description}`));
		expect([...textsOf('returnAll')]).toEqual(['Return All: Whether to return all results or only up to a given limit']);
		expect([...textsOf('limit')]).toEqual(['Limit: Max number of results to return']);
		expect([...textsOf('simplify')]).toContain('Simplify: Whether to return a simplified version of the response instead of the raw data');
	});

	test('resource locators offer a list first, and an ID', () => {
		const locators = fields.filter(({ property }) => property.type === 'resourceLocator');
		expect(locators.length).toBeGreaterThan(10);
		for (const { property } of locators) {
			const modes = property.modes?.map(({ name }) => name) ?? [];
			expect(modes[0]).toBe('list');
			expect(modes).toEqual(expect.arrayContaining(['url', 'id']));
			expect(property.default).toMatchObject({ mode: 'list' });
		}
	});

	test('the description of a choice fits into the two lines that n8n shows of it', () => {
		const choices = fields.flatMap(({ property }) => choicesOf(property));
		expect(choices.length).toBeGreaterThan(50);
		expect(choices.map(({ description = '' }) => description).filter(({ length }) => length > 120)).toEqual([]);
	});

	test('optional fields and the entries of lists are in alphabetical order', () => {
		const lists = fields.flatMap(({ property, where }) => {
			const options = property.type === 'collection' ? (property.options as INodeProperties[]).map(({ displayName }) => displayName) : [];
			// last in its list on purpose: see docs/decisions.md
			const choices = choicesOf(property).map(({ name }) => name).filter((name) => name !== 'Create From Upload Tokens');
			return outOfOrder([...options, ...choices]).map((name) => `${where}: ${name}`);
		});
		expect(lists).toEqual([]);
	});

	test('the output field is an option, as in n8n\'s Google Drive node', () => {
		const inOptions = fields.filter(({ property }) => property.displayName === 'Put Output File in Field').map(({ where }) => where);
		expect(inOptions).toHaveLength(3);
		expect(inOptions.filter((where) => !where.includes('Options > '))).toEqual([]);
	});

	test('sorting is a collection of its own, below all other fields', () => {
		const form = node.properties.filter(({ displayOptions }) => displayOptions?.show?.resource?.[0] === 'mediaItem' && displayOptions.show.operation?.[0] === 'getAll');
		expect(form.at(-1)).toMatchObject({ displayName: 'Sort', type: 'fixedCollection' });
		expect(form.flatMap(({ options = [] }) => options).filter((option) => /order|sort/i.test((option as INodePropertyCollection).displayName ?? ''))).toEqual([]);
	});

	test('each place of a map has its own example', () => {
		const examples = (place: string) => fields.filter(({ property }) => property.name.startsWith(place)).map(({ property }) => property.placeholder);
		expect(examples('origin')).toHaveLength(3);
		expect(examples('origin').filter((text) => examples('destination').includes(text))).toEqual([]);
	});

	test('the trigger asks "Trigger On", without a description', () => {
		const [first] = trigger.properties.filter(({ type }) => type !== 'notice');
		expect(first).toMatchObject({ displayName: 'Trigger On', name: 'event' });
		expect(first?.description).toBeUndefined();
	});
});
