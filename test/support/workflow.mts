import type { Workflow } from '../../tools/n8n/instance.mts';

const PHOTOS = 'n8n-nodes-google-photos-library.googlePhotos';

/** One node of a test workflow. */
export interface Step {
	name: string;
	type: string;
	typeVersion?: number;
	parameters?: Record<string, unknown>;
	[setting: string]: unknown;
}

export const manualTrigger: Step = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** Reads files into items. @param glob file selector of n8n's node */
export function readFiles(glob: string): Step {
	return {
		name: 'Read',
		type: 'n8n-nodes-base.readWriteFile',
		parameters: { operation: 'read', fileSelector: glob, options: {} },
	};
}

/** This package's node with the credential of this id. */
export function photos(name: string, credentialId: string, parameters: Record<string, unknown>, settings = {}): Step {
	return {
		name,
		type: PHOTOS,
		parameters,
		credentials: { googlePhotosLibraryOAuth2Api: { id: credentialId, name: credentialId } },
		...settings,
	};
}

/** A workflow in which each step follows the previous one. */
export function chain(id: string, steps: Step[]): Workflow {
	const nodes = steps.map((step, index) => ({
		id: `${id}-${index}`,
		typeVersion: 1,
		position: [index * 200, 0],
		parameters: {},
		...step,
	}));
	const connections = Object.fromEntries(
		steps.slice(0, -1).map(({ name }, index) => [
			name,
			{ main: [[{ node: steps[index + 1]?.name, type: 'main', index: 0 }]] },
		]),
	);
	return { id, name: id, nodes, connections, settings: { executionOrder: 'v1' } };
}
