import type { IDisplayOptions, INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { OperationContext } from '../execution/context';

/** All input items in, output items out, in input order and paired. */
export type Execute = (context: OperationContext) => Promise<INodeExecutionData[]>;

/** One operation of a resource. */
export interface Operation {
	/** its entry in the Operation list; for a declarative operation with the routing of its request */
	option: INodePropertyOptions;
	/** the fields that appear when it is chosen */
	fields: INodeProperties[];
	/** for a custom operation: one request per item cannot do the job */
	execute?: Execute;
}

export type CustomOperation = Required<Operation>;

/** A resource and its operations. */
export interface Resource {
	name: string;
	/** in the order in which the editor lists them */
	operations: Operation[];
	/** value of the operation that is chosen at first */
	standard: string;
}

/** Shows a field only for one operation. */
export function shownFor(resource: string, operation: string): IDisplayOptions {
	return { show: { resource: [resource], operation: [operation] } };
}

/** The Operation field of a resource, and the fields of all its operations. */
export function propertiesOf({ name, operations, standard }: Resource): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [name] } },
			options: operations.map(({ option }) => option),
			default: standard,
		},
		...operations.flatMap(({ fields }) => fields),
	];
}
