import { createRequire } from 'node:module';
import { join } from 'node:path';
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

const repository = join(import.meta.dirname, '../..');

/** One form: a node of the test workflow and its expected selection. */
export interface Form {
	name: string;
	parameters: Record<string, unknown>;
	type?: string;
	/** the selected operation or event, as the form shows it */
	chosen: string;
}

/** The description of a built node. */
export function descriptionOf(node: 'GooglePhotos' | 'GooglePhotosTrigger'): INodeTypeDescription {
	const path = join(repository, `dist/nodes/${node}/${node}.node.js`);
	const built = createRequire(import.meta.url)(path) as Record<string, new () => INodeType>;
	const Built = built[node];
	if (!Built) throw new Error(`${node} is not built`);
	return new Built().description;
}

/** What the nodes panel offers for the operations of a node. */
export function actionsOf(properties: INodeProperties[]): string[] {
	const operations = properties.filter(({ name }) => name === 'operation').flatMap((field) => field.options as INodePropertyOptions[]);
	return operations.map(({ action = '' }) => action);
}

/** All operations or events, and the variants of their forms in which a choice shows more fields. */
export function formsOf(properties: INodeProperties[], chooser: string, type?: string): Form[] {
	return properties
		.filter(({ name }) => name === chooser)
		.flatMap(({ displayOptions, options }) => {
			const resource = displayOptions?.show?.resource?.[0];
			return (options as INodePropertyOptions[]).flatMap(({ name: chosen, value }) => {
				const first = { ...(resource ? { resource } : {}), [chooser]: value };
				const name = Object.values(first).join('-');
				const isHere = ({ type: kind, displayOptions: { show = {} } = {} }: INodeProperties) =>
					kind !== 'hidden' &&
					Object.entries(first).every(([key, choice]) => show[key]?.includes(choice as string) ?? true);
				const here = properties.filter(isHere);
				const more = here.flatMap((field) => variantsOf(field, here)).map((turn): Form => {
					const label = Object.entries(turn).flatMap(([key, choice]) => [key, String(choice)]);
					const parameters = { ...first, ...turn, ...allOptions(here) };
					return { name: [name, ...label].join('-'), chosen, type, parameters };
				});
				const options = { name: `${name}-options`, chosen, type, parameters: { ...first, ...allOptions(here) } };
				return [{ name, chosen, type, parameters: first }, ...more, ...(here.some(isCollection) ? [options] : [])];
			});
		});
}

/** The values of a field, except its default, on which other fields of the form depend. */
function variantsOf({ name, default: defaultValue }: INodeProperties, here: INodeProperties[]): Array<Record<string, unknown>> {
	const conditions = here.flatMap(({ displayOptions }) => displayOptions?.show?.[name] ?? []);
	const known = ['resource', 'operation', 'event', 'returnAll'];
	return [...new Set(conditions)].filter((value) => value !== defaultValue && !known.includes(name)).map((value) => ({ [name]: value }));
}

function isCollection({ type }: INodeProperties): boolean {
	return type === 'collection' || type === 'fixedCollection';
}

/** Whether a field holds any number of equal groups of fields. */
function isList({ type, typeOptions }: INodeProperties): boolean {
	return type === 'fixedCollection' && typeOptions?.multipleValues === true;
}

/** The collections of a form with all of their options added. */
function allOptions(here: INodeProperties[]): Record<string, unknown> {
	const defaultsOf = (fields: unknown): Record<string, unknown> =>
		Object.fromEntries((fields as INodeProperties[]).map((field) => [field.name, isList(field) ? oneOf(field) : field.default]));
	const oneOf = ({ options }: INodeProperties) =>
		Object.fromEntries((options as INodePropertyCollection[]).map(({ name, values }) => [name, [defaultsOf(values)]]));
	const ofGroups = (groups: unknown) => (groups as INodePropertyCollection[]).map(({ name, values }) => [name, defaultsOf(values)] as const);
	const added = ({ type, options }: INodeProperties) => (type === 'collection' ? defaultsOf(options) : Object.fromEntries(ofGroups(options)));
	return Object.fromEntries(here.filter(isCollection).map((field) => [field.name, added(field)]));
}
