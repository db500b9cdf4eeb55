import type {
	DeclarativeRestApiSettings,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { inputError, rethrow, withContext } from '../errors/nodeError';
import { fromExecute, fromTool } from '../execution/context';
import { singleRequest } from '../execution/declarative';
import { toItem, toN8nItems } from '../execution/results';
import { oncePerExecution } from '../execution/retryOnFail';
import { toolAnswer } from '../execution/toolAnswer';
import { declarativeOperation } from './declarativeOperation';
import type { Execute, Operation, Resource } from './operation';

/** The custom operations in the format of n8n, by resource and operation. n8n calls each once, with all input items. */
export function customOperationsOf(resources: Resource[]): NonNullable<INodeType['customOperations']> {
	const ofResource = ({ name, operations }: Resource) =>
		operations.flatMap(({ option, execute }) => (execute ? [[option.value, asCustomOperation(execute, name)]] : []));
	return Object.fromEntries(resources.map((resource) => [resource.name, Object.fromEntries(ofResource(resource))]));
}

/**
 * Under Continue On Fail, `execute` throws only errors of the execution as a whole, such as an invalid proxy address.
 * Such an error becomes an error item for each input item: if it were thrown, n8n would output the input items as if
 * the execution had succeeded.
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
 * The node's pagination function. n8n calls it for each item of a declarative operation without a pagination function
 * of its own. When an agent uses the node as a tool, n8n treats every operation as declarative, and also calls it
 * for each item of a custom operation.
 */
export function paginateFor(resources: Resource[]) {
	const single = declarativeOperation(singleRequest);
	return async function (
		this: IExecutePaginationFunctions,
		requestData: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		const parameter = (name: string) => this.getNodeParameter(name) as string;
		const [resource, operation] = [parameter('resource'), parameter('operation')];
		const operations = resources.find(({ name }) => name === resource)?.operations ?? [];
		const found = operations.find(({ option }) => option.value === operation);
		if (!found) return await unknownOperation(resource, operation, operations).call(this, requestData);
		const { execute } = found;
		if (!execute) return await single.call(this, requestData);
		return await declarativeOperation(async () => await execute(fromTool(this))).call(this, requestData);
	};
}

/** Only a model or an expression can give an operation that the editor does not offer. */
function unknownOperation(resource: string, operation: string, offered: Operation[]) {
	return declarativeOperation(async (context) => {
		const names = offered.map(({ option }) => option.value).join(', ');
		const advice = names ? `Use one of the operations of "${resource}": ${names}.` : 'Use one of the resources: album, mediaItem, picker.';
		throw inputError(context.getNode(), `There is no operation "${operation}" of "${resource}"`, advice, { item: context.getItemIndex() });
	});
}
