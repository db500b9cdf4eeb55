import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { isTool } from '../errors/wording';

/**
 * Limits of a tool's answer: n8n gives all items to the model as one text, and 1,000 media items would be 240,000
 * characters. The limit counts the characters of the items as JSON.
 */
export const MAX_TOOL_RESULTS = 100;
export const MAX_TOOL_CHARACTERS = 30_000;

/** Upper bound for the length of the item that says how much is left out. */
const LEFT_OUT_LENGTH = 220;

const item = (json: IDataObject): INodeExecutionData => ({ json, pairedItem: { item: 0 } });

/** Last item of a truncated list for a tool's model. @param shown number of results before it */
export function leftOutOfList(shown: number): INodeExecutionData {
	return item({
		leftOut: `Only the first ${shown} results are here, and there may be more. Ask for something narrower, such as an album or filters, or tell the user that this is not everything.`,
	});
}

/**
 * Makes the items for the model of an agent, which reads only their JSON. It would get an empty text for no items, and
 * an empty object for an error item without its message.
 * https://github.com/n8n-io/n8n/blob/master/packages/@n8n/nodes-langchain/utils/agent-execution/buildSteps.ts
 *
 * @param items output items of the operation, in order
 * @param resource value of the node's Resource parameter
 */
export function toolAnswer(node: INode, items: INodeExecutionData[], resource: unknown): INodeExecutionData[] {
	if (!isTool(node)) return items;
	if (items.length === 0) return [noneFound(resource)];
	return withinLimits(items.map(readable));
}

function noneFound(resource: unknown): INodeExecutionData {
	const reason =
		resource === 'picker'
			? 'Nothing was picked, or nothing of the requested media type.'
			: 'Google shows an app only the albums, photos and videos that it created itself.';
	return item({ results: 0, note: `Nothing was found. ${reason}` });
}

/** Puts an error message into the JSON. Adds a note to a file: the model cannot see its content. */
function readable(result: INodeExecutionData): INodeExecutionData {
	const error = result.json.error ?? result.error?.message;
	if (error !== undefined) return { ...result, json: { error } };
	if (!result.binary) return result;
	const names = Object.values(result.binary).map(({ fileName }) => `"${fileName}"`);
	const note = `The file ${names.join(', ')} was downloaded into the execution of the workflow, where people can open it. You cannot see what is in it.`;
	return { ...result, json: { ...result.json, note } };
}

/** @returns how many of the results fit into the limits beside `reserved` characters; at least one of several */
function fitting(results: INodeExecutionData[], reserved: number): number {
	const most = Math.min(results.length, MAX_TOOL_RESULTS);
	// each item is followed by a comma or bracket, and the first one follows a bracket
	let characters = 1 + reserved;
	for (let count = 0; count < most; count++) {
		characters += JSON.stringify(results[count].json).length + 1;
		if (count > 0 && characters > MAX_TOOL_CHARACTERS) return count;
	}
	return most;
}

/** Truncates the items to the limits. Adds an item that tells how many were left out, and how many of them failed. */
function withinLimits(items: INodeExecutionData[]): INodeExecutionData[] {
	const more = typeof items.at(-1)?.json.leftOut === 'string';
	const results = more ? items.slice(0, -1) : items;
	if (fitting(results, more ? LEFT_OUT_LENGTH : 0) === results.length) return items;
	const shown = fitting(results, LEFT_OUT_LENGTH);
	if (more) return [...results.slice(0, shown), leftOutOfList(shown)];
	const rest = results.slice(shown);
	const failed = rest.filter(({ json }) => json.error !== undefined).length;
	return [
		...results.slice(0, shown),
		item({
			leftOut: `Only the first ${shown} of ${results.length} results are here, since all would be too long. ${failed === 0 ? 'None' : String(failed)} of those left out failed.`,
		}),
	];
}
