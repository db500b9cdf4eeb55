/** docs/operations.md names every operation and every field of the built nodes, and nothing that is not there. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { firstCells, readPage, root, sectionOf } from './pages.mts';

interface Property {
	displayName: string;
	name: string;
	type: string;
	options?: Array<Property & { value?: string }>;
	displayOptions?: { show?: Record<string, unknown[]> };
}

const require = createRequire(import.meta.url);

function propertiesOf(name: string): Property[] {
	const module = require(path.join(root, `dist/nodes/${name}/${name}.node.js`)) as Record<
		string,
		new () => { description: { properties: Property[] } }
	>;
	const NodeType = module[name];
	if (!NodeType) throw new Error(`There is no ${name}`);
	return new NodeType().description.properties;
}

const page = readPage('docs/operations.md');
const properties = propertiesOf('GooglePhotos');
const nameOf = (option: { name: string; displayName?: string }) => option.displayName ?? option.name;
const shows = (property: Property, field: string, value: unknown) =>
	property.displayOptions?.show?.[field]?.includes(value) ?? false;

/** How the page names the fields of a form: those of a collection as "Options > Verify After Upload". */
function fieldNames(form: Property[]): string[] {
	const fields = form.filter(({ type }) => type !== 'notice' && type !== 'hidden');
	const names = fields.flatMap((field) =>
		field.type === 'collection'
			? (field.options ?? []).map((option) => `${field.displayName} > ${nameOf(option)}`)
			: [field.displayName],
	);
	return [...new Set(names)].sort();
}

const resources = properties.find(({ name }) => name === 'resource')?.options ?? [];
const operations = resources.flatMap((resource) =>
	properties
		.filter((property) => property.name === 'operation' && shows(property, 'resource', resource.value))
		.flatMap(({ options = [] }) => options.map((operation) => ({ resource, operation }))),
);

test('the operations on the page are those of the node, resource by resource', () => {
	expect(operations.length).toBeGreaterThan(20);
	expect(page.text).toContain(`with ${operations.length} operations`);
	const onPage = page.headings.flatMap(({ level, title }, index) => {
		const above = page.headings.slice(0, index).findLast((heading) => heading.level === 2)?.title;
		return level === 3 ? [`${above}: ${title}`] : [];
	});
	expect(onPage.sort()).toEqual(operations.map((one) => `${nameOf(one.resource)}: ${nameOf(one.operation)}`).sort());
});

test.each(operations.map((one) => [nameOf(one.resource), nameOf(one.operation), one] as const))(
	'%s: %s has its fields',
	(resourceName, operationName, { resource, operation }) => {
		const form = properties.filter(
			(property) =>
				!['resource', 'operation'].includes(property.name) &&
				shows(property, 'resource', resource.value) &&
				shows(property, 'operation', operation.value),
		);
		const resourcePage = { ...page, text: sectionOf(page, 2, resourceName) };
		const named = firstCells(sectionOf(resourcePage, 3, operationName));
		expect(named.sort()).toEqual(fieldNames(form));
	},
);

test('the trigger has its fields and events', () => {
	const section = sectionOf(page, 2, 'Google Photos Trigger');
	const form = propertiesOf('GooglePhotosTrigger');
	// n8n adds this one to every polling node
	expect(firstCells(section).sort()).toEqual([...fieldNames(form), 'Poll Times'].sort());
	for (const { name } of form.find((field) => field.name === 'event')?.options ?? []) expect(section).toContain(name);
});

test('the README names every operation of each resource', () => {
	const readme = readPage('README.md').text;
	for (const resource of resources) {
		const row = readme.split('\n').find((line) => line.startsWith(`| ${nameOf(resource)} |`)) ?? '';
		const listed = operations.filter((one) => one.resource === resource).map((one) => nameOf(one.operation));
		expect(listed.filter((name) => !new RegExp(`(^|[|,] )${name}( \\(|,| \\|)`).test(row))).toEqual([]);
	}
});
