import type {
	DeclarativeRestApiSettings,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { rethrow, withContext } from '../errors/nodeError';
import { fromExecute, fromTool } from '../execution/context';
import { singleRequest } from '../execution/declarative';
import { toItem, toN8nItems } from '../execution/results';
import { oncePerExecution } from '../execution/retryOnFail';
import { toolAnswer } from '../execution/toolAnswer';
import { declarativeOperation } from './declarative';
import type { Execute, Resource } from './operation';

/** The custom operations of a node as n8n wants them: each is called once, with all items. */
export function customOperationsOf(resources: Resource[]): NonNullable<INodeType['customOperations']> {
	const ofResource = ({ name, operations }: Resource) =>
		operations.flatMap(({ option, execute }) => (execute ? [[option.value, asCustomOperation(execute, name)]] : []));
	return Object.fromEntries(resources.map((resource) => [resource.name, Object.fromEntries(ofResource(resource))]));
}

/**
 * What `execute` throws under Continue On Fail is about the execution as a whole, such as a proxy that is no address.
 * It becomes an error item for each input item: thrown on, n8n would hand on the input items as if all were well.
 */
function asCustomOperation(execute: Execute, resource: string) {
	return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const outputs = await oncePerExecution(this, 0, items[0], async () => {
			try {
				return await execute(fromExecute(this));
			} catch (error) {
				if (!this.continueOnFail()) throw rethrow(error);
				return items.map((_, item) => toItem({ error: withContext(error, { item }) }, item));
			}
		});
		return [toolAnswer(this.getNode(), toN8nItems(this.getNode(), outputs, (item) => items[item]), resource)];
	};
}

/**
 * The node's pagination function. n8n calls it for each item of a declarative operation that has none of its own, and
 * for each item of a custom operation when it runs the node as an agent's tool: it then knows the declarative way only.
 */
export function paginateFor(resources: Resource[]) {
	const single = declarativeOperation(singleRequest);
	const executeOf = (resource: string, operation: string) =>
		resources.find(({ name }) => name === resource)?.operations.find(({ option }) => option.value === operation)?.execute;
	return async function (
		this: IExecutePaginationFunctions,
		requestData: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const parameter = (name: string) => this.getNodeParameter(name) as string;
		const execute = executeOf(parameter('resource'), parameter('operation'));
		if (!execute) return await single.call(this, requestData);
		return await declarativeOperation(async () => await execute(fromTool(this))).call(this, requestData);
	};
}
