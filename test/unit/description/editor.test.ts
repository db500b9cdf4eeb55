/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
/** Descriptions of the node in the editor, and for a model that uses the node as a tool. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type { IDataObject, INode, INodeProperties, INodePropertyOptions, INodeType, INodeTypes } from 'n8n-workflow';
import { GooglePhotos } from '../../../nodes/GooglePhotos/GooglePhotos.node';
import { node } from '../support/caller';

const googlePhotos = new GooglePhotos();
const { properties, hints = [] } = googlePhotos.description;

const codexFile = path.join(__dirname, '../../../nodes/GooglePhotos/GooglePhotos.node.json');
const codex = JSON.parse(readFileSync(codexFile, 'utf8')) as { alias: string[] };

const resources = properties.find(({ name }) => name === 'resource')?.options as INodePropertyOptions[];
const operations = resources.flatMap(({ value: resource }) => {
	const list = properties.find(
		({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
	return (list?.options as INodePropertyOptions[]).map((option) => ({ resource, ...option }));
});

const withParameters = (parameters: IDataObject) => ({ ...node(), parameters: parameters as INode['parameters'] });

/** The tool description that n8n gives to a model. */
const toolText = (resource: unknown, operation: unknown) =>
	NodeHelpers.getToolDescriptionForNode(
		withParameters({ resource, operation, descriptionType: 'auto' } as IDataObject),
		googlePhotos as INodeType,
	);

describe('the node as an agent\'s tool', () => {
	test('has a unique description for every operation, which names its object and Google Photos', () => {
		const texts = operations.map(({ resource, value }) => toolText(resource, value));
		expect(new Set(texts).size).toBe(operations.length);
		for (const text of texts) expect(text).toMatch(/^[A-Z].*(album|media item|session|picked).* in Google Photos$/);
	});

	test('says in the description of uploads that they cannot be undone', () => {
		expect(toolText('mediaItem', 'upload')).toBe('Upload media items (cannot be undone) in Google Photos');
		const upload = operations.find(({ value }) => value === 'upload');
		expect(upload?.description).toMatch(/cannot be undone/);
	});
});

test.each([
	['mediaItem', 'download', /agents cannot see files/],
	['picker', 'download', /agents cannot see files/],
	['picker', 'waitForSelection', /first show its link to user/],
])('the tool description of %s: %s has the advice that a model needs', (resource, operation, text) => {
	expect(toolText(resource, operation)).toMatch(text);
});

test.each([
	['googlePhotos', 15],
	['googlePhotosTool', 0.5],
])('%s waits for a selection for %d minutes by default', (name, minutes) => {
	const type = { ...googlePhotos.description, name };
	const form = { resource: 'picker', operation: 'waitForSelection' };
	const filled = (given: IDataObject) =>
		NodeHelpers.getNodeParameters(type.properties, given as INode['parameters'], true, false, withParameters(given), type);
	expect(filled(form)?.maximumWait).toBe(minutes);
	expect(filled({ ...form, maximumWait: 3 })?.maximumWait).toBe(3);
});

test('every operation has a unique description', () => {
	expect(new Set(operations.map(({ description }) => description)).size).toBe(operations.length);
	for (const { description } of operations) expect(description).toMatch(/^[A-Z].{20,}/);
});

test('every field for a value has a description, a hint or a placeholder', () => {
	const plain = new Set(['string', 'number', 'collection', 'fixedCollection']);
	const told = ({ description, hint, placeholder, type }: INodeProperties) =>
		!plain.has(type) || Boolean(description ?? hint ?? placeholder);
	expect(properties.filter((property) => !told(property)).map(({ name }) => name)).toEqual([]);
});

test.each(['picture', 'image', 'photo', 'video', 'album', 'gallery', 'upload', 'download', 'search', 'backup'])(
	'the search word "%s" matches an alias of the node',
	(word) => expect(codex.alias.some((alias) => alias.startsWith(word))).toBe(true),
);

describe('hints in the output panel', () => {
	/** The hints that the editor shows. Their conditions are evaluated as expressions, as in the editor. */
	function shown(parameters: IDataObject): string[] {
		const nodeTypes = { getByNameAndVersion: () => googlePhotos } as unknown as INodeTypes;
		const given = withParameters(parameters);
		const workflow = new Workflow({ nodes: [given], connections: {}, active: false, nodeTypes });
		return hints
			.filter(({ displayCondition = '' }) =>
				workflow.expression.getSimpleParameterValue(given, displayCondition, 'internal', {}),
			)
			.map(({ message }) => message);
	}

	test.each<[IDataObject, RegExp[]]>([
		[{ resource: 'album', operation: 'getAll' }, [/created itself/]],
		[{ resource: 'mediaItem', operation: 'getAll' }, [/created itself/]],
		[{ resource: 'mediaItem', operation: 'getAll', simplify: false }, [/created itself/, /60 minutes/]],
		[{ resource: 'mediaItem', operation: 'get', simplify: false }, [/60 minutes/]],
		[{ resource: 'mediaItem', operation: 'upload' }, []],
		[{ resource: 'mediaItem', operation: 'upload', simplify: false }, [/60 minutes/]],
		[{ resource: 'picker', operation: 'getAll' }, [/nothing was picked/]],
		[{ resource: 'picker', operation: 'waitForSelection' }, []],
	])('appear as expected for %j', (parameters, texts) => {
		expect(shown(parameters)).toEqual(texts.map((text) => expect.stringMatching(text)));
	});
});
