import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow } from '../../tools/n8n/instance.mts';

const folder = join(import.meta.dirname, '../../examples');
const PHOTOS = 'n8n-nodes-google-photos-library.googlePhotos';

/** A node of an example, as far as it is looked at here. */
export interface ExampleNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
}

export interface Example extends Workflow {
	nodes: ExampleNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
}

/** What somebody changes in an example to make it their own. */
export interface Own {
	/** ids of credentials by their type, for the nodes whose forms ask for one of it */
	credentials?: Record<string, string>;
	/** other texts in place of those in the file: a folder, an address */
	texts?: Record<string, string>;
	/** parameters of nodes by the name of the node */
	parameters?: Record<string, Record<string, unknown>>;
}

export const exampleFiles: string[] = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** Which credential a node takes: by its type, or by how it is set to ask who is there. */
const credentialTypes: Array<[(node: ExampleNode) => boolean, string]> = [
	[isPhotos, 'googlePhotosLibraryOAuth2Api'],
	[({ type }) => type.endsWith('.googleDrive'), 'googleDriveOAuth2Api'],
	[({ type }) => /openai/i.test(type), 'openAiApi'],
	[({ parameters }) => parameters.authentication === 'basicAuth', 'httpBasicAuth'],
	[({ parameters }) => parameters.authentication === 'headerAuth', 'httpHeaderAuth'],
];

/**
 * An example as it is in its file, or as somebody has made it their own.
 *
 * @param file name of the file in examples/
 */
export function example(file: string, { credentials = {}, texts = {}, parameters = {} }: Own = {}): Example {
	let text = readFileSync(join(folder, file), 'utf8');
	for (const [there, own] of Object.entries(texts)) text = text.replaceAll(there, JSON.stringify(own).slice(1, -1));
	const workflow = JSON.parse(text) as Example;
	for (const node of workflow.nodes) {
		Object.assign(node.parameters, parameters[node.name]);
		const [, type = ''] = credentialTypes.find(([takes]) => takes(node)) ?? [];
		const id = credentials[type];
		if (id !== undefined) node.credentials = { [type]: { id, name: id } };
	}
	return workflow;
}

/** Whether a node is of this package: the node, the node as a tool, or the trigger. */
export function isPhotos({ type }: ExampleNode): boolean {
	return type.startsWith(PHOTOS);
}

export function isNote({ type }: ExampleNode): boolean {
	return type.endsWith('.stickyNote');
}
