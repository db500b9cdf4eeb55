import type { IExecuteFunctions, IExecutePaginationFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { isFatal } from '../errors/nodeError';
import { isTool } from '../errors/wording';
import { cancelSignalOf } from '../http/n8nContext';
import { requestSettings } from '../http/requestOptions';
import type { RequestOptions, RequestSettings } from '../http/requestOptions';
import { MAXIMUM_WAIT_OF_TOOL } from '../http/retryPolicy';

/** One execution of a custom operation over its input items, independent of how n8n calls it. */
export interface OperationContext {
	readonly n8n: IExecuteFunctions | IExecutePaginationFunctions;
	/** for errors */
	readonly node: INode;
	/** aborted when the execution is stopped */
	readonly signal: AbortSignal | undefined;
	readonly items: INodeExecutionData[];
	/** index of `items[position]` among the node's input items, for pairing and for errors */
	indexOf(position: number): number;
	/** value of a parameter for `items[position]`; resource locators stay objects */
	parameter<T>(name: string, position: number, fallback: T): T;
	readonly continueOnFail: boolean;
	/** whether the workflow's binary mode is `combined`: files are kept in the JSON of items */
	readonly filesInJson: boolean;
	readonly settings: RequestSettings;
	/** whether an agent runs the node as a tool, and chooses the parameters */
	readonly asTool: boolean;
	/** shows a hint in the editor's output pane, where n8n supports it */
	hint(message: string): void;
}

/** n8n 1.x lacks the setting, and some of its contexts lack `getWorkflowSettings`. */
function keepsFilesInJson(context: Partial<Pick<IExecuteFunctions, 'getWorkflowSettings'>>): boolean {
	return context.getWorkflowSettings?.().binaryMode === 'combined';
}

/** Context of a normal execution: n8n calls the custom operation once, with all items. */
export function fromExecute(context: IExecuteFunctions): OperationContext {
	const node = context.getNode();
	const asTool = isTool(node);
	return {
		n8n: context,
		node,
		signal: cancelSignalOf(context),
		items: context.getInputData(),
		indexOf: (position) => position,
		parameter: <T>(name: string, position: number, fallback: T) =>
			context.getNodeParameter(name, position, fallback) as T,
		continueOnFail: context.continueOnFail(),
		filesInJson: keepsFilesInJson(context),
		settings: {
			...requestSettings(node, context.getNodeParameter('requestOptions', 0, {}) as RequestOptions),
			// an agent of n8n 2.x runs its tools as nodes
			...(asTool && { maximumWait: MAXIMUM_WAIT_OF_TOOL }),
		},
		asTool,
		hint: (message) => context.addExecutionHints({ message, location: 'outputPane' }),
	};
}

/**
 * Context of an agent's tool: n8n treats every operation as declarative and calls it once per item.
 * https://docs.n8n.io/integrations/creating-nodes/plan/choose-node-method/
 */
export function fromTool(context: IExecutePaginationFunctions): OperationContext {
	const node = context.getNode();
	return {
		n8n: context,
		node,
		signal: cancelSignalOf(context),
		items: [context.getInputData() as INodeExecutionData],
		indexOf: () => context.getItemIndex(),
		parameter: <T>(name: string, _position: number, fallback: T) =>
			context.getNodeParameter(name, fallback) as T,
		continueOnFail: false,
		filesInJson: keepsFilesInJson(context),
		settings: {
			...requestSettings(node, context.getNodeParameter('requestOptions', {}) as RequestOptions),
			maximumWait: MAXIMUM_WAIT_OF_TOOL,
		},
		asTool: true,
		hint: () => {},
	};
}

/**
 * The fail-fast rule: whether an error stops the execution, so that nothing more is sent. Without Continue On Fail every
 * error does; with it, an error after which no request can succeed.
 */
export function stopsExecution({ continueOnFail }: Pick<OperationContext, 'continueOnFail'>, error: Error): boolean {
	return !continueOnFail || isFatal(error);
}
