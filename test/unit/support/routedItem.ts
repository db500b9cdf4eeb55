import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecuteData,
	IExecutePaginationFunctions,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';
import { withItemErrors } from '../../../nodes/GooglePhotos/execution/declarative';
import { fakeCaller } from './caller';
import type { CallerOptions } from './caller';

export interface RoutedOptions extends CallerOptions {
	item?: number;
	continueOnFail?: boolean;
	parameters?: IDataObject;
	input?: INodeExecutionData;
	/** for several items */
	inputs?: INodeExecutionData[];
	/** settings of the node */
	settings?: Partial<INode>;
	/** what n8n has for all items of a run, and for its next try */
	execution?: IExecuteData;
}

export const newExecution = () => ({}) as IExecuteData;

/** As much of n8n's context for one item of a declarative operation as is used. */
export function routedItem(options: RoutedOptions = {}): IExecutePaginationFunctions {
	const { item = 0, continueOnFail = false, parameters = {}, execution = newExecution(), settings } = options;
	const { input = { json: {} } } = options;
	const caller = fakeCaller(options);
	return {
		...caller,
		...(settings && { getNode: () => ({ ...caller.getNode(), ...settings }) }),
		getInputData: () => input,
		getItemIndex: () => item,
		getExecuteData: () => execution,
		continueOnFail: () => continueOnFail,
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
	} as unknown as IExecutePaginationFunctions;
}

/** The request that n8n builds from a description. */
export function routedRequest(options: object): DeclarativeRestApiSettings.ResultOptions {
	return { options } as DeclarativeRestApiSettings.ResultOptions;
}

type Work = (context: IExecutePaginationFunctions, item: number) => Promise<INodeExecutionData[]>;

/** Does something for several items at once, as n8n does. @returns for each its outputs or its error */
export async function forItems(items: number[], work: Work, options: RoutedOptions = {}): Promise<Array<INodeExecutionData[] | Error>> {
	return await Promise.all(
		items.map(async (item) => {
			const context = routedItem({ ...options, item, input: options.inputs?.[item] });
			return await withItemErrors(context, async () => await work(context, item)).catch((error: Error) => error);
		}),
	);
}
