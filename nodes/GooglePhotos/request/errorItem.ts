import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { fileOf } from './explain';

/**
 * The item that n8n hands on for a failure: the JSON of the input item, with the text of the error as `error`, what to
 * do as `errorDescription`, and of a file where it came from. All of it is plain JSON: n8n's expression engine cannot
 * copy an Error, and one in an item makes `$input.all()` and the like null in every node behind.
 *
 * An own, enumerable `error` beside the JSON would make n8n replace the JSON with the message alone. Where the node has
 * an error output, n8n looks for that property, copies the item and adds the input's JSON: one that is not enumerable is
 * seen, and left behind by the copy.
 * https://github.com/n8n-io/n8n/blob/master/packages/core/src/execution-engine/workflow-execute.ts (handleNodeErrorOutput)
 *
 * @param node whose On Error setting says where the item goes
 * @param input JSON of the input item that failed
 * @param item index of the input item
 */
export function errorItem(
	node: INode,
	error: Error & { description?: string | null },
	input: IDataObject,
	item: number,
): INodeExecutionData {
	const { message, description } = error;
	const { field, fileName } = fileOf(error);
	const json: IDataObject = {
		...input,
		error: message,
		...(description && { errorDescription: description }),
		...(field !== undefined && { sourceField: field }),
		...(fileName !== undefined && { sourceFileName: fileName }),
	};
	const output: INodeExecutionData = { json, pairedItem: { item } };
	if (node.onError === 'continueErrorOutput') Object.defineProperty(output, 'error', { value: { message } });
	return output;
}
