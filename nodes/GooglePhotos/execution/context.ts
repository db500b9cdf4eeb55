import type { IExecuteFunctions, IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import { isTool } from '../errors/wording';
import { MAXIMUM_WAIT_OF_TOOL } from '../http/retryBudget';
import { requestSettings } from '../http/settings';
import type { RequestOptions, RequestSettings } from '../http/settings';

/** One run of a custom operation over its input items, whichever way n8n came to it. */
export interface OperationContext {
	readonly n8n: IExecuteFunctions | IExecutePaginationFunctions;
	readonly items: INodeExecutionData[];
	/** the index of `items[position]` among the node's input items, for pairing and for errors */
	indexOf(position: number): number;
	/** the value of a parameter for `items[position]`, with resource locators left as objects */
	parameter<T>(name: string, position: number, fallback: T): T;
	readonly continueOnFail: boolean;
	/** whether the workflow keeps files combined with the JSON of items */
	readonly filesInJson: boolean;
	readonly settings: RequestSettings;
	/** whether an agent decides what is asked for */
	readonly asTool: boolean;
	/** says something in the editor's output pane, where n8n lets us */
	hint(message: string): void;
}

/** n8n 1.x knows neither the setting nor, in every context, how to ask for it. */
function keepsFilesInJson(context: Partial<Pick<IExecuteFunctions, 'getWorkflowSettings'>>): boolean {
	return context.getWorkflowSettings?.().binaryMode === 'combined';
}

/** The usual way: n8n calls the custom operation once, with all items. */
export function fromExecute(context: IExecuteFunctions): OperationContext {
	return {
		n8n: context,
		items: context.getInputData(),
		indexOf: (position) => position,
		parameter: <T>(name: string, position: number, fallback: T) =>
			context.getNodeParameter(name, position, fallback) as T,
		continueOnFail: context.continueOnFail(),
		filesInJson: keepsFilesInJson(context),
		settings: requestSettings(
			context.getNode(),
			context.getNodeParameter('requestOptions', 0, {}) as RequestOptions,
		),
		asTool: isTool(context.getNode()),
		hint: (message) => context.addExecutionHints({ message, location: 'outputPane' }),
	};
}

/**
 * The way of an agent's tool: n8n treats every operation as declarative and comes with one item at a time.
 * https://docs.n8n.io/integrations/creating-nodes/plan/choose-node-method/
 */
export function fromTool(context: IExecutePaginationFunctions): OperationContext {
	return {
		n8n: context,
		items: [context.getInputData() as INodeExecutionData],
		indexOf: () => context.getItemIndex(),
		parameter: <T>(name: string, _position: number, fallback: T) =>
			context.getNodeParameter(name, fallback) as T,
		continueOnFail: false,
		filesInJson: keepsFilesInJson(context),
		settings: {
			...requestSettings(context.getNode(), context.getNodeParameter('requestOptions', {}) as RequestOptions),
			maximumWait: MAXIMUM_WAIT_OF_TOOL,
		},
		asTool: true,
		hint: () => {},
	};
}
