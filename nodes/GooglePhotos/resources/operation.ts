import type { IDisplayOptions, INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { OperationContext } from '../execution/context';

/** Processes all input items. Returns output items in input order, paired with their input items. */
export type Execute = (context: OperationContext) => Promise<INodeExecutionData[]>;

export interface Operation {
	/** entry in the Operation list; for a declarative operation, including the routing of its request */
	option: INodePropertyOptions;
	/** properties that are shown when the operation is selected */
	fields: INodeProperties[];
	/** only for a custom operation: one that cannot be done with one request per input item */
	execute?: Execute;
}

export type CustomOperation = Required<Operation>;

export interface Resource {
	name: string;
	/** in the order in which the editor lists them */
	operations: Operation[];
	/** value of the default operation */
	defaultOperation: string;
}

/** Display options that show a property for one operation only. */
export function shownFor(resource: string, operation: string): IDisplayOptions {
	return { show: { resource: [resource], operation: [operation] } };
}

/** The Operation property of a resource, and the properties of all its operations. */
export function propertiesOf({ name, operations, defaultOperation }: Resource): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [name] } },
			options: operations.map(({ option }) => option),
			default: defaultOperation,
		},
		...operations.flatMap(({ fields }) => fields),
	];
}
