import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow } from '../../real-n8n/instance.mts';

const folder = join(import.meta.dirname, '../../examples');
const PHOTOS = 'n8n-nodes-google-photos-library.googlePhotos';

/** A node of an example, as far as it is looked at here. */
export interface ExampleNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: object;
}

export interface Example extends Workflow {
	nodes: ExampleNode[];
}

export const exampleFiles: string[] = readdirSync(folder).filter((file) => file.endsWith('.json'));

/**
 * An example as somebody has made it their own: with a credential in each of this package's nodes, and with
 * other places in place of those that it names.
 */
export function example(file: string, credentialId?: string, places: Record<string, string> = {}): Example {
	let text = readFileSync(join(folder, file), 'utf8');
	for (const [place, other] of Object.entries(places)) text = text.replaceAll(place, other);
	const workflow = JSON.parse(text) as Example;
	for (const node of credentialId === undefined ? [] : workflow.nodes.filter(isPhotos)) {
		node.credentials = { googlePhotosLibraryOAuth2Api: { id: credentialId, name: credentialId } };
	}
	return { ...workflow, id: file.replace('.json', '') };
}

/** Whether a node is of this package: the node or the trigger. */
export function isPhotos({ type }: ExampleNode): boolean {
	return type.startsWith(PHOTOS);
}
