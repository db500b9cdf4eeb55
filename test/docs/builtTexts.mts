/** All texts of the built nodes and of the credential that a user reads in n8n's editor. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ICredentialType, INodeProperties, INodePropertyCollection, INodePropertyOptions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { root } from './pages.mts';

const require = createRequire(import.meta.url);

function built<T>(file: string): new () => T {
	const exports = require(path.join(root, 'dist', `${file}.js`)) as Record<string, new () => T>;
	const Class = exports[path.basename(file).split('.')[0] ?? ''];
	if (!Class) throw new Error(`${file} is not built`);
	return Class;
}

const descriptionOf = (name: string): INodeTypeDescription => new (built<INodeType>(`nodes/${name}/${name}.node`))().description;

export const node = descriptionOf('GooglePhotos');
export const trigger = descriptionOf('GooglePhotosTrigger');
export const credential = new (built<ICredentialType>('credentials/GooglePhotosLibraryOAuth2Api.credentials'))();

/** A property of a form, at any depth, with the names of the collections that it is in. */
export interface Field {
	property: INodeProperties;
	/** such as `mediaItem/upload: Options > Verify After Upload` */
	where: string;
}

function fieldsIn(properties: INodeProperties[], above: string): Field[] {
	return properties.flatMap((property) => {
		const { resource, operation } = property.displayOptions?.show ?? {};
		const form = resource ? `${[resource, operation].filter(Boolean).join('/')}: ` : '';
		const where = `${above}${form}${property.type === 'notice' ? property.name : property.displayName}`;
		const own = { property, where };
		if (property.type === 'collection') return [own, ...fieldsIn(property.options as INodeProperties[], `${where} > `)];
		if (property.type !== 'fixedCollection') return [own];
		return [own, ...(property.options as INodePropertyCollection[]).flatMap(({ values }) => fieldsIn(values, `${where} > `))];
	});
}

/** The fields of both nodes and of the credential that are shown. */
export const fields = [
	...fieldsIn(node.properties, 'Google Photos, '),
	...fieldsIn(trigger.properties, 'Google Photos Trigger, '),
	...fieldsIn(credential.properties, 'credential, '),
].filter(({ property }) => property.type !== 'hidden');

/** The entries of a list, such as operations. */
export function choicesOf({ type, options }: INodeProperties): INodePropertyOptions[] {
	return type === 'options' || type === 'multiOptions' ? ((options ?? []) as INodePropertyOptions[]) : [];
}

/** All operations, with the name of their resource. */
export const operations = fields
	.filter(({ property }) => property.name === 'operation')
	.flatMap(({ property }) => choicesOf(property).map((option) => ({ resource: String(property.displayOptions?.show?.resource?.[0]), option })));

/** Names: what is shown as a label. */
export const names = [
	node.displayName,
	trigger.displayName,
	credential.displayName,
	...fields.flatMap(({ property }) => [
		...(property.type === 'notice' ? [] : [property.displayName]),
		...choicesOf(property).map(({ name }) => name),
		...(property.modes ?? []).map(({ displayName }) => displayName),
		...(property.type === 'fixedCollection' ? (property.options as INodePropertyCollection[]).map(({ displayName }) => displayName) : []),
	]),
];

/** Sentences: descriptions, hints, notices and texts beside the output, each with the place where it is shown. */
export const sentences: Array<[where: string, text: string]> = [
	['Google Photos', node.description],
	['Google Photos Trigger', trigger.description],
	...(node.hints ?? []).map(({ message }): [string, string] => ['beside the output', message]),
	...fields.flatMap(({ property, where }) => {
		const { description, hint, type, displayName, modes = [] } = property;
		const own = [description, hint, type === 'notice' ? displayName : undefined];
		const ofChoices = choicesOf(property).map((choice) => choice.description);
		const ofModes = modes.flatMap((mode) => [mode.hint, ...(mode.validation ?? []).map((rule) => ('properties' in rule ? (rule.properties as { errorMessage?: string }).errorMessage : undefined))]);
		return [...own, ...ofChoices, ...ofModes].filter((text) => text !== undefined).map((text): [string, string] => [where, text]);
	}),
];
