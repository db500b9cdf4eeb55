import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow } from '../../tools/n8n/instance.mts';

const folder = join(import.meta.dirname, '../../examples');
const PHOTOS = 'n8n-nodes-google-photos-library.googlePhotos';

/** A node of an example, with the fields that the tests read. */
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

/** What a user changes in an example. */
export interface Own {
	/** ids of credentials by type, for nodes that need one of that type */
	credentials?: Record<string, string>;
	/** replacements for texts in the file: a folder, an address */
	texts?: Record<string, string>;
	/** parameters of nodes by node name */
	parameters?: Record<string, Record<string, unknown>>;
}

export const exampleFiles: string[] = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** Which credential type a node needs: by its type, or by its authentication setting. */
const credentialTypes: Array<[(node: ExampleNode) => boolean, string]> = [
	[isPhotos, 'googlePhotosLibraryOAuth2Api'],
	[({ type }) => type.endsWith('.googleDrive'), 'googleDriveOAuth2Api'],
	[({ type }) => /openai/i.test(type), 'openAiApi'],
	[({ type }) => type.endsWith('.s3'), 's3'],
	[({ parameters }) => parameters.authentication === 'basicAuth', 'httpBasicAuth'],
	[({ parameters }) => parameters.authentication === 'headerAuth', 'httpHeaderAuth'],
];

/**
 * An example from its file, with a user's changes if there are any.
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

/** Whether a node belongs to this package: the node, the node as a tool, or the trigger. */
export function isPhotos({ type }: ExampleNode): boolean {
	return type.startsWith(PHOTOS);
}

export function isNote({ type }: ExampleNode): boolean {
	return type.endsWith('.stickyNote');
}

/** HTTP methods and paths at which a published example listens. */
export function addressesOf(id: string): Array<[method: string, path: string]> {
	return example(`${id}.json`).nodes.flatMap(({ type, parameters, webhookId }): Array<[string, string]> => {
		if (type.endsWith('.webhook')) return [[String(parameters.httpMethod ?? 'GET'), `webhook/${String(parameters.path)}`]];
		if (type.endsWith('.formTrigger')) return [['GET', `form/${(parameters.options as { path: string }).path}`]];
		return type.endsWith('.chatTrigger') ? [['GET', `webhook/${webhookId}/chat`]] : [];
	});
}
