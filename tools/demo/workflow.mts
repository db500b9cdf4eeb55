import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workflow } from '../n8n/instance.mts';

/** Names in `workflow.json` that other files of the demo refer to. */
export const albumTitle = 'Holiday in n8n';
export const triggerName = 'When clicking Execute';
export const uploadNode = 'Upload to album';
export const downloadNode = 'Download again';

/** The demo's workflow with these two folders for reading and writing. */
export async function demoWorkflow(samples: string, downloads: string): Promise<Workflow> {
	const json = await readFile(join(import.meta.dirname, 'workflow.json'), 'utf8');
	return JSON.parse(
		json
			.replaceAll('SAMPLES_FOLDER', insideJson(samples))
			.replaceAll('DOWNLOADS_FOLDER', insideJson(downloads)),
	) as Workflow;
}

/** Replaces backslashes, because the file selector of n8n's file node is a glob pattern. */
function insideJson(path: string): string {
	return JSON.stringify(path.replaceAll('\\', '/')).slice(1, -1);
}
